// The other Windows channels (System, Application, PowerShell, Defender, …): fields as logged, service by channel.

import { guidOf } from '../process-claim.ts';
import { windowsAdapter } from '../windows-event/adapter.ts';
import { channelLogsource } from '../windows-event/channels.ts';

/** Any Windows channel that has no source of its own. */
export const WINDOWS_EVENTLOG = windowsAdapter({
  id: 'windows-eventlog',
  title: 'Windows event log, other channels',
  joins: 'none',
  notes: {
    evidence: 'a Windows event shape with a channel other than Sysmon’s and Security',
    process: 'ProcessGuid where the event has one; else image and pid as logged',
    logging: 'the channels that rules name by their service; the shipped rules name none',
  },
  derived: [],
  eventKind: (view) => `${view.channel}:${view.eventId}`,
  logsource: (view) => channelLogsource(view.channel, view.eventId),
  process: (view) => ({
    entityId: guidOf(view.data('ProcessGuid')),
    startTime: undefined,
    pid: view.data('ProcessId'),
    image: view.data('Image') ?? view.data('ProcessName'),
  }),
});
