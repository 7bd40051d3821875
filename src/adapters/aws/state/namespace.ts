// Items of a run that no other sees ↔ items as the stores know them: their partition and what is due in it have the run's name.
//
//   R#run#C#tenant#… / sk    due = run#correlation#3 · ttl 30 days ahead at least: a run may be taken up again so long

import { findNumber, type Item, N, S } from './item.ts';
import { escapePart, hashText } from './keys.ts';
import type { ItemNaming } from './state-table.ts';

/** A class because its two prefixes belong together. */
export class RunNamespace implements ItemNaming {
  readonly #partition: string;
  readonly #due: string;

  /** @param run its id */
  constructor(run: string) {
    this.#partition = `R#${escapePart(run)}#`;
    this.#due = `${escapePart(run)}#`;
  }

  /** The partition's own name; what would be longer than DynamoDB takes is hashed. */
  partition(pk: string): string {
    const whole = this.#partition + pk;
    if (Buffer.byteLength(whole) <= MAX_PARTITION_BYTES) return whole;
    return `${this.#partition}~${hashText(pk)}`;
  }

  /** An item, or values of an expression, as they are in the table. */
  inward(item: Item, nowMs: number): Item {
    const own: Record<string, Item[string]> = { ...item };
    for (const name of ['pk', ':pk']) {
      const text = own[name]?.S;
      if (text !== undefined) own[name] = S(this.partition(text));
    }
    for (const name of ['due', ':due']) {
      const text = own[name]?.S;
      if (text !== undefined) own[name] = S(this.#due + text);
    }
    for (const name of ['ttl', ':ttl']) {
      const seconds = findNumber(own, name);
      if (seconds !== undefined) own[name] = N(Math.max(seconds, leastTtl(nowMs)));
    }
    return own;
  }

  /** An item as the stores know it. */
  outward(item: Item): Item {
    const pk = item['pk']?.S;
    const due = item['due']?.S;
    return {
      ...item,
      ...(pk?.startsWith(this.#partition) && { pk: S(pk.slice(this.#partition.length)) }),
      ...(due?.startsWith(this.#due) && { due: S(due.slice(this.#due.length)) }),
    };
  }
}

/** Bytes that DynamoDB takes of a partition key. */
const MAX_PARTITION_BYTES = 2_048;

/** A run is redriven within fourteen days of its end, and may have taken as long. */
const KEEP_MS = 30 * 86_400_000;

function leastTtl(nowMs: number): number {
  return Math.ceil((nowMs + KEEP_MS) / 1_000);
}
