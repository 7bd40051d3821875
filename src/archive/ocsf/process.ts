// The process of a finding → OCSF's process, file and user.

import type { Finding, JsonObject } from '../../model/index.ts';
import { known, list, text, timestamp } from './known.ts';

/** OCSF's algorithms by the name that logs give; others are `Other` under their own name. */
const ALGORITHMS: ReadonlyMap<string, readonly [id: number, name: string]> = new Map([
  ['md5', [1, 'MD5']],
  ['sha1', [2, 'SHA-1']],
  ['sha256', [3, 'SHA-256']],
  ['sha512', [4, 'SHA-512']],
]);

const REGULAR_FILE = 1;
const OTHER = 99;
const VALID = 1;

/**
 * The process, which OCSF takes only with a pid or an id: where the log has neither, its key stands for the id. The
 * parent has neither ever, and is not mapped. Undefined where nothing identifies it.
 */
export function processOf(finding: Finding): JsonObject | undefined {
  const { process } = finding;
  const uid = text(process.entityId) ?? (process.pid === undefined ? keyOf(finding) : undefined);
  if (process.pid === undefined && uid === undefined) return undefined;
  const file = fileOf(finding);
  return known({
    name: file?.['name'],
    pid: process.pid,
    uid,
    cmd_line: text(process.commandLine),
    created_time: timestamp(process.startTime),
    file,
  });
}

/** A correlation's key may be anything that it is grouped by. */
function keyOf({ entityKey, correlation, process }: Finding): string | undefined {
  const isProcess =
    correlation === undefined && (process.image ?? process.commandLine) !== undefined;
  return isProcess && entityKey !== '-' ? text(entityKey) : undefined;
}

/** The program's file, where its path is known. */
export function fileOf({ process }: Finding): JsonObject | undefined {
  const path = text(process.image);
  if (path === undefined) return undefined;
  return known({
    name: path.split(/[\\/]/).findLast((part) => part !== '') ?? path,
    path,
    internal_name: text(process.originalFileName),
    type_id: REGULAR_FILE,
    type: 'Regular File',
    hashes: list(hashesOf(process.hashes ?? {})),
    signature: signatureOf(process.signatureStatus),
  });
}

function hashesOf(hashes: Readonly<Record<string, string>>): readonly JsonObject[] {
  return Object.entries(hashes).map(([algorithm, value]) => {
    const [id, name] = ALGORITHMS.get(algorithm) ?? [OTHER, algorithm];
    return { algorithm_id: id, algorithm: name, value };
  });
}

/**
 * What was not recorded is no state. OCSF numbers the valid one, and ways to be invalid that logs do not tell apart: the
 * others are said in words alone. The signer has no place without its certificate's number, and stays unmapped.
 */
function signatureOf(status: string | undefined): JsonObject | undefined {
  const state = text(status);
  if (state === undefined || /^unavailable$/i.test(state)) return undefined;
  const number = /^valid$/i.test(state) ? { state_id: VALID, state: 'Valid' } : { state };
  return { algorithm_id: 0, algorithm: 'Unknown', ...number };
}

/** The account. */
export function userOf({ user, userSid }: Finding): JsonObject | undefined {
  return known({ name: text(user), uid: text(userSid) });
}
