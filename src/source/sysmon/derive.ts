// What Sysmon's record says → the few Sigma fields that take more than a path.

import type { JsonObject } from '../../model/index.ts';
import { wellKnownSid } from '../accounts.ts';
import type { DerivedRow } from '../adapter.ts';
import { ecsInitiated, ecsUser, hashesText } from '../ecs-derive.ts';
import { parsePath, readPath } from '../path.ts';
import { guidOf, type ProcessClaim } from '../process-claim.ts';
import { knownText, textOf } from '../text.ts';
import type { WindowsView } from '../windows-event/view.ts';

/** Events whose Signed, Signature and SignatureStatus Sysmon fills itself: of the driver or library loaded. */
const SIGNED_EVENTS: ReadonlySet<string> = new Set(['6', '7']);

const NO_FIELDS: JsonObject = {};

const HASH_PATHS = ['process.hash', 'dll.hash', 'file.hash'].map(parsePath);

/** Derived fields of Sysmon. */
export const SYSMON_DERIVED: readonly DerivedRow<WindowsView>[] = [
  { field: 'User', from: 'User; else user.domain\\user.name of an ECS pipeline', derive: userOf },
  {
    field: 'UserSid',
    from: 'well-known accounts by their (localised) name in User; never UserID, user.identifier or user.id, which are the account of the Sysmon service',
    derive: (view) => wellKnownSid(userOf(view)),
  },
  {
    field: 'SignatureStatus',
    from: 'as logged on 6 and 7 (of what was loaded); else Unavailable: Sysmon does not verify the process image',
    derive: (view) =>
      SIGNED_EVENTS.has(view.eventId) ? view.read('SignatureStatus') : 'Unavailable',
  },
  {
    field: 'EventType',
    from: 'EventType; where NXLog wrote its own over it, the line of Message',
    derive: eventTypeOf,
  },
  {
    field: 'Initiated',
    from: 'Initiated; else network.direction of an ECS pipeline',
    derive: (view) => view.data('Initiated') ?? ecsInitiated(ecsOf(view)),
  },
  {
    field: 'Hashes',
    from: 'Hashes; else process.hash, dll.hash or file.hash of an ECS pipeline as SHA1=…,MD5=…',
    derive: (view) => view.data('Hashes') ?? ecsHashes(ecsOf(view)),
  },
];

/** The process that did it; for remote threads and process access the source. */
export function sysmonProcess(view: WindowsView): ProcessClaim {
  const guid =
    view.read('ProcessGuid') ?? view.read('SourceProcessGuid') ?? view.read('SourceProcessGUID');
  return {
    entityId: guidOf(guid),
    startTime: undefined,
    pid: view.read('ProcessId') ?? view.read('SourceProcessId'),
    image: view.read('Image') ?? view.read('SourceImage'),
  };
}

/** Levels that NXLog writes into the field EventType, over Sysmon's own of the same name. */
const NXLOG_EVENT_TYPES: ReadonlySet<string> = new Set([
  'INFO',
  'WARNING',
  'ERROR',
  'VERBOSE',
  'CRITICAL',
  'AUDIT_SUCCESS',
  'AUDIT_FAILURE',
]);

/** Sysmon's EventType: CreateKey, SetValue, CreatePipe, … */
export function eventTypeOf(view: WindowsView): string | undefined {
  const logged = knownText(view.data('EventType'));
  if (logged === undefined || !NXLOG_EVENT_TYPES.has(logged)) return logged;
  const message = textOf(view.data('Message')) ?? '';
  return /^EventType: ?(\w{1,32})\r?$/m.exec(message)?.[1];
}

function userOf(view: WindowsView): string | undefined {
  const logged = view.data('User');
  return logged === undefined || logged === null ? ecsUser(ecsOf(view)) : knownText(logged);
}

/** Only after an ECS pipeline does `user` name the process's user: in Winlogbeat 6 it is the writer of the log. */
function ecsOf(view: WindowsView): JsonObject {
  return view.shape.shape.hasEcsNames ? view.record : NO_FIELDS;
}

function ecsHashes(record: JsonObject): string | undefined {
  for (const path of HASH_PATHS) {
    const text = hashesText(readPath(record, path));
    if (text !== undefined) return text;
  }
  return undefined;
}
