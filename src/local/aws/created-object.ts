// A successful write of an object → what S3 tells of it.

import { callerOf } from './caller.ts';
import { headerOf, type LocalReply, type LocalRequest } from './http-types.ts';
import type { Operation } from './operation.ts';
import type { S3Target } from './s3-target.ts';
import { unescapeXml } from './wire.ts';

/** An object as it was created. */
export interface CreatedObject {
  readonly bucket: string;
  /** Not encoded. */
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  /** Undefined where the bucket has no versions. */
  readonly versionId: string | undefined;
  /** `Put`, `Copy` or `CompleteMultipartUpload`. */
  readonly kind: string;
  /** API operation: EventBridge's `reason`. */
  readonly reason: string;
  readonly region: string;
  readonly time: Date;
  /** Hex digits of one length: later writes compare greater. */
  readonly sequencer: string;
}

/** How each write is told of. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['s3:PutObject', 'Put'],
  ['s3:CopyObject', 'Copy'],
  ['s3:CompleteMultipartUpload', 'CompleteMultipartUpload'],
]);

/** The kind of creation an operation is; undefined for what creates no object. */
export function creationKind(operation: Operation): string | undefined {
  return KINDS.get(operation.id);
}

/** One write, answered with success. */
export interface AnsweredWrite {
  readonly request: LocalRequest;
  readonly reply: LocalReply;
  readonly payload: unknown;
  readonly operation: Operation;
  readonly target: S3Target;
}

/** Describes what was written. `sizeNow` is asked only where the request does not tell the size: a copy, a multipart upload. */
export async function createdObject(
  write: AnsweredWrite,
  sequencer: string,
  sizeNow: (path: string) => Promise<number>,
): Promise<CreatedObject> {
  const { request, reply, payload, operation, target } = write;
  const path = request.url.split('?')[0] ?? request.url;
  return {
    bucket: target.bucket,
    key: target.key,
    size: sentSize(request, operation) ?? (await sizeNow(path)),
    etag: writtenEtag(reply, payload),
    versionId: reply.getHeader('x-amz-version-id')?.toString(),
    kind: creationKind(operation) ?? '',
    reason: operation.id.replace('s3:', ''),
    region: callerOf(request).region,
    time: new Date(),
    sequencer,
  };
}

/** ETag of the object written: of a PutObject in a header, of the others in the answer's XML. */
function writtenEtag(reply: LocalReply, payload: unknown): string {
  const header = reply.getHeader('etag');
  const xml = typeof payload === 'string' ? /<ETag>([^<]*)<\/ETag>/.exec(payload)?.[1] : undefined;
  return unescapeXml(xml ?? String(header ?? '')).replaceAll('"', '');
}

/** Bytes a PutObject brought, without the framing of aws-chunked; undefined for the others. */
function sentSize(request: LocalRequest, operation: Operation): number | undefined {
  if (operation.id !== 's3:PutObject') return undefined;
  const decoded = headerOf(request, 'x-amz-decoded-content-length');
  if (decoded !== undefined) return Number(decoded);
  return Buffer.isBuffer(request.body) ? request.body.length : 0;
}
