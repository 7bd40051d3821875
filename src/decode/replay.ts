// A decompressor's fault → the output before it that zlib threw away, by feeding the same bytes again.

import type { Decompressor } from './inflater.ts';

/** A step that failed, and what led up to it. */
export interface FailedStep {
  /** A fresh decompressor at the beginning of the same member or frame. */
  readonly open: () => Decompressor;
  /** Compressed bytes of the member before the step, in order. */
  readonly fed: readonly Uint8Array[];
  readonly step: Uint8Array;
  /** Bytes of output that were already delivered for this member. */
  readonly delivered: number;
}

/**
 * Yields the output up to the fault that was not delivered yet; returns how many bytes of the step are good.
 *
 * zlib discards all output of the call that meets bad data, up to a whole chunk. So the member is fed again
 * in ever smaller pieces until the very byte is known, then once more up to it.
 */
export async function* replay(failed: FailedStep): AsyncGenerator<Uint8Array, number> {
  let good = 0;
  for (const size of [512, 1]) {
    const before = [...failed.fed, failed.step.subarray(0, good)];
    good += await countGood(failed.open, before, pieces(failed.step.subarray(good), size));
  }
  let known = failed.delivered;
  for await (const chunk of outputOf(failed.open, [...failed.fed, failed.step.subarray(0, good)])) {
    if (known < chunk.length) yield chunk.subarray(known);
    known = Math.max(0, known - chunk.length);
  }
  return good;
}

async function countGood(
  open: () => Decompressor,
  before: readonly Uint8Array[],
  parts: readonly Uint8Array[],
): Promise<number> {
  const inflater = open();
  let good = 0;
  try {
    for (const part of before) await drain(inflater, part);
    for (const part of parts) {
      if (!(await drain(inflater, part))) break;
      good += part.length;
    }
  } finally {
    inflater.destroy();
  }
  return good;
}

/** Feeds a part and lets its output go; true when it was taken. */
async function drain(inflater: Decompressor, part: Uint8Array): Promise<boolean> {
  if (part.length === 0) return true;
  const output = inflater.feed(part);
  for (;;) {
    const next = await output.next();
    if (next.done) return next.value.kind === 'taken';
  }
}

async function* outputOf(
  open: () => Decompressor,
  parts: readonly Uint8Array[],
): AsyncGenerator<Uint8Array> {
  const inflater = open();
  try {
    for (const part of parts) if (part.length > 0) yield* inflater.feed(part);
  } finally {
    inflater.destroy();
  }
}

function pieces(bytes: Uint8Array, size: number): readonly Uint8Array[] {
  const count = Math.ceil(bytes.length / size);
  return Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}
