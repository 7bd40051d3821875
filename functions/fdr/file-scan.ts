// A file of a batch → scanned by the scan function's own code, passed over, or why it is to be tried again.

import {
  FdrKeysError,
  S3GoneError,
  type S3Head,
  type S3Object,
  S3ReadError,
  S3SupersededError,
  SecretError,
} from '../../src/adapters/aws/index.ts';
import { admit } from '../scan/admit.ts';
import type { Continuation, ObjectRef } from '../scan/events/delivery.ts';
import type { ObjectTime } from '../scan/object-time.ts';
import type { ObjectPart } from '../scan/scan-and-publish.ts';
import type { RequestOutcome } from '../scan/scan-delivery.ts';
import type { ScanSource } from '../scan/source-config.ts';
import type { ManifestFile } from './manifest.ts';

/** A file as S3 has it now. */
export interface SeenFile {
  readonly head: S3Head;
  /** Nothing of it is read before it is opened. */
  object(ref: ObjectRef): S3Object;
}

/** Is told what became of files that no scan tells of. */
export interface FileWatch {
  passed(object: string, reason: string): void;
  /** What S3 has is not what the manifest says. It is scanned: there are no other bytes. */
  mismatched(object: string, text: string): void;
  /** It is to be tried again. */
  fileFailed(object: string, message: string): void;
  /** A bug: what was thrown. */
  crashed(thrown: unknown): void;
}

/** A file, and what it is scanned as. */
export interface ScannedFile {
  readonly object: S3Object;
  readonly ref: ObjectRef;
  readonly source: ScanSource;
}

/** What the scan of files is given. */
export interface FileDeps {
  /** CrowdStrike's. */
  readonly bucket: string;
  /** Which of its keys are scanned. */
  readonly sources: readonly ScanSource[];
  /** Looks at a key of the bucket. Throws S3ReadError. */
  look(key: string): Promise<SeenFile>;
  /** {@link scanAndPublish}, with all it needs for objects of the source. */
  scan(scanned: ScannedFile, part: ObjectPart): Promise<RequestOutcome>;
  readonly watch: FileWatch;
}

/** Scans a file of a manifest. */
export function scanFile(
  { path, size, checksum }: ManifestFile,
  time: ObjectTime,
  deps: FileDeps,
): Promise<RequestOutcome> {
  const { watch } = deps;
  const asked = { bucket: deps.bucket, key: path };
  return guarded(asked, deps, async (name, source) => {
    const file = await deps.look(path);
    const mismatch = mismatchOf(file.head, size, checksum);
    if (mismatch !== undefined) watch.mismatched(name, mismatch);
    const ref = { ...asked, etag: file.head.etag, size: file.head.size };
    if (ref.size === 0) return passedOver(name, 'empty', watch);
    return await scanSeen(deps, { object: file.object(ref), ref, source }, { time });
  });
}

/** Scans the rest of a file, which its own message names by the version that was begun. */
export async function scanRest(
  ref: ObjectRef,
  part: { readonly continuation: Continuation | undefined; readonly time: ObjectTime },
  deps: FileDeps,
): Promise<RequestOutcome> {
  if (ref.bucket !== deps.bucket) {
    const name = nameOf(ref);
    const outcome = failed(name, `the feed's bucket is ${deps.bucket}`);
    deps.watch.fileFailed(name, outcome.message);
    return outcome;
  }
  return await guarded(ref, deps, async (_name, source) => {
    const file = await deps.look(ref.key);
    return await scanSeen(deps, { object: file.object(ref), ref, source }, part);
  });
}

/**
 * Where others are told by a notification of its own what stands at a key, here nobody is: gone or replaced, what the manifest
 * is about was not scanned.
 */
async function scanSeen(
  deps: FileDeps,
  scanned: ScannedFile,
  part: ObjectPart,
): Promise<RequestOutcome> {
  const outcome = await deps.scan(scanned, part);
  const { failure } = scanned.object;
  const isLost = failure instanceof S3GoneError || failure instanceof S3SupersededError;
  return isLost ? { kind: 'failed', message: failure.message } : outcome;
}

/** A file is passed over alone, and fails alone, also by a bug that it brings to light. */
async function guarded(
  asked: ObjectRef,
  { sources, watch }: FileDeps,
  scan: (name: string, source: ScanSource) => Promise<RequestOutcome>,
): Promise<RequestOutcome> {
  const name = nameOf(asked);
  const admission = admit({ bucket: asked.bucket, key: asked.key }, { sources });
  if (admission.kind === 'pass') return passedOver(name, admission.reason, watch);
  const outcome = await scan(name, admission.source).catch((thrown: unknown): RequestOutcome => {
    // It names the object itself.
    if (thrown instanceof S3ReadError) return { kind: 'failed', message: thrown.message };
    if (isNoBug(thrown)) return failed(name, thrown.message);
    watch.crashed(thrown);
    return failed(name, `the scan crashed: ${String(thrown)}`);
  });
  if (outcome.kind === 'failed') watch.fileFailed(name, outcome.message);
  return outcome;
}

/** The feed's key could not be had, or the time of the run was over. */
function isNoBug(thrown: unknown): thrown is Error {
  if (thrown instanceof SecretError || thrown instanceof FdrKeysError) return true;
  return thrown instanceof DOMException && thrown.name === 'TimeoutError';
}

function mismatchOf(
  head: S3Head,
  size: number | undefined,
  checksum: string | undefined,
): string | undefined {
  if (size !== undefined && size !== head.size) {
    return `S3 has ${head.size} bytes, the manifest says ${size}`;
  }
  const isComparable = head.md5 !== undefined && /^[0-9a-f]{32}$/i.test(checksum ?? '');
  if (!isComparable || checksum?.toLowerCase() === head.md5) return undefined;
  return `S3 has the MD5 ${head.md5}, the manifest says ${checksum}`;
}

function passedOver(name: string, reason: string, watch: FileWatch): RequestOutcome {
  watch.passed(name, reason);
  return { kind: 'done' };
}

function failed(name: string, message: string) {
  return { kind: 'failed', message: `${name}: ${message}` } as const;
}

function nameOf({ bucket, key }: ObjectRef): string {
  return `s3://${bucket}/${key}`;
}
