// SentinelOne's signedStatus and verifiedStatus → Sigma's SignatureStatus, Signature and Signed.

import type { SignatureStatus } from '../../model/index.ts';
import { parsePath, readPath } from '../path.ts';
import { knownText } from '../text.ts';
import type { SentinelView } from './view.ts';

const PATHS = { src: pathsOf('src'), tgt: pathsOf('tgt') };

type Part = keyof ReturnType<typeof pathsOf>;

/** Signed but not verified is Invalid; signed without a word on the check is not known. */
export function signatureStatus(view: SentinelView): SignatureStatus {
  const signed = partOf(view, 'signed')?.toLowerCase();
  if (signed === 'unsigned') return 'Unsigned';
  if (signed !== 'signed') return 'Unavailable';
  if (partOf(view, 'reason') !== undefined) return 'Invalid';
  const verified = partOf(view, 'verified')?.toLowerCase();
  if (verified === 'verified') return 'Valid';
  return verified === 'unverified' ? 'Invalid' : 'Unavailable';
}

/** The publisher, which SentinelOne writes in upper case, of a program that is signed. */
export function signerOf(view: SentinelView): string | undefined {
  return signatureStatus(view) === 'Unsigned' ? undefined : partOf(view, 'publisher');
}

/** 'true' or 'false' as Sysmon logs it. */
export function signedText(view: SentinelView): string | undefined {
  const signed = partOf(view, 'signed')?.toLowerCase();
  if (signed === 'signed') return 'true';
  return signed === 'unsigned' ? 'false' : undefined;
}

/** Of a load Sigma means the module's signature, which is not logged: the process's must not stand for it. */
function partOf({ record, kind, actor }: SentinelView, part: Part): string | undefined {
  if (kind === 'moduleload' || kind === 'driverload') return undefined;
  return knownText(readPath(record, PATHS[actor][part]));
}

function pathsOf(actor: 'src' | 'tgt') {
  return {
    signed: parsePath(`${actor}.process.signedStatus`),
    verified: parsePath(`${actor}.process.verifiedStatus`),
    reason: parsePath(`${actor}.process.reasonSignatureInvalid`),
    publisher: parsePath(`${actor}.process.publisher`),
  };
}
