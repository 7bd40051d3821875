// The Windows Security log: fields as logged; on request 4688 and 5156 also as process_creation and network_connection.

import {
  type WindowsAdapter,
  type WindowsSource,
  windowsAdapter,
} from '../windows-event/adapter.ts';
import { MAPPED_DERIVED, mappedLogsource, SECURITY_DERIVED, securityProcess } from './derive.ts';

const SECURITY_LOGSOURCE = { product: 'windows', service: 'security' };

const PLAIN: WindowsSource = {
  id: 'windows-security',
  title: 'Windows Security log',
  joins: 'none',
  notes: {
    evidence: 'the channel Security, or the provider Microsoft-Windows-Security-Auditing',
    process:
      'there is no entity id: 4688 `pid:<NewProcessId>@<time>`, else `img:<Application or ProcessName>|pid:<pid>`',
    logging:
      'audit Filtering Platform Connection (5156) and Process Creation (4688) with the command line in it, and `--map-security-events` for scans. Neither account nor signature is on a connection, and no start can be joined to it: their paths are written in two ways, so the sequence rule is silent',
  },
  derived: SECURITY_DERIVED,
  eventKind: (view) => view.eventId,
  logsource: () => SECURITY_LOGSOURCE,
  process: securityProcess,
};

/** The Security log as it is. */
export const WINDOWS_SECURITY: WindowsAdapter = windowsAdapter(PLAIN);

/** With 4688 and 5156 read a second time in Sigma's words. Where Sysmon runs too this doubles its events. */
export const WINDOWS_SECURITY_MAPPED: WindowsAdapter = windowsAdapter({
  ...PLAIN,
  mapped: { derived: MAPPED_DERIVED, logsource: mappedLogsource },
});
