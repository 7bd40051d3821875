// Sysmon, in whichever JSON shape its event log was exported.

import type { JoinOffer } from '../../model/index.ts';
import { textOf } from '../text.ts';
import { windowsAdapter } from '../windows-event/adapter.ts';
import { LINUX_SYSMON_CHANNEL, SYSMON_CHANNEL } from '../windows-event/channels.ts';
import type { WindowsView } from '../windows-event/view.ts';
import { type SysmonLogsources, sysmonLogsource, sysmonLogsources } from './categories.ts';
import { SYSMON_SCREEN } from './screen.ts';
import { eventTypeOf, SYSMON_DERIVED, sysmonProcess } from './derive.ts';

const IMAGE_LOAD = '7';
const SIGNATURE_FIELDS = ['Signed', 'Signature', 'SignatureStatus'];
const WINDOWS = sysmonLogsources('windows');
const LINUX = sysmonLogsources('linux');

/** Sysmon for Windows, and Sysmon for Linux, which logs the same events. */
export const SYSMON = windowsAdapter({
  id: 'sysmon',
  title: 'Microsoft Sysmon',
  joins: 'image+signature',
  offeredByOthers: SIGNATURE_FIELDS,
  notes: {
    evidence:
      'the channel Microsoft-Windows-Sysmon/Operational or Linux-Sysmon/Operational, or the provider, with an event id; flat records with `EventId` and no channel are not taken for Sysmon',
    process: 'ProcessGuid in lower case without braces (all zeros is none)',
    logging:
      'an include of DestinationPort 445 under NetworkConnect (event 3; by default no connection is logged), event 1 of all programs with SHA256, and event 7 of programs’ own images: no other event has a signature',
  },
  derived: SYSMON_DERIVED,
  screen: SYSMON_SCREEN,
  eventKind: (view) => view.eventId,
  logsource: (view) => sysmonLogsource(logsourcesOf(view), view.eventId, () => eventTypeOf(view)),
  process: sysmonProcess,
  joinOffer: imageSignature,
});

function logsourcesOf(view: WindowsView): SysmonLogsources {
  if (view.channel === SYSMON_CHANNEL) return WINDOWS;
  const isLinux =
    view.channel === LINUX_SYSMON_CHANNEL ||
    view.header('Provider_Name')?.toLowerCase() === 'linux-sysmon';
  return isLinux ? LINUX : WINDOWS;
}

/** A process loads its own image too: that load (7) is where Sysmon says how the program is signed. */
function imageSignature(view: WindowsView, key: string | undefined): JoinOffer | undefined {
  if (key === undefined || view.eventId !== IMAGE_LOAD) return undefined;
  const image = textOf(view.read('Image'))?.toLowerCase();
  const loaded = textOf(view.read('ImageLoaded'))?.toLowerCase();
  if (image === undefined || image !== loaded) return undefined;
  return { key, fields: SIGNATURE_FIELDS };
}
