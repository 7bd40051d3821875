// Partial matches in the memory of one process: for the command line, and for one object at a time.

import type { CorrelationGroup } from '../../model/index.ts';
import type {
  DueGroup,
  DueItem,
  PartialMatchStore,
  PartialPut,
  PartialRange,
  PutFate,
  TimeSpan,
} from '../../ports/index.ts';
import { clearGroups } from './clear-groups.ts';
import { KeptGroup } from './kept-group.ts';

/** What a store in memory may hold. */
export interface MemoryBounds {
  /** Partial matches: about 1 KB each. @default 100,000 */
  readonly maxParts: number;
  /** Bytes, estimated from above: a value of a log may be long. @default 256 MiB */
  readonly maxBytes: number;
}

const BOUNDS: MemoryBounds = { maxParts: 100_000, maxBytes: 256 * 2 ** 20 };

/** A full store is cleared again only after one put for so many that it keeps: it must not search for every event. */
const KEPT_PER_PUT = 16;

/** Characters of a group's values beyond which its clock is not asked where it found no room. */
const MAX_STRANGER = 1_000;

/** A store that lives as long as its process. */
export interface MemoryPartialMatches extends PartialMatchStore {
  /** Partial matches that found no room; findings of their groups say so. */
  readonly overflowed: number;
  /** Partial matches that are due, without handing them out. */
  dueItems(nowMs: number): readonly DueItem[];
  /** Events that came again with another time, source or values. */
  readonly conflicting: number;
  /** Partial matches kept now. */
  readonly size: number;
  /** The estimate for them. */
  readonly bytes: number;
}

/**
 * Keeps at most as much as the bounds say. When it is full, those may go first that no event within the grace can need
 * any more, by the clock that most groups show; if none may, what comes is turned away and counted. What is still to be
 * judged never goes.
 */
export function createMemoryPartialMatches(bounds: Partial<MemoryBounds> = {}) {
  return new MemoryStore({ ...BOUNDS, ...bounds }) satisfies MemoryPartialMatches;
}

const ALL_TIME: TimeSpan = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };

/** A class because its counts are kept beside what they count. */
class MemoryStore implements MemoryPartialMatches {
  readonly #bounds: MemoryBounds;
  readonly #groups = new Map<string, KeptGroup>();
  /** By correlation the time in which nothing was let go: a range that reaches beyond may lack something. */
  readonly #whole = new Map<string, TimeSpan>();
  /** Times of what was turned away, by group: they move the clock too. */
  readonly #strangers = new Map<string, number[]>();
  #putsSinceClearing = 0;
  #isJustCleared = false;
  size = 0;
  bytes = 0;
  overflowed = 0;
  conflicting = 0;

  constructor(bounds: MemoryBounds) {
    this.#bounds = bounds;
  }

  async put(puts: readonly PartialPut[]): Promise<readonly PutFate[]> {
    const fates: PutFate[] = [];
    for (const put of puts) {
      const fate = this.#putOne(put);
      fates.push(fate);
      if (fate === 'full') break;
    }
    return fates;
  }

  #putOne({ group, part, keepMs, dueMs }: PartialPut): PutFate {
    const key = keyOf(group);
    const known = this.#groups.get(key);
    const mayClear = this.#mayClear();
    known?.noteTime(part.timeMs);
    if (known?.knows(part) === true) {
      this.bytes += known.keepLesser(part);
      return 'kept';
    }
    // What was turned away is not remembered by group: a group that comes after may lack something.
    const one = known ?? new KeptGroup(group, { keepMs, isWhole: this.overflowed === 0 });
    const bytes = one.bytesFor(part);
    if (this.#isFullFor(bytes)) {
      if (mayClear && bytes <= this.#bounds.maxBytes) return 'full';
      this.overflowed++;
      if (known === undefined) this.#noteStranger(key, part.timeMs);
      else known.lack();
      return 'turned-away';
    }
    if (known === undefined) {
      this.#groups.set(key, one);
      one.noteTime(part.timeMs);
    }
    if (one.keep(part, dueMs) === 'conflicting') this.conflicting++;
    this.size++;
    this.bytes += bytes;
    return 'kept';
  }

  async makeRoom(): Promise<void> {
    const gone = clearGroups([...this.#groups.values()], [...this.#strangers.values()]);
    this.#strangers.clear();
    this.#putsSinceClearing = 0;
    this.#isJustCleared = true;
    for (const { group, fromMs, toMs } of gone) {
      const key = correlationOf(group);
      const whole = this.#whole.get(key) ?? ALL_TIME;
      this.#whole.set(key, {
        fromMs: Math.max(whole.fromMs, fromMs),
        toMs: Math.min(whole.toMs, toMs),
      });
    }
    this.size = 0;
    this.bytes = 0;
    for (const [key, one] of this.#groups) {
      if (one.isEmpty) this.#groups.delete(key);
      this.size += one.size;
      this.bytes += one.isEmpty ? 0 : one.bytes;
    }
  }

  async range(group: CorrelationGroup, spans: readonly TimeSpan[]): Promise<PartialRange> {
    const whole = this.#whole.get(correlationOf(group)) ?? ALL_TIME;
    const isKept = spans.every(({ fromMs, toMs }) => fromMs >= whole.fromMs && toMs <= whole.toMs);
    const one = this.#groups.get(keyOf(group));
    if (one === undefined) return { parts: [], isWhole: isKept };
    return { parts: one.range(spans), isWhole: isKept && one.isWhole };
  }

  async *due(nowMs: number): AsyncGenerator<DueGroup> {
    for (const one of [...this.#groups.values()]) {
      const due = one.takeDue(nowMs);
      if (due !== undefined) yield due;
    }
  }

  /** What `due` named is not due again anyway: the end of the process forgets it all. */
  async judged(): Promise<void> {
    return;
  }

  dueItems(nowMs: number): readonly DueItem[] {
    return [...this.#groups].flatMap(([key, one]) =>
      one.dueBy(nowMs).map(({ dueMs, timeMs }) => ({
        kind: 'correlation' as const,
        id: `${key} ${timeMs}`,
        dueMs,
      })),
    );
  }

  #isFullFor(bytes: number): boolean {
    return this.size >= this.#bounds.maxParts || this.bytes + bytes > this.#bounds.maxBytes;
  }

  #mayClear(): boolean {
    const mayClear = !this.#isJustCleared && this.#putsSinceClearing * KEPT_PER_PUT >= this.size;
    this.#isJustCleared = false;
    this.#putsSinceClearing++;
    return mayClear;
  }

  #noteStranger(key: string, timeMs: number): void {
    if (key.length > MAX_STRANGER) return;
    const times = this.#strangers.get(key);
    if (times === undefined) this.#strangers.set(key, [timeMs]);
    else times.push(timeMs);
  }
}

/** JSON: no value can run into the next. */
function keyOf({ tenant, correlation, values }: CorrelationGroup): string {
  return JSON.stringify([tenant, correlation, ...values]);
}

function correlationOf({ tenant, correlation }: CorrelationGroup): string {
  return JSON.stringify([tenant, correlation]);
}
