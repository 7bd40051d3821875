// A feed without services: a bucket of texts, a queue that notes what becomes of its messages, stores in memory.

import { createHash } from 'node:crypto';
import type { FileDeps, SeenFile } from '../../../functions/fdr/file-scan.ts';
import {
  type FeedQueue,
  type MessageDeps,
  workMessage,
} from '../../../functions/fdr/work-message.ts';
import type { ObjectRef } from '../../../functions/scan/events/delivery.ts';
import { scanAndPublish } from '../../../functions/scan/scan-and-publish.ts';
import {
  QueueError,
  S3AccessError,
  S3GoneError,
  type S3Object,
  type S3ReadError,
} from '../../../src/adapters/aws/index.ts';
import type { MessageSource, ReceivedMessage } from '../../../src/ports/index.ts';
import { hopsWorld } from '../scan/hops-world.ts';

export const BUCKET = 'crowdstrike-cannon-example';

const PLACE = { bucket: BUCKET, key: 'x', versionId: undefined, offset: 0 };

/** What a file of the bucket is: its text, or what S3 says instead. */
export type Stored = string | 'forbidden' | 'crash';

/** Name of a file. */
export const pathOf = (name: string) => `data/8f1c/${name}`;

/** The manifest of files. */
export function manifestOf(
  files: Readonly<Record<string, Stored>>,
  more: Readonly<Record<string, unknown>> = {},
): string {
  const listed = Object.entries(files).map(([name, text]) => ({
    path: pathOf(name),
    size: text.length,
    checksum: md5(text),
  }));
  return JSON.stringify({
    cid: 'c1d',
    fileCount: listed.length,
    bucket: BUCKET,
    pathPrefix: 'data/8f1c',
    files: listed,
    ...more,
  });
}

/** A feed's bucket and queues. `files` may be changed meanwhile. */
export function feedWorld(files: Record<string, Stored> = {}) {
  const scans = hopsWorld();
  const told: string[] = [];
  const queue: string[] = [];
  const failed: { readonly body: string; readonly reason: string }[] = [];
  const looked: string[] = [];
  let time = Number.POSITIVE_INFINITY;
  let isHiding = true;
  const source: MessageSource = {
    receive: () => Promise.resolve(undefined),
    remove: async (receiptHandle) => void queue.push(`${receiptHandle} removed`),
    hide: async (receiptHandle, forMs) => {
      if (!isHiding) throw new QueueError('ChangeMessageVisibility', 'AccessDenied', 'no');
      queue.push(`${receiptHandle} hidden for ${forMs / 60_000} min`);
    },
  };
  const fileDeps: FileDeps = {
    bucket: BUCKET,
    sources: [{ bucket: BUCKET, prefixes: ['data/', 'fdr/'], tenant: 'default' }],
    look: async (key) => {
      looked.push(key);
      return seen(files[key.replace(/^data\/8f1c\//, '')]);
    },
    scan: ({ object, ref }, part) => scanAndPublish(object, ref, scans.deps, part),
    watch: {
      passed: (object, reason) => void told.push(`passed ${object}: ${reason}`),
      mismatched: (object, text) => void told.push(`mismatched ${object}: ${text}`),
      fileFailed: (_object, message) => void told.push(`failed ${message}`),
      crashed: () => void told.push('crashed'),
    },
  };
  const deps: MessageDeps = {
    files: fileDeps,
    failures: { send: async (body, reason) => void failed.push({ body, reason }) },
    watch: {
      received: () => undefined,
      done: ({ batch }) => void told.push(`done ${batch}`),
      again: (_note, reason) => void told.push(`again: ${reason}`),
      gaveUp: (_note, reason) => void told.push(`gave up: ${reason}`),
      notHidden: (_note, error) => void told.push(`not hidden: ${error.message}`),
    },
    hasTime: () => time-- > 0,
    fileTime: () => ({ isOver: () => false, isStopped: () => false, leaseMs: 60_000 }),
    nowMs: () => scans.clock.nowMs(),
  };
  const work = (
    body: string,
    receiveCount = 1,
    kind: FeedQueue['kind'] = 'crowdstrike',
    parts: Partial<MessageDeps> = {},
  ) => workMessage(messageOf(body, receiveCount), { kind, source }, { ...deps, ...parts });
  return {
    ...scans,
    files,
    told,
    scanned: scans.told,
    queue,
    failed,
    looked,
    deps,
    work,
    /** There is time for so many files. */
    leave: (count: number) => {
      time = count;
    },
    refuseToHide: () => {
      isHiding = false;
    },
  };
}

function messageOf(body: string, receiveCount: number): ReceivedMessage {
  return { id: 'm1', receiptHandle: 'r1', body, receiveCount, sentMs: 1 };
}

function seen(text: Stored | undefined): SeenFile {
  if (text === undefined) throw new S3GoneError(PLACE, 'NotFound: no such key');
  if (text === 'forbidden') throw new S3AccessError(PLACE, '403: no');
  if (text === 'crash') throw new TypeError('a bug');
  const bytes = Buffer.from(text);
  const etag = md5(text);
  return {
    head: { etag, size: bytes.length, md5: etag },
    object: (ref) => objectOf(bytes, ref),
  };
}

/** An object of the bytes, or one that ends with a failure. */
export function objectOf(bytes: Uint8Array, ref: ObjectRef, failure?: S3ReadError): S3Object {
  return {
    name: `s3://${ref.bucket}/${ref.key}`,
    size: ref.size,
    failure,
    content: { etag: ref.etag ?? '', size: bytes.length },
    async *open(from = 0) {
      if (failure !== undefined) throw failure;
      yield bytes.subarray(from);
    },
  };
}

/** As CrowdStrike's checksums are. */
export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
