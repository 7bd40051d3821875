// A server's script → an object read against it: what arrived, what failed, how long was waited.

import type { TestContext } from 'node:test';
import {
  createS3Object,
  createS3ReadClient,
  type S3Object,
  type S3ReadOptions,
  type S3Target,
} from '../../../src/adapters/aws/index.ts';
import { type Answer, HERE, type Received, startServer } from './test-server.ts';

/** For cases that wait it out: long enough for an answer of a busy machine. */
export const STALL_TIMEOUT_MS = 600;

/** How a reading went. */
export interface ReadingResult {
  readonly object: S3Object;
  readonly bytes: Buffer;
  readonly thrown: unknown;
  readonly received: readonly Received[];
  readonly waitsMs: readonly number[];
}

/** An object of that many bytes, none like its neighbour's place: a shifted resume shows. */
export function objectOf(size: number): Buffer {
  return Buffer.from(Array.from({ length: size }, (_, index) => (index * 31 + (index >> 8)) % 251));
}

/** The object behind a script; `waitsMs` fills as it is read. No wait is slept. */
export async function openObject(
  t: TestContext,
  script: readonly Answer[],
  target: Partial<S3Target> = {},
  options: S3ReadOptions = {},
) {
  const server = await startServer(t, script);
  const client = createS3ReadClient({ ...HERE, endpoint: server.endpoint, forcePathStyle: true });
  t.after(() => client.destroy());
  const waitsMs: number[] = [];
  const waiting = { sleep: async (ms: number) => void waitsMs.push(ms), random: () => 0.5 };
  const object = createS3Object(
    client,
    { bucket: 'logs', key: 'day/a.ndjson', ...target },
    { waiting, ...options },
  );
  return { client, object, waitsMs, received: server.received };
}

/** Reads it as far as it goes. */
export async function readObject(
  t: TestContext,
  script: readonly Answer[],
  target: Partial<S3Target> = {},
  options: S3ReadOptions = {},
): Promise<ReadingResult> {
  const { object, waitsMs, received } = await openObject(t, script, target, options);
  const chunks: Uint8Array[] = [];
  let thrown: unknown;
  try {
    for await (const chunk of object.open()) chunks.push(chunk);
  } catch (error) {
    thrown = error;
  }
  return { object, bytes: Buffer.concat(chunks), thrown, received, waitsMs };
}
