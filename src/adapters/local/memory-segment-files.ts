// Files of segments in the memory of one process.

import type { Clock, SegmentFiles } from '../../ports/index.ts';

interface Kept {
  readonly content: Uint8Array;
  readonly modifiedMs: number;
}

/** Files that are not there yet. */
export function createMemorySegmentFiles(clock: Clock): SegmentFiles {
  const kept = new Map<string, Kept>();
  return {
    async *list(after = '') {
      // Key by key, as pages come: what is written meanwhile, and lies behind, is named.
      for (let last = after; ; ) {
        const key = [...kept.keys()].filter((other) => other > last).sort()[0];
        const one = key === undefined ? undefined : kept.get(key);
        if (key === undefined || one === undefined) return;
        yield { key, bytes: one.content.length, modifiedMs: one.modifiedMs };
        last = key;
      }
    },
    async read(key, span) {
      const content = kept.get(key)?.content;
      return span === undefined ? content : content?.subarray(span.from, span.from + span.bytes);
    },
    async write(key, content) {
      kept.set(key, { content: Uint8Array.from(content), modifiedMs: clock.nowMs() });
    },
    async remove(keys) {
      for (const key of keys) kept.delete(key);
    },
  };
}
