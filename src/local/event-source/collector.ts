// Messages of a queue → batches: closed when full, when the window is over, or before 6 MB.

import { setTimeout as sleep } from 'node:timers/promises';
import { MAX_EVENT_BYTES } from '../lambda/invoke-result.ts';
import type { Mapping } from './mapping.ts';
import type { Queue } from './queue.ts';
import { messageToRecord } from './sqs-event.ts';
import type { SqsMessage } from './sqs-message.ts';

/** How long a poll waits for a message. Short, for `stop()` waits it out: a poll broken off may lose its messages for a visibility timeout. */
const POLL_SECONDS = 1;
/** Pause between polls too short to wait in the queue, which knows whole seconds only. */
const SHORT_PAUSE_MS = 20;
/** The text around the records: `{"Records":[]}`. */
const ENVELOPE_BYTES = 14;

/** Where batches come from, and how large they may be. */
export interface CollectorOptions {
  readonly queue: Queue;
  readonly queueArn: string;
  readonly mapping: Pick<Mapping, 'batchSize' | 'windowMs'>;
  /** Once aborted, no batch waits to fill any more. */
  readonly stopping: AbortSignal;
}

/** Collects batches; keeps what it received and the last batch had no room for. */
export class Collector {
  readonly #options: CollectorOptions;
  #held: readonly SqsMessage[] = [];

  constructor(options: CollectorOptions) {
    this.#options = options;
  }

  /** Whether messages are in hand that no batch has yet. */
  get isHolding(): boolean {
    return this.#held.length > 0;
  }

  /** The next batch; empty if no message came. A failed call loses none that an earlier one received. */
  async collect(): Promise<readonly SqsMessage[]> {
    const { mapping, stopping } = this.#options;
    if (this.#held.length === 0 && !stopping.aborted) await this.#receive(POLL_SECONDS);
    const closesAt = performance.now() + mapping.windowMs;
    while (this.#held.length > 0 && !this.#isFull() && !stopping.aborted) {
      const leftMs = closesAt - performance.now();
      if (leftMs <= 0) break;
      const waitSeconds = Math.min(POLL_SECONDS, Math.floor(leftMs / 1000));
      const isNew = await this.#receive(waitSeconds);
      if (!isNew && waitSeconds === 0) await sleep(SHORT_PAUSE_MS);
    }
    return this.#take();
  }

  async #receive(waitSeconds: number): Promise<boolean> {
    const { queue, mapping } = this.#options;
    const messages = await queue.receive(mapping.batchSize - this.#held.length, waitSeconds);
    this.#held = [...this.#held, ...messages];
    return messages.length > 0;
  }

  #isFull(): boolean {
    const { batchSize } = this.#options.mapping;
    return this.#held.length >= batchSize || this.#room() < this.#held.length;
  }

  #take(): readonly SqsMessage[] {
    const room = this.#room();
    const batch = this.#held.slice(0, room);
    this.#held = this.#held.slice(room);
    return batch;
  }

  /** How many of the messages in hand fit one event; at least one, which is the function's to refuse. */
  #room(): number {
    let bytes = ENVELOPE_BYTES;
    let count = 0;
    for (const message of this.#held.slice(0, this.#options.mapping.batchSize)) {
      const record = JSON.stringify(messageToRecord(message, this.#options.queueArn));
      bytes += Buffer.byteLength(record) + 1;
      if (bytes > MAX_EVENT_BYTES && count > 0) break;
      count += 1;
    }
    return count;
  }
}
