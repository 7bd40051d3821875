// LimaCharlie's FILE_IS_SIGNED and SIGNATURE → Sigma's SignatureStatus, Signature and Signed.

import type { SignatureStatus } from '../../model/index.ts';
import { commonNameOf } from '../subject-name.ts';
import { knownText, textOf } from '../text.ts';
import { type LimaView, objectAt, scalarAt } from './view.ts';

/** Verdicts of the sensor, which checks the chain with what the host has, and with the network where it may. */
const VERDICTS = ['FILE_CERT_IS_VERIFIED_LOCAL', 'FILE_CERT_IS_VERIFIED_GLOBAL'];

/**
 * FILE_IS_SIGNED 0 is Unsigned. Signed is no verdict: that needs FILE_CERT_IS_VERIFIED_*, without which it stays
 * Unavailable. CERT_CHAIN_STATUS decides nothing: the vendor's own sample has an error in it for a program of Windows.
 */
export function signatureStatus(view: LimaView): SignatureStatus {
  if (isSigned(view) === false) return 'Unsigned';
  const signature = objectAt(view.event, 'SIGNATURE');
  const verdicts = VERDICTS.map((name) => flagOf(scalarAt(signature, name)));
  if (verdicts.includes(true)) return 'Valid';
  // One that failed beside one that is missing: the missing may be the one that held.
  return verdicts.every((verdict) => verdict === false) ? 'Invalid' : 'Unavailable';
}

/** The common name in CERT_SUBJECT; nobody's where the file is not signed. */
export function signerOf(view: LimaView): string | undefined {
  if (isSigned(view) === false) return undefined;
  return commonNameOf(textOf(scalarAt(objectAt(view.event, 'SIGNATURE'), 'CERT_SUBJECT')));
}

/** 'true' or 'false' as Sysmon logs it; undefined where it is not known. */
export function signedText(view: LimaView): string | undefined {
  const signed = isSigned(view);
  if (signed !== undefined) return String(signed);
  return signatureStatus(view) === 'Unavailable' ? undefined : 'true';
}

/** True for an event that says anything of a signature. */
export function statesSignature(view: LimaView): boolean {
  return signedText(view) !== undefined || signerOf(view) !== undefined;
}

function isSigned({ event }: LimaView): boolean | undefined {
  const stated = flagOf(scalarAt(event, 'FILE_IS_SIGNED'));
  return stated ?? flagOf(scalarAt(objectAt(event, 'SIGNATURE'), 'FILE_IS_SIGNED'));
}

function flagOf(value: unknown): boolean | undefined {
  const text = knownText(value)?.toLowerCase();
  if (text === '1' || text === 'true') return true;
  return text === '0' || text === 'false' ? false : undefined;
}
