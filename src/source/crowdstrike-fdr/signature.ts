// CrowdStrike's SignInfoFlags → Sigma's SignatureStatus, Signature and Signed.

import type { SignatureStatus } from '../../model/index.ts';
import { signedByStatus } from '../signed.ts';
import { knownText, textOf } from '../text.ts';
import { type FdrView, readFdr } from './view.ts';

/** The bits that decide. Named as in CQL Hub’s Decode_SignInfoFlags. */
const BIT = {
  selfSigned: 0,
  microsoft: 1,
  test: 2,
  crossSigned: 3,
  catalogue: 4,
  drm: 5,
  drmTest: 6,
  microsoftCatalogue: 7,
  noSignature: 9,
  invalidChain: 10,
  hashMismatch: 11,
  failedCertificate: 14,
  noEmbeddedCertificate: 15,
  valid: 18,
  embedded: 19,
  expired: 28,
  revoked: 29,
} as const;

/** What takes back HAS_VALID_SIGNATURE: anybody makes these, or the file was changed. A broken chain does not. */
const CONTRADICTIONS = maskOf(
  BIT.selfSigned,
  BIT.test,
  BIT.noSignature,
  BIT.hashMismatch,
  BIT.revoked,
);

/** There is, or was, a signature. */
const SIGNED = maskOf(
  ...[BIT.selfSigned, BIT.microsoft, BIT.test, BIT.crossSigned, BIT.catalogue, BIT.drm],
  ...[BIT.drmTest, BIT.microsoftCatalogue, BIT.embedded, BIT.invalidChain, BIT.hashMismatch],
  ...[BIT.failedCertificate, BIT.expired, BIT.revoked],
);

const VALID = maskOf(BIT.valid);
const MICROSOFT = maskOf(BIT.microsoft);
const UNSIGNED = maskOf(BIT.noSignature, BIT.noEmbeddedCertificate);
const NO_SIGNATURE = maskOf(BIT.noSignature);

/** Flags are an unsigned integer of 32 bits. */
const MAX_FLAGS = 2 ** 32 - 1;

/** MS_SIGNED names no subject; this is the one under which rules know Microsoft's programs. */
const MICROSOFT_NAME = 'Microsoft Corporation';

/**
 * Folders of Microsoft's own programs that only administrators write, whose signatures lack MS_SIGNED: Edge, its
 * runtime and updater, .NET Framework (1835008 on msedge.exe and ngen.exe). Anchored: `C:\Users\al\…` must not fit.
 */
const MICROSOFT_FOLDER =
  /^(?:C:|\\Device\\HarddiskVolume\d{1,2})\\(?:Program Files(?: \(x86\))?\\Microsoft\\Edge(?:Core|Update|WebView)?\\|Windows\\Microsoft\.NET\\(?:Framework|Framework64|FrameworkArm64)\\v[\d.]+\\)[^:/~]*$/i;

/** Steps back lead out of the folder. */
const STEPS = /\\\.{1,2}\\|\\{2}/;

/**
 * Valid by HAS_VALID_SIGNATURE (a chain that ends in no root of the kernel's is Valid too: Chrome's does), unless
 * the flags contradict themselves. Unsigned by NO_SIGNATURE, or by NO_EMBEDDED_CERT where nothing speaks of another
 * signature (32768). Unavailable without flags, and with flags that say neither.
 */
export function signatureStatus(view: FdrView): SignatureStatus {
  const flags = flagsOf(view);
  if (has(flags, VALID)) return has(flags, CONTRADICTIONS) ? 'Invalid' : 'Valid';
  if (has(flags, NO_SIGNATURE)) return 'Unsigned';
  if (has(flags, SIGNED)) return 'Invalid';
  return has(flags, UNSIGNED) ? 'Unsigned' : 'Unavailable';
}

/** Microsoft, where a valid signature is its own; no other signer is named by flags. */
export function signerOf(view: FdrView): string | undefined {
  if (signatureStatus(view) !== 'Valid') return undefined;
  if (has(flagsOf(view), MICROSOFT)) return MICROSOFT_NAME;
  const image = textOf(readFdr(view, 'ImageFileName')) ?? '';
  return MICROSOFT_FOLDER.test(image) && !STEPS.test(image) ? MICROSOFT_NAME : undefined;
}

/** 'true' or 'false' as Sysmon logs it; undefined where it is not known. */
export function signedText(view: FdrView): string | undefined {
  return signedByStatus(signatureStatus(view));
}

function flagsOf(view: FdrView): number {
  const text = knownText(readFdr(view, 'SignInfoFlags'));
  if (text === undefined || !/^\d{1,10}$/.test(text) || Number(text) > MAX_FLAGS) return 0;
  return Number(text);
}

function has(flags: number, mask: number): boolean {
  return (flags & mask) !== 0;
}

function maskOf(...bits: readonly number[]): number {
  return bits.reduce((mask, bit) => mask | (1 << bit), 0);
}
