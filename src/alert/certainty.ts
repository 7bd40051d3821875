// A finding → how sure one can be of it: what the signature says, and what no log supplied.

import type { Finding } from '../model/index.ts';
import { shown } from './safe-text.ts';

const MAX_SIGNER = 80;

/** Unknowns that change what one thinks of a finding. Signature and user are spoken of in their places. */
const TELLING: ReadonlyMap<string, string> = new Map([
  ['process.image', 'program'],
  ['process.commandLine', 'command line'],
  ['process.parent.image', 'parent'],
  ['process.hashes', 'hashes'],
  ['network.destinationIp', 'destination'],
  ['host', 'host'],
  ['time', 'time'],
]);
const SPOKEN_OF: ReadonlySet<string> = new Set([
  'user',
  'userSid',
  'process.signature',
  'process.signatureStatus',
]);

/** `the program is not signed`. What was not recorded is never taken for valid, nor for unsigned. */
export function signatureWords({ process }: Finding): string {
  const { signature, signatureStatus } = process;
  const signer = signature === undefined ? undefined : shown(signature, MAX_SIGNER);
  switch (signatureStatus?.toLowerCase()) {
    case 'valid':
      return `the program is validly signed by ${signer ?? 'a signer not recorded'}`;
    case 'unsigned':
      return 'the program is not signed';
    case 'invalid':
      return `the program's signature is invalid (it claims ${signer ?? 'no signer'})`;
    case 'unavailable':
    case undefined:
      return "the program's signature was not recorded, which speaks neither for nor against it";
    default:
      return `the program's signature is ${shown(signatureStatus ?? '', MAX_SIGNER)}`;
  }
}

/** `command line, parent and 4 lesser fields`; undefined where everything is known. */
export function unknownWords({ unknown }: Finding): string | undefined {
  const lesser = unknown.filter((name) => !TELLING.has(name) && !SPOKEN_OF.has(name)).length;
  const rest = lesser === 0 ? [] : [`${lesser} lesser field${lesser === 1 ? '' : 's'}`];
  return joinedByAnd([...tellingOf(unknown), ...rest]);
}

/** `command line and parent`: those alone that change what one thinks of the finding. */
export function tellingUnknowns({ unknown }: Finding): string | undefined {
  return joinedByAnd(tellingOf(unknown));
}

function tellingOf(unknown: Finding['unknown']): readonly string[] {
  return unknown.flatMap((name) => TELLING.get(name) ?? []);
}

function joinedByAnd(words: readonly string[]): string | undefined {
  const last = words.at(-1);
  if (last === undefined) return undefined;
  const before = words.slice(0, -1).join(', ');
  return before === '' ? last : `${before} and ${last}`;
}
