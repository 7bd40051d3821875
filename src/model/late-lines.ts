// Lines that were set aside while an object was read, and which of them somebody asks for.

import { fnv1a } from './fnv.ts';
import type { IdPlace } from './line-screen.ts';
import type { RecordBatch } from './raw-record.ts';

/** Processes that lines are wanted of. */
export interface WantedProcesses {
  /** Their ids, as {@link plainId} writes them. */
  readonly ids: ReadonlySet<string>;
  /** What {@link hashId} makes of each of these. */
  readonly hashes: ReadonlySet<number>;
  /** Where lines state the id of theirs; none = all lines are wanted. */
  readonly places: readonly IdPlace[];
}

/** Where lines that were set aside are kept, of all objects of a scan together. */
export interface LateRoom {
  /** For the lines of the next object: to those before nothing is added any more, and they are not cleared. */
  lines(): LateLines;
  /** Lets go of all lines. */
  close(): void;
}

/** Lines of one object that were set aside. */
export interface LateLines {
  /** Keeps copies of the lines. Once there is no room none is kept any more, and those that were are let go. */
  add(batch: RecordBatch): void;
  /** False where some were not kept: the object is to be read again for them. */
  readonly isWhole: boolean;
  /** Lines kept. */
  readonly count: number;
  /** Those that may be of one of the processes, and no others where they can be told apart; in their order. */
  of(wanted: WantedProcesses): Iterable<RecordBatch>;
  /** Those of which it is true, by their number among those kept; in their order. */
  where(isWanted: (number: number) => boolean): Iterable<RecordBatch>;
  /** Forgets all of them. */
  clear(): void;
}

/** An id as it is compared: whatever case and braces the log writes it with. */
export function plainId(id: string): string {
  const text = id.trim();
  const from = text.startsWith('{') ? 1 : 0;
  const to = text.endsWith('}') ? text.length - 1 : text.length;
  return text.slice(from, to).toLowerCase();
}

const BLANKS = /[ {}]/g;

/** A hash of a plain id, never 0; the same as src/decode/assembly has of an id as a line writes it. */
export function hashId(plain: string): number {
  return Math.max(fnv1a(plain.replaceAll(BLANKS, '')), 1);
}
