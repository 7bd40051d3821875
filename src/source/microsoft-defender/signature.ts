// DeviceFileCertificateInfo → Sigma's SignatureStatus, Signature and Signed, offered under the file's SHA-1.

import { getOwn, type JoinOffer, type SignatureStatus } from '../../model/index.ts';
import { joinKey } from '../join.ts';
import { knownText } from '../text.ts';
import type { DefenderView } from './view.ts';

const TABLE = 'DeviceFileCertificateInfo';

/** What a certificate row offers. */
export const CERTIFICATE_FIELDS = ['Signature', 'SignatureStatus', 'Signed'];

/** The verdict of a certificate row. InitiatingProcessSignatureStatus is none: on a start it is the parent's. */
export function signatureStatus(view: DefenderView): SignatureStatus {
  if (view.table !== TABLE) return 'Unavailable';
  const isSigned = flagOf(view, 'IsSigned');
  if (isSigned === false) return 'Unsigned';
  const isTrusted = flagOf(view, 'IsTrusted');
  if (isTrusted === undefined) return 'Unavailable';
  return isTrusted ? 'Valid' : 'Invalid';
}

/** The signer of a file that has a signature. */
export function signerOf(view: DefenderView): string | undefined {
  const isKnown = view.table === TABLE && signatureStatus(view) !== 'Unsigned';
  return isKnown ? knownText(getOwn(view.row, 'Signer')) : undefined;
}

/** 'true' or 'false' as Sysmon logs it. */
export function signedText(view: DefenderView): string | undefined {
  const isSigned = view.table === TABLE ? flagOf(view, 'IsSigned') : undefined;
  return isSigned === undefined ? undefined : String(isSigned);
}

/** What a certificate row says of the file, wherever it lies; nothing where it has no verdict. */
export function certificateOffer(view: DefenderView): JoinOffer | undefined {
  if (signatureStatus(view) === 'Unavailable') return undefined;
  const key = fileKey(getOwn(view.row, 'SHA1'));
  return key === undefined ? undefined : { key, fields: CERTIFICATE_FIELDS };
}

/** The key of the program's file. */
export function programFileKeys(view: DefenderView): readonly string[] {
  if (view.table === TABLE) return [];
  const key = fileKey(getOwn(view.row, view.isStart ? 'SHA1' : 'InitiatingProcessSHA1'));
  return key === undefined ? [] : [key];
}

function fileKey(sha1: unknown): string | undefined {
  const digits = knownText(sha1);
  // All zeros stand for "no hash", which many files share.
  if (digits === undefined || !/^[0-9a-f]{40}$/i.test(digits) || /^0+$/.test(digits))
    return undefined;
  return joinKey('file', digits.toLowerCase());
}

function flagOf(view: DefenderView, name: string): boolean | undefined {
  const text = knownText(getOwn(view.row, name))?.toLowerCase();
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : undefined;
}
