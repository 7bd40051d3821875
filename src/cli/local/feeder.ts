// The files of a folder that are whole → objects of the log bucket, as fast as they are scanned.

import { createReadStream } from 'node:fs';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { problemLine } from '../diagnostic-text.ts';
import { reasonOf } from '../errors.ts';
import type { Desk } from './desk.ts';
import { keyOf, listFolder } from './list-folder.ts';
import { BUCKETS } from './resources.ts';
import { Sightings, type SeenFile } from './sightings.ts';
import type { LocalStack } from './stack.ts';

/** Bytes that the local S3 takes of one object: it keeps it in memory. */
export const MAX_FILE_BYTES = 2 ** 30;

/** Bytes of a key that S3 takes. */
const MAX_KEY_BYTES = 1_024;

/** Tries to put a file, before it is left until it changes. */
const MAX_TRIES = 3;

/** What feeding takes. */
export interface FeedDeps {
  readonly folder: string;
  readonly stack: Pick<LocalStack, 'clients' | 'inFlight'>;
  readonly desk: Pick<Desk, 'problem' | 'unreadable'>;
  readonly signal: AbortSignal;
}

/** Feeds the files of one folder. */
export class Feeder {
  readonly #deps: FeedDeps;
  readonly #sightings = new Sightings();
  readonly #triesOf = new Map<string, number>();

  constructor(deps: FeedDeps) {
    this.#deps = deps;
  }

  /** Whether files were seen that are not whole yet. */
  get isWaiting(): boolean {
    return this.#sightings.areWaiting;
  }

  /** Looks once, and puts what is whole. A file whose last content is still being scanned waits for the next look. */
  async feed(nowMs: number): Promise<void> {
    const { folder, stack, desk, signal } = this.#deps;
    const { files, problems } = listFolder(folder);
    for (const problem of problems) desk.unreadable(problemLine(problem).trimEnd());
    for (const file of this.#sightings.look(files, nowMs)) {
      const object = `s3://${BUCKETS.logs}/${keyOf(folder, file.path)}`;
      if (!this.#isTakable(file)) continue;
      if (stack.inFlight.has(object)) {
        this.#sightings.again(file.path, nowMs);
        continue;
      }
      await stack.inFlight.room(file.size, signal);
      if (signal.aborted) return;
      await this.#put(file, object, nowMs);
    }
  }

  #isTakable({ path, size }: SeenFile): boolean {
    const { folder, desk } = this.#deps;
    const keyBytes = Buffer.byteLength(keyOf(folder, path));
    if (size > MAX_FILE_BYTES) {
      desk.unreadable(`${path} has ${size} bytes; the local S3 takes ${MAX_FILE_BYTES}`);
    } else if (keyBytes > MAX_KEY_BYTES) {
      desk.unreadable(`${path} makes a key of ${keyBytes} bytes; S3 takes ${MAX_KEY_BYTES}`);
    } else return true;
    return false;
  }

  /** Streamed. A file that changes meanwhile breaks its length's word: it is looked at anew. */
  async #put(file: SeenFile, object: string, nowMs: number): Promise<void> {
    const { folder, stack, desk } = this.#deps;
    stack.inFlight.add(object, file.size);
    try {
      await stack.clients.s3.send(
        new PutObjectCommand({
          Bucket: BUCKETS.logs,
          Key: keyOf(folder, file.path),
          Body: createReadStream(file.path),
          ContentLength: file.size,
        }),
      );
    } catch (cause) {
      stack.inFlight.done(object);
      const tries = (this.#triesOf.get(file.path) ?? 0) + 1;
      this.#triesOf.set(file.path, tries);
      const text = `${file.path} could not be put: ${reasonOf(cause)}`;
      if (tries >= MAX_TRIES) return desk.unreadable(text);
      desk.problem(text);
      this.#sightings.again(file.path, nowMs);
      return;
    }
    this.#triesOf.delete(file.path);
  }
}
