// LimaCharlie's values → the Sigma fields whose meaning depends on the kind of event.

import type { JsonValue } from '../../model/index.ts';
import { wellKnownSid } from '../accounts.ts';
import type { DerivedRow } from '../adapter.ts';
import { hashesText } from '../ecs-derive.ts';
import { entityIdOf } from '../process-claim.ts';
import { LIMA_CONNECTION_DERIVED } from './connection.ts';
import { signatureStatus, signedText, signerOf } from './signature.ts';
import { isProcessKind, type LimaView, objectAt, scalarAt } from './view.ts';

/** Kinds whose FILE_PATH is a file that the process did something to. */
const FILE_KINDS: ReadonlySet<string> = new Set([
  'FILE_CREATE',
  'FILE_DELETE',
  'FILE_MODIFIED',
  'FILE_READ',
  'FILE_TYPE_ACCESSED',
  'NEW_DOCUMENT',
]);

/** Kinds whose FILE_PATH is the program of the event. In all others it may be anything. */
const PROGRAM_KINDS: ReadonlySet<string> = new Set([
  'NEW_PROCESS',
  'EXISTING_PROCESS',
  'TERMINATE_PROCESS',
  'NETWORK_CONNECTIONS',
  'NEW_TCP4_CONNECTION',
  'NEW_TCP6_CONNECTION',
  'NEW_UDP4_CONNECTION',
  'NEW_UDP6_CONNECTION',
]);

const PROCESS_DERIVED: readonly DerivedRow<LimaView>[] = [
  {
    field: 'Image',
    from: 'FILE_PATH of process and network events; else PROCESS.FILE_PATH',
    derive: imageOf,
  },
  {
    field: 'ProcessGuid',
    from: 'routing.this of NEW_PROCESS and EXISTING_PROCESS; else routing.parent, the process that did it in published records',
    derive: entityOf,
  },
  {
    field: 'ParentProcessGuid',
    from: 'routing.parent of NEW_PROCESS and EXISTING_PROCESS',
    derive: (view) => (isProcessKind(view.kind) ? atom(view, 'parent') : undefined),
  },
  {
    field: 'UserSid',
    from: 'well-known accounts by their (localised) name in USER_NAME',
    derive: ({ event }) => wellKnownSid(scalarAt(event, 'USER_NAME')),
  },
];

const FILE_DERIVED: readonly DerivedRow<LimaView>[] = [
  {
    field: 'TargetFilename',
    from: 'FILE_PATH of file events',
    derive: (view) => pathOf(view, FILE_KINDS.has(view.kind)),
  },
  {
    field: 'ImageLoaded',
    from: 'FILE_PATH of MODULE_LOAD',
    derive: (view) => pathOf(view, view.kind === 'MODULE_LOAD'),
  },
  {
    field: 'PipeName',
    from: 'FILE_PATH of NEW_NAMED_PIPE and OPEN_NAMED_PIPE without \\Device\\NamedPipe',
    derive: pipeOf,
  },
  {
    field: 'Hashes',
    from: 'HASH as SHA256=…',
    derive: ({ event }) => hashesText({ sha256: scalarAt(event, 'HASH') ?? null }),
  },
  {
    field: 'SignatureStatus',
    from: 'FILE_IS_SIGNED 0 is Unsigned; SIGNATURE.FILE_CERT_IS_VERIFIED_LOCAL or _GLOBAL 1 is Valid, both 0 Invalid; signed without a verdict Unavailable',
    derive: signatureStatus,
  },
  { field: 'Signature', from: 'the common name in SIGNATURE.CERT_SUBJECT', derive: signerOf },
  { field: 'Signed', from: 'FILE_IS_SIGNED', derive: signedText },
];

/** Derived fields of LimaCharlie. */
export const LIMA_DERIVED: readonly DerivedRow<LimaView>[] = [
  ...PROCESS_DERIVED,
  ...LIMA_CONNECTION_DERIVED,
  ...FILE_DERIVED,
];

/** The program of the event. */
export function imageOf(view: LimaView): JsonValue | undefined {
  if (PROGRAM_KINDS.has(view.kind)) return scalarAt(view.event, 'FILE_PATH');
  return scalarAt(objectAt(view.event, 'PROCESS'), 'FILE_PATH');
}

/** The atom of the process, as published records have it; see ADR 0049. */
function entityOf(view: LimaView): string | undefined {
  return atom(view, isProcessKind(view.kind) ? 'this' : 'parent');
}

function atom({ routing }: LimaView, name: 'this' | 'parent'): string | undefined {
  return entityIdOf(scalarAt(routing, name));
}

function pathOf({ event }: LimaView, isMeant: boolean): JsonValue | undefined {
  return isMeant ? scalarAt(event, 'FILE_PATH') : undefined;
}

function pipeOf(view: LimaView): JsonValue | undefined {
  const path = pathOf(view, /^(?:NEW|OPEN)_NAMED_PIPE$/.test(view.kind));
  return typeof path === 'string' ? path.replace(/^\\Device\\NamedPipe(?=\\)/i, '') : path;
}
