// Starts, wants and files of segments for tests.

import { createMemorySegmentFiles } from '../../src/adapters/local/index.ts';
import { writeOffer } from '../../src/model/index.ts';
import type { PartialPut, SegmentFiles } from '../../src/ports/index.ts';
import {
  type Asking,
  askingEntries,
  FooterCache,
  type Found,
  partialEntry,
  type PromoteDeps,
  startEntry,
  startName,
  type StartOffers,
  writeObjectSegment,
} from '../../src/segments/index.ts';
import { createSetClock, type SetClock } from '../support/set-clock.ts';
import { anOffer } from '../state/builders.ts';

/** A start of the process of that number. */
export function aStart(key: string, image = `C:\\${key}.exe`): StartOffers {
  const offer = { ...anOffer(), values: [['Image', image]] as const };
  return { key: { tenant: 'acme', source: 'sysmon', key }, offers: [writeOffer(offer)] };
}

/** A partial match of the group of that name. */
export function aPartial(group: string, eventId = 'e1'): PartialPut {
  const part = { rule: 'r', eventId, timeMs: 1_000, source: 'sysmon', values: [], evidence: '{}' };
  return { group: { tenant: 'acme', correlation: 'c', values: [group] }, part, keepMs: 5 };
}

/** Name of the start of that key. */
export const nameOf = (key: string): string => startName(aStart(key).key);

/** A connection that asks for starts, and is due at that time. */
export function anAsking(ref: string, keys: readonly string[], dueMs: number): Asking {
  const connection = {
    ...{ tenant: 'acme', ref, body: `records of ${ref}`, dueMs },
    keys: keys.map((key) => aStart(key).key),
  };
  return { connection, names: keys.map(nameOf) };
}

/** Segments in memory, and what was promoted. */
export interface SegmentWorld {
  readonly clock: SetClock;
  readonly files: SegmentFiles;
  readonly promoted: Found[];
  readonly broken: string[];
  deps(changes?: Partial<PromoteDeps>): PromoteDeps;
  /** Writes the segment of an object. */
  put(starts: readonly string[], wants?: readonly string[], files?: SegmentFiles): Promise<void>;
  /** Connections that were not handed on though a start that they ask for was. */
  unanswered(): readonly Asking[];
  /** Keys of starts that were promoted, each once, sorted. */
  promotedKeys(): readonly string[];
  keys(): Promise<readonly string[]>;
}

/** Opens one. */
export function openSegments(asks: 'names' | 'connections' = 'names'): SegmentWorld {
  const clock = createSetClock();
  const files = createMemorySegmentFiles(clock);
  const promoted: Found[] = [];
  const broken: string[] = [];
  const asked: Asking[] = [];
  let refs = 0;
  const footers = new FooterCache();
  return {
    clock,
    files,
    promoted,
    broken,
    deps: (changes = {}) => ({
      files,
      footers,
      nowMs: () => clock.nowMs(),
      promote: async (found) => void promoted.push(found),
      broken: (key) => void broken.push(key),
      hasTime: () => true,
      ...changes,
    }),
    async put(starts, wants = [], into = files) {
      const entries = starts.map((key) => startEntry(aStart(key)));
      if (asks === 'names' || wants.length === 0) {
        return void (await writeObjectSegment(into, { entries, wants: wants.map(nameOf) }));
      }
      const asking = anAsking(`${++refs}`, wants, 0);
      asked.push(asking);
      entries.push(...askingEntries(asking));
      await writeObjectSegment(into, { entries, wants: [] });
    },
    unanswered() {
      const keys = new Set(this.promotedKeys());
      const handedOn = new Set(
        promoted.flatMap(({ asking }) => asking.map(({ connection }) => connection.ref)),
      );
      return asked.filter(
        ({ connection }) =>
          !handedOn.has(connection.ref) && connection.keys.some(({ key }) => keys.has(key)),
      );
    },
    promotedKeys: () =>
      [...new Set(promoted.flatMap(({ starts }) => starts.map(({ key }) => key.key)))].sort(),
    async keys() {
      const keys: string[] = [];
      for await (const { key } of files.list()) keys.push(key);
      return keys;
    },
  };
}

export { partialEntry };
