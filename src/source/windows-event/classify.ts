// A Windows event → which source it is of.

import type { SourceId } from '../adapter.ts';
import { LINUX_SYSMON_CHANNEL, SECURITY_CHANNEL, SYSMON_CHANNEL } from './channels.ts';
import type { WindowsView } from './view.ts';

const CHANNELS: ReadonlyMap<string, SourceId> = new Map([
  [SYSMON_CHANNEL, 'sysmon'],
  [LINUX_SYSMON_CHANNEL, 'sysmon'],
  [SECURITY_CHANNEL, 'windows-security'],
]);

const PROVIDERS: ReadonlyMap<string, SourceId> = new Map([
  ['microsoft-windows-sysmon', 'sysmon'],
  ['linux-sysmon', 'sysmon'],
  ['microsoft-windows-security-auditing', 'windows-security'],
]);

/**
 * By channel; else by provider, which still shows where a collector renamed the channel (ForwardedEvents). Undefined
 * where there is neither a channel nor a known provider: an event id alone is no evidence.
 */
export function windowsSourceOf(view: WindowsView): SourceId | undefined {
  const byChannel = CHANNELS.get(view.channel);
  if (byChannel !== undefined) return byChannel;
  const byProvider = PROVIDERS.get(view.header('Provider_Name')?.toLowerCase() ?? '');
  return byProvider ?? (view.channel === '' ? undefined : 'windows-eventlog');
}
