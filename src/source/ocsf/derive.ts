// OCSF's values → the Sigma fields that take more than a path.

import { getOwn, isJsonObject, type JsonObject } from '../../model/index.ts';
import { sidOf, wellKnownSid } from '../accounts.ts';
import type { DerivedRow } from '../adapter.ts';
import { hashesText } from '../ecs-derive.ts';
import { parsePath, readFirst, readPath } from '../path.ts';
import { accountText, knownText } from '../text.ts';
import { signatureStatus, signedText, signerOf } from './signature.ts';
import type { OcsfForm, OcsfView } from './view.ts';

type Paths = readonly ReturnType<typeof parsePath>[];

/** OCSF's algorithm_id, and the words beside it. */
const ALGORITHMS: ReadonlyMap<string, string> = new Map([
  ['1', 'md5'],
  ['2', 'sha1'],
  ['3', 'sha256'],
  ['md5', 'md5'],
  ['sha-1', 'sha1'],
  ['sha1', 'sha1'],
  ['sha-256', 'sha256'],
  ['sha256', 'sha256'],
]);

/** A file names few digests. */
const MAX_HASHES = 16;

const HASHES: Readonly<Record<OcsfForm, Paths>> = {
  process: ['process.file.hashes', 'process.file.fingerprints'].map(parsePath),
  bare: ['process.file.hashes', 'process.file.fingerprints'].map(parsePath),
  actor: ['actor.process.file.hashes', 'actor.process.file.fingerprints'].map(parsePath),
};

/** Of a launch only the process's own user: the actor's is the creator's, and may be a service's. */
const USERS: Readonly<Record<OcsfForm, Paths>> = {
  process: ['process.user'].map(parsePath),
  bare: ['process.user', 'actor.user', 'user'].map(parsePath),
  actor: ['actor.user', 'actor.process.user'].map(parsePath),
};

const DIRECTION_ID = parsePath('connection_info.direction_id');
const DIRECTION = parsePath('connection_info.direction');

const DIRECTIONS: ReadonlyMap<string, string> = new Map([
  ['1', 'false'],
  ['2', 'true'],
  ['inbound', 'false'],
  ['outbound', 'true'],
]);

const NO_USER: JsonObject = {};

/** Derived fields of OCSF. */
export const OCSF_DERIVED: readonly DerivedRow<OcsfView>[] = [
  {
    field: 'User',
    from: 'domain\\name of actor.user, else of actor.process.user; of a launch of process.user',
    derive: (view) => userName(userOf(view)),
  },
  {
    field: 'UserSid',
    from: 'uid of that user, where it is a SID; else well-known accounts by their (localised) name',
    derive: userSid,
  },
  {
    field: 'Hashes',
    from: 'file.hashes (before 1.0 file.fingerprints) of the process: MD5, SHA-1 and SHA-256',
    derive: hashes,
  },
  {
    field: 'Initiated',
    from: 'connection_info.direction_id: 2 is true, 1 false; else the word of direction',
    derive: initiated,
  },
  {
    field: 'SignatureStatus',
    from: 'file.signature of the process: state_id 1 is Valid, 2 to 4 and 6 to 10 Invalid; the word unsigned is Unsigned; else Unavailable',
    derive: signatureStatus,
  },
  {
    field: 'Signature',
    from: 'CN of file.signature.certificate.subject, the whole where it has none or several',
    derive: signerOf,
  },
  { field: 'Signed', from: 'by SignatureStatus', derive: signedText },
];

/** The first of the users that is an object: its parts must not be another's. */
function userOf({ record, form }: OcsfView): JsonObject {
  for (const path of USERS[form]) {
    const user = readPath(record, path);
    if (user !== undefined && isJsonObject(user)) return user;
  }
  return NO_USER;
}

function userName(user: JsonObject): string | undefined {
  return accountText(getOwn(user, 'domain'), getOwn(user, 'name'));
}

function userSid(view: OcsfView): string | undefined {
  const user = userOf(view);
  const uid = sidOf(getOwn(user, 'uid'));
  return uid !== undefined && /^S-1-/i.test(uid) ? uid : wellKnownSid(userName(user));
}

function hashes({ record, form }: OcsfView): string | undefined {
  const logged = readFirst(record, HASHES[form]);
  const members = Array.isArray(logged) ? logged.slice(0, MAX_HASHES) : [logged];
  const entries = members.flatMap((member) => {
    if (member === undefined || !isJsonObject(member)) return [];
    const algorithm = algorithmOf(member);
    return algorithm === undefined ? [] : [[algorithm, getOwn(member, 'value') ?? null]];
  });
  return hashesText(Object.fromEntries(entries));
}

function algorithmOf(hash: JsonObject): string | undefined {
  const word = (key: string) => knownText(getOwn(hash, key))?.toLowerCase() ?? '';
  return ALGORITHMS.get(word('algorithm_id')) ?? ALGORITHMS.get(word('algorithm'));
}

function initiated({ record }: OcsfView): string | undefined {
  const id = knownText(readPath(record, DIRECTION_ID));
  if (id !== undefined && id !== '0' && id !== '99') return DIRECTIONS.get(id);
  return DIRECTIONS.get(knownText(readPath(record, DIRECTION))?.toLowerCase() ?? '');
}
