// file.signature of OCSF → Sigma's SignatureStatus, Signature and Signed.

import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type SignatureStatus,
} from '../../model/index.ts';
import { parsePath, readFirst, readPath } from '../path.ts';
import { signedByStatus } from '../signed.ts';
import { commonNameOf } from '../subject-name.ts';
import { knownText } from '../text.ts';
import type { OcsfForm, OcsfView } from './view.ts';

const STATES: ReadonlyMap<string, SignatureStatus> = new Map([
  ['1', 'Valid'],
  ['valid', 'Valid'],
  // Expired, Revoked, Suspended, Untrusted, Distrusted, WrongUsage, Bad, Broken. 5 is Pending: nothing known yet.
  ...['2', '3', '4', '6', '7', '8', '9', '10'].map((id) => [id, 'Invalid'] as const),
  ...[
    'expired',
    'revoked',
    'suspended',
    'untrusted',
    'distrusted',
    'wrongusage',
    'bad',
    'broken',
  ].map((word) => [word, 'Invalid'] as const),
  // OCSF has no id for it: producers write the word with 99, Other.
  ['unsigned', 'Unsigned'],
  ['not signed', 'Unsigned'],
]);

const SIGNATURES: Readonly<Record<OcsfForm, readonly ReturnType<typeof parsePath>[]>> = {
  process: ['process.file.signature', 'process.file.signatures'].map(parsePath),
  bare: ['process.file.signature', 'process.file.signatures'].map(parsePath),
  actor: ['actor.process.file.signature', 'actor.process.file.signatures'].map(parsePath),
};

const STATE_ID = parsePath('state_id');
const STATE = parsePath('state');
const SUBJECTS = ['certificate.subject', 'certificates.subject'].map(parsePath);

const NO_SIGNATURE: JsonObject = {};

/** Ids that say nothing of the state, so that the word beside them counts. */
const NO_STATE_IDS: ReadonlySet<string | undefined> = new Set([undefined, '0', '99']);

/** The status by state_id; by the word of state where the id is none. A signature without a state is Unavailable. */
export function signatureStatus(view: OcsfView): SignatureStatus {
  const signature = signatureOf(view);
  const id = scalarText(readPath(signature, STATE_ID));
  const state = NO_STATE_IDS.has(id) ? scalarText(readPath(signature, STATE))?.toLowerCase() : id;
  return STATES.get(state ?? '') ?? 'Unavailable';
}

/** The signer, but not of a program that is unsigned. */
export function signerOf(view: OcsfView): string | undefined {
  if (signatureStatus(view) === 'Unsigned') return undefined;
  const subject = knownText(readFirst(signatureOf(view), SUBJECTS));
  return commonNameOf(subject) ?? subject;
}

/** 'true' or 'false' as Sysmon logs it. */
export function signedText(view: OcsfView): string | undefined {
  return signedByStatus(signatureStatus(view));
}

/** The first of several: what it does not say must not be taken from another, whose state or signer it is. */
function signatureOf({ record, form }: OcsfView): JsonObject {
  const logged = readFirst(record, SIGNATURES[form]);
  const signature: JsonValue | undefined = Array.isArray(logged) ? logged[0] : logged;
  return signature !== undefined && isJsonObject(signature) ? signature : NO_SIGNATURE;
}

function scalarText(value: JsonValue | undefined): string | undefined {
  return Array.isArray(value) ? undefined : knownText(value);
}
