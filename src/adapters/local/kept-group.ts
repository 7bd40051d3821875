// The partial matches of one group in memory, by time, and what is known of their coming.

import {
  type CorrelationGroup,
  comparePartials,
  compareText,
  type PartialMatch,
} from '../../model/index.ts';
import type { DueGroup, TimeSpan } from '../../ports/index.ts';
import { believed } from './believed.ts';

/** Bytes beside the texts: objects, and their places in lists and maps. */
const PART_BYTES = 400;
const GROUP_BYTES = 600;
/** Of a text at most: one with a character beyond Latin-1 takes two bytes for each. */
const UNIT_BYTES = 2;

/** A partial match; its evidence may be replaced by lesser evidence of the same. */
interface Kept {
  part: PartialMatch;
}

/** A class because parts, ids and bytes are of the same set. */
export class KeptGroup {
  readonly group: CorrelationGroup;
  /** How long its parts are of use. */
  readonly keepMs: number;
  /** False once something of it found no room. */
  isWhole: boolean;
  bytes: number;
  /** What time it is for the group, as far as it was set. */
  clockMs = Number.NEGATIVE_INFINITY;
  /** How often in turn the clock could not be set. */
  silences = 0;
  #parts: Kept[] = [];
  readonly #known = new Map<string, Kept[]>();
  #due: { readonly dueMs: number; readonly timeMs: number }[] = [];
  #isSorted = true;
  #recent: number[] = [];

  constructor(
    group: CorrelationGroup,
    { keepMs, isWhole }: { readonly keepMs: number; readonly isWhole: boolean },
  ) {
    this.group = group;
    this.keepMs = keepMs;
    this.isWhole = isWhole;
    this.bytes = GROUP_BYTES + UNIT_BYTES * lengthOf(group.values);
  }

  get size(): number {
    return this.#parts.length;
  }

  /** True where nothing is kept and nothing is to be judged. */
  get isEmpty(): boolean {
    return this.#parts.length === 0 && this.#due.length === 0;
  }

  /** True while something of it is to be judged. */
  get isDue(): boolean {
    return this.#due.length > 0;
  }

  /** Says that something found no room. */
  lack(): void {
    this.isWhole = false;
  }

  /** Notes when an event of the group happened, kept or not. */
  noteTime(timeMs: number): void {
    this.#recent.push(timeMs);
  }

  /** Sets the clock by the times noted since it was last set; without any the group is silent. */
  setClock(): void {
    const clockMs = believed(this.#recent);
    this.#recent = [];
    this.silences = clockMs === undefined ? this.silences + 1 : 0;
    this.clockMs = clockMs ?? this.clockMs;
  }

  /** True if the same, whatever its evidence, is kept. */
  knows(part: PartialMatch): boolean {
    return this.#find(part) !== undefined;
  }

  /** Of a known part the lesser evidence stays, so that the order does not matter; by how many bytes it grew. */
  keepLesser(part: PartialMatch): number {
    const kept = this.#find(part);
    if (kept === undefined || compareText(part.evidence, kept.part.evidence) >= 0) return 0;
    const grown = UNIT_BYTES * (part.evidence.length - kept.part.evidence.length);
    kept.part = part;
    this.bytes += grown;
    return grown;
  }

  /** Bytes that keeping the part adds, with the group's own if it is the first. */
  bytesFor(part: PartialMatch): number {
    return partBytes(part) + (this.isEmpty ? this.bytes : 0);
  }

  /** Keeps what is not known; `conflicting`: the event is, with another time, source or values. */
  keep(part: PartialMatch, dueMs: number | undefined): 'new' | 'conflicting' {
    const kept = { part };
    const last = this.#parts.at(-1);
    if (last !== undefined && comparePartials(last.part, part) > 0) this.#isSorted = false;
    this.#parts.push(kept);
    this.bytes += partBytes(part);
    if (dueMs !== undefined) this.#due.push({ dueMs, timeMs: part.timeMs });
    const variants = this.#known.get(idOf(part));
    if (variants === undefined) this.#known.set(idOf(part), [kept]);
    else variants.push(kept);
    return variants === undefined ? 'new' : 'conflicting';
  }

  /** Parts in the spans, by (time, rule, event). */
  range(spans: readonly TimeSpan[]): readonly PartialMatch[] {
    this.#sort();
    return spans.flatMap(({ fromMs, toMs }) => {
      const start = firstFrom(this.#parts, fromMs);
      const end = firstFrom(this.#parts, toMs, true);
      return this.#parts.slice(start, end).map(({ part }) => part);
    });
  }

  /** Lets go of parts whose times may go; gives these times. */
  letGo(mayGo: (timeMs: number) => boolean): readonly number[] {
    const gone = this.#parts.filter(({ part }) => mayGo(part.timeMs));
    if (gone.length === 0) return [];
    this.#parts = this.#parts.filter(({ part }) => !mayGo(part.timeMs));
    for (const kept of gone) this.#forget(kept);
    return gone.map(({ part }) => part.timeMs);
  }

  /** What is to be judged by then, without taking it. */
  dueBy(nowMs: number): readonly { readonly dueMs: number; readonly timeMs: number }[] {
    return this.#due.filter(({ dueMs }) => dueMs <= nowMs);
  }

  /** Between which times windows are to be judged at `nowMs`; undefined for none. Asked again it says so once. */
  takeDue(nowMs: number): DueGroup | undefined {
    let fromMs = Number.POSITIVE_INFINITY;
    let toMs = Number.NEGATIVE_INFINITY;
    const later = this.#due.filter(({ dueMs }) => dueMs > nowMs);
    if (later.length === this.#due.length) return undefined;
    for (const { dueMs, timeMs } of this.#due) {
      if (dueMs > nowMs) continue;
      fromMs = Math.min(fromMs, timeMs);
      toMs = Math.max(toMs, timeMs);
    }
    this.#due = later;
    return { group: this.group, fromMs, toMs };
  }

  #find(part: PartialMatch): Kept | undefined {
    return this.#known.get(idOf(part))?.find((kept) => comparePartials(kept.part, part) === 0);
  }

  #forget(kept: Kept): void {
    const id = idOf(kept.part);
    const others = this.#known.get(id)?.filter((one) => one !== kept) ?? [];
    if (others.length === 0) this.#known.delete(id);
    else this.#known.set(id, others);
    this.bytes -= partBytes(kept.part);
  }

  #sort(): void {
    if (this.#isSorted) return;
    this.#parts.sort((a, b) => comparePartials(a.part, b.part));
    this.#isSorted = true;
  }
}

/** The length in front keeps rule and event apart. */
function idOf({ rule, eventId }: PartialMatch): string {
  return `${rule.length} ${rule}${eventId}`;
}

function partBytes({ eventId, rule, values, evidence }: PartialMatch): number {
  // The id stands in a list of its own too.
  const length = 2 * eventId.length + rule.length + evidence.length + lengthOf(values);
  return PART_BYTES + UNIT_BYTES * length;
}

function lengthOf(values: readonly (string | number)[]): number {
  return values.reduce<number>(
    (sum, value) => sum + (typeof value === 'string' ? value.length : 4),
    0,
  );
}

/** Index of the first part at or after the time; behind it, if `isAfter`. */
function firstFrom(parts: readonly Kept[], timeMs: number, isAfter = false): number {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = parts[middle]?.part.timeMs ?? Number.POSITIVE_INFINITY;
    if (at < timeMs || (isAfter && at === timeMs)) low = middle + 1;
    else high = middle;
  }
  return low;
}
