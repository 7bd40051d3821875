// Elastic Defend's values → the few Sigma fields that take more than a path.

import { sidOf, wellKnownSid } from '../accounts.ts';
import type { DerivedRow } from '../adapter.ts';
import { ecsInitiated, ecsUser, hashesText } from '../ecs-derive.ts';
import { parsePath, readPath } from '../path.ts';
import { textsOf } from '../text.ts';
import { signatureStatus, signedText, signerOf } from './signature.ts';
import type { ElasticView } from './view.ts';

const USER_ID = parsePath('user.id');
const COMMAND_LINE = parsePath('process.command_line');
const ARGS = parsePath('process.args');
const PROCESS_HASH = parsePath('process.hash');
const DLL_HASH = parsePath('dll.hash');
const FILE_HASH = parsePath('file.hash');

/** Derived fields of Elastic Defend. */
export const ELASTIC_DERIVED: readonly DerivedRow<ElasticView>[] = [
  { field: 'User', from: 'user.domain\\user.name', derive: ({ record }) => ecsUser(record) },
  {
    field: 'UserSid',
    from: 'user.id; else well-known accounts by name',
    derive: ({ record }) => sidOf(readPath(record, USER_ID)) ?? wellKnownSid(ecsUser(record)),
  },
  {
    field: 'CommandLine',
    from: 'process.command_line; else process.args with a space between',
    derive: commandLine,
  },
  {
    field: 'Initiated',
    from: 'network.direction; else event.action: connection_attempted is true, connection_accepted false',
    derive: (view) => ecsInitiated(view.record) ?? initiatedByAction(view),
  },
  {
    field: 'Hashes',
    from: 'process.hash (of load events dll.hash, of file events file.hash) as SHA1=…,MD5=…',
    derive: hashes,
  },
  {
    field: 'SignatureStatus',
    from: 'process.code_signature (of load events dll.code_signature): exists false is Unsigned; trusted is Valid; else Invalid; without a verdict Unavailable',
    derive: signatureStatus,
  },
  { field: 'Signature', from: 'code_signature.subject_name', derive: signerOf },
  { field: 'Signed', from: 'code_signature.exists', derive: signedText },
];

function commandLine({ record }: ElasticView): unknown {
  const logged = readPath(record, COMMAND_LINE);
  if (logged !== undefined && logged !== null) return logged;
  const args = textsOf(readPath(record, ARGS));
  return args.length === 0 ? undefined : args.join(' ');
}

function initiatedByAction({ actions }: ElasticView): string | undefined {
  if (actions.includes('connection_accepted')) return 'false';
  return actions.includes('connection_attempted') ? 'true' : undefined;
}

function hashes({ record, group }: ElasticView): string | undefined {
  if (group === 'library' || group === 'driver') return hashesText(readPath(record, DLL_HASH));
  return hashesText(readPath(record, group === 'file' ? FILE_HASH : PROCESS_HASH));
}
