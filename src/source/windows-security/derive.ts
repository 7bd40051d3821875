// The Security log's own names → the process and the account of an event, and Sigma's names where 4688 and 5156 are mapped.

import type { EventLogsource } from '../../model/index.ts';
import { sidOf } from '../accounts.ts';
import type { DerivedRow } from '../adapter.ts';
import { ipProtocolName } from '../ip-protocol.ts';
import { decimalPid, type ProcessClaim } from '../process-claim.ts';
import { accountText, knownText } from '../text.ts';
import type { WindowsView } from '../windows-event/view.ts';

const PROCESS_CREATED = '4688';
const CONNECTION_PERMITTED = '5156';

/** Derived fields of every Security event. 5156 has no account. */
export const SECURITY_DERIVED: readonly DerivedRow<WindowsView>[] = [
  {
    field: 'UserSid',
    from: 'SubjectUserSid; else TargetUserSid (S-1-0-0 is nobody)',
    derive: (view) => sidOf(view.data('SubjectUserSid')) ?? sidOf(view.data('TargetUserSid')),
  },
  {
    field: 'User',
    from: 'SubjectDomainName\\SubjectUserName; else the Target’s',
    derive: (view) => accountOf(view, 'Subject') ?? accountOf(view, 'Target'),
  },
];

/** Names of the windows filtering platform's directions: message codes, and the words where they are resolved. */
const DIRECTIONS: ReadonlyMap<string, string> = new Map([
  ['%%14593', 'true'],
  ['outbound', 'true'],
  ['%%14592', 'false'],
  ['inbound', 'false'],
]);

/** Mandatory labels → Sysmon's IntegrityLevel. */
const INTEGRITY_LEVELS: ReadonlyMap<string, string> = new Map([
  ['S-1-16-0', 'Untrusted'],
  ['S-1-16-4096', 'Low'],
  ['S-1-16-8192', 'Medium'],
  ['S-1-16-8448', 'MediumPlus'],
  ['S-1-16-12288', 'High'],
  ['S-1-16-16384', 'System'],
]);

/**
 * Sigma's names for 4688 and 5156. In 4688 `ProcessId` is the parent. In 5156 the source is the end that opened the
 * connection in both directions (checked on 2,308 inbound events), so no ends are swapped.
 */
export const MAPPED_DERIVED: readonly DerivedRow<WindowsView>[] = [
  {
    field: 'Image',
    from: '4688 NewProcessName; 5156 Application, a device path as logged',
    derive: (view) => view.data(isStart(view) ? 'NewProcessName' : 'Application'),
  },
  {
    field: 'ProcessId',
    from: '4688 NewProcessId in decimal; 5156 ProcessID',
    derive: (view) => decimalPid(pidOf(view)) ?? pidOf(view),
  },
  {
    field: 'ParentImage',
    from: '4688 ParentProcessName',
    derive: (v) => v.data('ParentProcessName'),
  },
  {
    field: 'ParentProcessId',
    from: '4688 ProcessId in decimal',
    derive: (view) => (isStart(view) ? decimalPid(view.data('ProcessId')) : undefined),
  },
  {
    field: 'User',
    from: '4688 the Target account where it is somebody, else the Subject',
    derive: (view) => accountOf(view, 'Target') ?? accountOf(view, 'Subject'),
  },
  {
    field: 'UserSid',
    from: '4688 TargetUserSid where it is somebody, else SubjectUserSid',
    derive: (view) => sidOf(view.data('TargetUserSid')) ?? sidOf(view.data('SubjectUserSid')),
  },
  {
    field: 'IntegrityLevel',
    from: '4688 MandatoryLabel in words',
    derive: (view) => INTEGRITY_LEVELS.get(knownText(view.data('MandatoryLabel')) ?? ''),
  },
  {
    field: 'Initiated',
    from: '5156 Direction: %%14593 is outbound, %%14592 inbound',
    derive: (view) => DIRECTIONS.get(knownText(view.data('Direction'))?.toLowerCase() ?? ''),
  },
  { field: 'SourceIp', from: '5156 SourceAddress', derive: (view) => view.data('SourceAddress') },
  { field: 'DestinationIp', from: '5156 DestAddress', derive: (view) => view.data('DestAddress') },
  { field: 'DestinationPort', from: '5156 DestPort', derive: (view) => view.data('DestPort') },
  {
    field: 'Protocol',
    from: '5156 Protocol in words',
    derive: (view) => ipProtocolName(view.data('Protocol')) ?? view.data('Protocol'),
  },
  { field: 'SignatureStatus', from: 'always Unavailable', derive: () => 'Unavailable' },
];

/** No service: rules for the Security log run on the first reading, once. */
const MAPPED_LOGSOURCES: ReadonlyMap<string, EventLogsource> = new Map([
  [PROCESS_CREATED, { product: 'windows', category: 'process_creation' }],
  [CONNECTION_PERMITTED, { product: 'windows', category: 'network_connection' }],
]);

/** The logsource that 4688 and 5156 are mapped to; undefined for other events. */
export function mappedLogsource(view: WindowsView): EventLogsource | undefined {
  return MAPPED_LOGSOURCES.get(view.eventId);
}

/** The process of a Security event. Only 4688 carries the start: it is the start. */
export function securityProcess(view: WindowsView): ProcessClaim {
  const image = ['NewProcessName', 'ProcessName', 'Application'].map((name) => view.data(name));
  return {
    entityId: undefined,
    startTime: isStart(view) ? view.shape.shape.time(view.record).text : undefined,
    pid: pidOf(view),
    image: image.find((value) => knownText(value) !== undefined),
  };
}

function pidOf(view: WindowsView) {
  if (isStart(view)) return view.data('NewProcessId');
  // NXLog writes ProcessID as ProcessId.
  return view.data('ProcessID') ?? view.data('ProcessId');
}

function isStart(view: WindowsView): boolean {
  return view.eventId === PROCESS_CREATED;
}

function accountOf(view: WindowsView, who: 'Subject' | 'Target'): string | undefined {
  return accountText(view.data(`${who}DomainName`), view.data(`${who}UserName`));
}
