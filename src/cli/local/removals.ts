// Objects of the watched folder that are done → taken from the bucket: they lie in the folder, and memory is bounded.

import { DeleteObjectCommand } from '@aws-sdk/client-s3';
import { reasonOf } from '../errors.ts';
import type { Clients } from './clients.ts';
import type { Desk } from './desk.ts';
import type { InFlight } from './in-flight.ts';
import { BUCKETS } from './resources.ts';

/** What removing takes. */
export interface RemovalDeps {
  readonly clients: Pick<Clients, 's3'>;
  readonly inFlight: InFlight;
  readonly desk: Pick<Desk, 'problem'>;
}

const PREFIX = `s3://${BUCKETS.logs}/`;

/** Removals under way. */
export class Removals {
  readonly #deps: RemovalDeps;
  readonly #running = new Set<Promise<void>>();

  constructor(deps: RemovalDeps) {
    this.#deps = deps;
  }

  /** Removes an object that was put from the folder; others are not ours to take. */
  remove(object: string): void {
    if (!this.#deps.inFlight.has(object)) return;
    const removal = this.#remove(object).finally(() => this.#running.delete(removal));
    this.#running.add(removal);
  }

  /** Resolves once none is under way. */
  async ended(): Promise<void> {
    await Promise.all(this.#running);
  }

  /** First it is gone, then there is room: the same key may be put again at once. */
  async #remove(object: string): Promise<void> {
    const { clients, inFlight, desk } = this.#deps;
    try {
      const Key = object.slice(PREFIX.length);
      await clients.s3.send(new DeleteObjectCommand({ Bucket: BUCKETS.logs, Key }));
    } catch (cause) {
      desk.problem(`${object} stays in the bucket: ${reasonOf(cause)}`);
    }
    inFlight.done(object);
  }
}
