// Partial matches that count, in files, and what of them was handed on.

import type { CountLimit, CountLimits } from '../../src/correlate/index.ts';
import { createMemorySegmentFiles } from '../../src/adapters/local/index.ts';
import type { PartialPut, SegmentFiles } from '../../src/ports/index.ts';
import {
  countEntry,
  FooterCache,
  type PromoteDeps,
  writeObjectSegment,
} from '../../src/segments/index.ts';
import { createSetClock, type SetClock } from '../support/set-clock.ts';
import type { RunWorld } from './gated.ts';

/** Three values within a minute. */
export const LIMIT: CountLimit = { timespanMs: 60_000, atLeast: 3, counts: 'values' };
const COUNTS: CountLimits = new Map([['c', LIMIT]]);

/** Begins a bucket of a minute. */
export const START_MS = Date.UTC(2026, 10, 20, 11, 30);

/** An event so many seconds later, whose value is its id. */
export function aCount(
  eventId: string,
  atSeconds = 0,
  { group = 'g', value = eventId } = {},
): PartialPut {
  const timeMs = START_MS + atSeconds * 1_000;
  const part = { rule: 'r', eventId, timeMs, source: 'sysmon', values: [value], evidence: '{}' };
  return { group: { tenant: 'acme', correlation: 'c', values: [group] }, part, keepMs: 5 };
}

/** Files in memory, and what was handed on. */
export interface CountWorld extends RunWorld {
  readonly clock: SetClock;
  readonly files: SegmentFiles;
  readonly broken: string[];
  /** Event ids, each time they were handed on. */
  readonly handedOn: string[];
  /** Writes the file of an object. */
  put(puts: readonly PartialPut[], files?: SegmentFiles): Promise<void>;
  /** Ids that were handed on, each once, sorted. */
  ids(): readonly string[];
  keys(): Promise<readonly string[]>;
}

/** Opens one. */
export function openCountFiles(counts: CountLimits = COUNTS): CountWorld {
  const clock = createSetClock();
  const files = createMemorySegmentFiles(clock);
  const footers = new FooterCache();
  const [handedOn, broken]: [string[], string[]] = [[], []];
  return {
    ...{ clock, files, broken, handedOn },
    deps: (changes: Partial<PromoteDeps> = {}) => ({
      ...{ files, footers, counts },
      nowMs: () => clock.nowMs(),
      promote: async ({ partials }) => {
        handedOn.push(...partials.map(({ part }) => part.eventId));
      },
      broken: (key) => void broken.push(key),
      hasTime: () => true,
      ...changes,
    }),
    async put(puts, into = files) {
      await writeObjectSegment(into, {
        entries: puts.map((put) => countEntry(put, LIMIT)),
        wants: [],
      });
    },
    ids: () => [...new Set(handedOn)].sort(),
    async keys() {
      const keys: string[] = [];
      for await (const { key } of files.list()) keys.push(key);
      return keys;
    },
  };
}
