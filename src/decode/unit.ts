// The compressed bytes of one gzip member or zstd frame → its decompressed chunks, up to its end or a fault.

import { INPUT_STEP_BYTES, MAX_REPLAY_BYTES } from './caps.ts';
import type { Decompressor } from './inflater.ts';
import type { Input } from './input.ts';
import { replay } from './replay.ts';

/** A member's body or a frame. */
export interface Unit {
  /** A fresh decompressor for it. */
  readonly open: () => Decompressor;
  /** How many of these next bytes belong to it; undefined where only the decompressor can tell. */
  readonly take?: (bytes: Uint8Array) => { readonly length: number; readonly isLast: boolean };
}

/** How the reading of a unit ended. */
export type UnitEnd =
  | { readonly kind: 'complete' }
  | { readonly kind: 'truncated' }
  /** `offset` is the compressed offset of the fault; `isExact` false: some output before it is lost. */
  | {
      readonly kind: 'corrupt';
      readonly cause: Error;
      readonly offset: number;
      readonly isExact: boolean;
    };

/** Decompresses one unit, a step at a time. Leaves the input behind its last byte. */
export async function* readUnit(input: Input, unit: Unit): AsyncGenerator<Uint8Array, UnitEnd> {
  const inflater = unit.open();
  const kept = new KeptSteps();
  input.keep();
  let delivered = 0;
  try {
    while (await input.more()) {
      const step = input.view(INPUT_STEP_BYTES);
      const mine = unit.take?.(step) ?? { length: step.length, isLast: false };
      const output = inflater.feed(step.subarray(0, mine.length));
      let next = await output.next();
      for (; !next.done; next = await output.next()) {
        delivered += next.value.length;
        yield next.value;
      }
      const fed = next.value;
      if (fed.kind === 'failed') {
        const steps = kept.steps;
        const { offset } = input;
        const { cause } = fed;
        if (steps === undefined) return { kind: 'corrupt', cause, offset, isExact: false };
        const failed = {
          open: unit.open,
          fed: steps,
          step: step.subarray(0, mine.length),
          delivered,
        };
        const good = yield* replay(failed);
        return { kind: 'corrupt', cause, offset: offset + good, isExact: true };
      }
      input.skip(fed.consumed);
      if (fed.isEnded || mine.isLast) return { kind: 'complete' };
      kept.add(step.subarray(0, fed.consumed));
      if (kept.steps === undefined) input.letGo();
    }
    return { kind: 'truncated' };
  } finally {
    input.letGo();
    inflater.destroy();
  }
}

/** The unit's steps so far, by reference; undefined once they are too many to keep. */
class KeptSteps {
  steps: Uint8Array[] | undefined = [];
  #bytes = 0;

  add(step: Uint8Array): void {
    this.#bytes += step.length;
    if (this.#bytes > MAX_REPLAY_BYTES) this.steps = undefined;
    this.steps?.push(step);
  }
}
