// ECS code_signature → Sigma's SignatureStatus, Signature and Signed.

import { getOwn, isJsonObject, type JsonValue, type SignatureStatus } from '../../model/index.ts';
import { parsePath, readPath } from '../path.ts';
import { signedByStatus } from '../signed.ts';
import { knownText } from '../text.ts';
import type { ElasticView } from './view.ts';

/** Of a load event the signature is that of the file loaded, which is what SigmaHQ's image_load rules mean. */
const LOADED = signaturePaths('dll.code_signature');
const PROCESS = signaturePaths('process.code_signature');

/** What the record says of a signature, in lower case. */
interface SignatureClaim {
  readonly exists: string | undefined;
  readonly trusted: string | undefined;
  readonly status: string | undefined;
}

/** The status, by what was verified; Unavailable where the record gives no verdict. */
export function signatureStatus(view: ElasticView): SignatureStatus {
  const { exists, trusted, status } = claimOf(view);
  if (exists === 'false' || status === 'nosignature') return 'Unsigned';
  const isError = status?.startsWith('error') ?? false;
  if (trusted === 'true') return isError ? 'Invalid' : 'Valid';
  if (trusted === 'false' || isError) return 'Invalid';
  // Signed, it says, but whether that holds it does not say: neither Valid nor Invalid is known.
  return status === 'trusted' ? 'Valid' : 'Unavailable';
}

/** The signer. A signer that is named without a signature being there is no evidence. */
export function signerOf(view: ElasticView): string | undefined {
  if (signatureStatus(view) === 'Unsigned') return undefined;
  return knownText(partOf(view, 'subject_name'));
}

/** 'true' or 'false' as Sysmon logs it; undefined where it is not known. */
export function signedText(view: ElasticView): string | undefined {
  const isLogged = claimOf(view).exists === 'true';
  return signedByStatus(signatureStatus(view)) ?? (isLogged ? 'true' : undefined);
}

function claimOf(view: ElasticView): SignatureClaim {
  const part = (name: string) => knownText(partOf(view, name))?.toLowerCase();
  return { exists: part('exists'), trusted: part('trusted'), status: part('status') };
}

function partOf(view: ElasticView, name: string): JsonValue | undefined {
  const paths = view.group === 'library' || view.group === 'driver' ? LOADED : PROCESS;
  const whole = readPath(view.record, paths.whole);
  // Of several signatures only the first is asked, which is how Defend orders them: what it does not say must not be
  // taken from another, whose signer or verdict it is.
  const signature = Array.isArray(whole) ? whole[0] : whole;
  const part = isJsonObject(signature) ? getOwn(signature, name) : undefined;
  if (part !== undefined || Array.isArray(whole)) return part;
  const dotted = paths.parts.get(name);
  return dotted === undefined ? undefined : readPath(view.record, dotted);
}

function signaturePaths(name: string) {
  const parts = ['exists', 'trusted', 'status', 'subject_name'];
  return {
    whole: parsePath(name),
    parts: new Map(parts.map((part) => [part, parsePath(`${name}.${part}`)])),
  };
}
