// An object → its beginning: a sample is read in bounded time, however large the objects are.

import type { ScanObject } from '../../ports/index.ts';

/** Bytes as stored: some hundred thousand records. */
export const MAX_SAMPLE_BYTES = 8 * 2 ** 20;

/** The beginning of an object. */
export interface CutObject extends ScanObject {
  /** True once it was read up to the cap, and there is more: its last record, or its compression, ends amid. */
  readonly isCut: boolean;
  /** How often it was opened. */
  readonly opened: number;
}

/** Cuts it behind `maxBytes`. */
export function cutObject(object: ScanObject, maxBytes: number = MAX_SAMPLE_BYTES): CutObject {
  let isCut = false;
  let opened = 0;
  return {
    name: object.name,
    size: object.size,
    get isCut() {
      return isCut;
    },
    get opened() {
      return opened;
    },
    async *open(from = 0) {
      opened++;
      let left = maxBytes - from;
      for await (const chunk of object.open(from)) {
        if (chunk.length > left) {
          isCut = true;
          yield chunk.subarray(0, left);
          return;
        }
        yield chunk;
        left -= chunk.length;
      }
    },
    async close() {
      await object.close?.();
    },
  };
}
