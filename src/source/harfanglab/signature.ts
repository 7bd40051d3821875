// signed and signature_info of HarfangLab → Sigma's SignatureStatus, Signature and Signed.

import { getOwn, type SignatureStatus } from '../../model/index.ts';
import { parsePath, readPath } from '../path.ts';
import { signedByStatus } from '../signed.ts';
import { knownText } from '../text.ts';
import type { HarfangLabView } from './view.ts';

const SIGNER = parsePath('signature_info.signer_info.display_name');
const CATALOG = parsePath('signature_info.signed_catalog');
const AUTHENTICODE = parsePath('signature_info.signed_authenticode');

/**
 * The agent's verdict is `signed`. Without a signer there is no evidence behind it, and where both kinds of signature
 * are denied it contradicts itself: Unavailable.
 */
export function signatureStatus(view: HarfangLabView): SignatureStatus {
  const signed = verdict(getOwn(view.record, 'signed'));
  if (signed === 'false') return 'Unsigned';
  if (signed !== 'true' || namedSigner(view) === undefined) return 'Unavailable';
  const isDenied = [CATALOG, AUTHENTICODE].every(
    (path) => verdict(readPath(view.record, path)) === 'false',
  );
  return isDenied ? 'Unavailable' : 'Valid';
}

/** The signer, but not of a program that is unsigned. */
export function signerOf(view: HarfangLabView): string | undefined {
  return signatureStatus(view) === 'Unsigned' ? undefined : namedSigner(view);
}

/** 'true' or 'false' as Sysmon logs it. */
export function signedText(view: HarfangLabView): string | undefined {
  return signedByStatus(signatureStatus(view));
}

function namedSigner({ record }: HarfangLabView): string | undefined {
  return knownText(readPath(record, SIGNER));
}

function verdict(value: unknown): string | undefined {
  return Array.isArray(value) ? undefined : knownText(value)?.toLowerCase();
}
