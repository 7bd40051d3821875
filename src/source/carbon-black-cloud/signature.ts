// *_publisher of Carbon Black Cloud, [{name, state}] → Sigma's SignatureStatus, Signature and Signed.

import {
  getOwn,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type SignatureStatus,
} from '../../model/index.ts';
import { signedByStatus } from '../signed.ts';
import { knownText } from '../text.ts';
import { type CarbonBlackView, flagsOf } from './view.ts';

const STATE_PREFIX = 'FILE_SIGNATURE_STATE_';

const NO_PUBLISHER: JsonObject = {};

/** Of a module load it is the module's signature, as SigmaHQ's image_load rules mean it; of a start the new process's. */
const PUBLISHER_KEYS: ReadonlyMap<string, string> = new Map([
  ['procstart', 'childproc_publisher'],
  ['moduleload', 'modload_publisher'],
]);

/**
 * The status by the state's flags. Signed without verified is Invalid. Verified without trusted says nothing of the
 * chain, and is how programs on macOS are logged: Unavailable.
 */
export function signatureStatus(view: CarbonBlackView): SignatureStatus {
  const flags = flagsOf(getOwn(publisherOf(view), 'state'));
  const has = (flag: string) => flags.includes(STATE_PREFIX + flag);
  if (has('NOT_SIGNED')) return 'Unsigned';
  if (has('INVALID')) return 'Invalid';
  if (!has('SIGNED')) return 'Unavailable';
  if (!has('VERIFIED')) return 'Invalid';
  return has('TRUSTED') || has('OS') ? 'Valid' : 'Unavailable';
}

/** The signer, but not of a program that is unsigned. */
export function signerOf(view: CarbonBlackView): string | undefined {
  if (signatureStatus(view) === 'Unsigned') return undefined;
  return knownText(getOwn(publisherOf(view), 'name'));
}

/** 'true' or 'false' as Sysmon logs it. */
export function signedText(view: CarbonBlackView): string | undefined {
  return signedByStatus(signatureStatus(view));
}

/** The first publisher: what it does not say must not be taken from another, whose name or state it is. */
function publisherOf({ record, kind }: CarbonBlackView): JsonObject {
  const logged = getOwn(record, PUBLISHER_KEYS.get(kind) ?? 'process_publisher');
  const publisher: JsonValue | undefined = Array.isArray(logged) ? logged[0] : logged;
  return publisher !== undefined && isJsonObject(publisher) ? publisher : NO_PUBLISHER;
}
