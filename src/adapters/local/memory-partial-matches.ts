// Partial matches in the memory of one process: for the command line, and for one object at a time.

import type { CorrelationGroup, PartialMatch } from '../../model/index.ts';
import type {
  DueGroup,
  DueItem,
  PartialMatchStore,
  PartialRange,
  PartialTerms,
} from '../../ports/index.ts';

/** Partial matches kept in all, unless told otherwise: about 1 KB each. */
const MAX_PARTS = 100_000;

/** Event time between two searches for what may go: a full store must not search for every event. */
const CLEARING_STEP_MS = 10_000;

/** A group's partial matches. */
interface Kept {
  readonly group: CorrelationGroup;
  readonly parts: PartialMatch[];
  readonly known: Set<string>;
  readonly due: { readonly dueMs: number; readonly timeMs: number }[];
  readonly keepMs: number;
  isSorted: boolean;
  isWhole: boolean;
}

/** A store that lives as long as its process. */
export interface MemoryPartialMatches extends PartialMatchStore {
  /** Partial matches that found no room; findings of their groups say so. */
  readonly overflowed: number;
  /** Partial matches that are due, without handing them out. */
  dueItems(nowMs: number): readonly DueItem[];
}

/**
 * Keeps at most `maxParts`. When they are full, those go first that no event within the grace can need any more, by the
 * newest event time seen; if none does, what comes is turned away and counted. What is still to be judged never goes.
 */
export function createMemoryPartialMatches(maxParts = MAX_PARTS): MemoryPartialMatches {
  const groups = new Map<string, Kept>();
  let kept = 0;
  let overflowed = 0;
  let newestMs = Number.NEGATIVE_INFINITY;
  let clearedMs = Number.NEGATIVE_INFINITY;
  /** By correlation the time before which something was let go: a range from before it lacks something. */
  const gone = new Map<string, number>();

  const makeRoom = (): boolean => {
    if (newestMs - clearedMs < CLEARING_STEP_MS) return false;
    clearedMs = newestMs;
    kept = 0;
    for (const [key, one] of groups) {
      const beforeMs = newestMs - one.keepMs;
      if (one.due.length === 0 && letGo(one, beforeMs))
        gone.set(correlationOf(one.group), beforeMs);
      kept += one.parts.length;
      if (one.parts.length === 0 && one.due.length === 0) groups.delete(key);
    }
    return kept < maxParts;
  };

  const put = async (group: CorrelationGroup, part: PartialMatch, terms: PartialTerms) => {
    const key = keyOf(group);
    newestMs = Math.max(newestMs, part.timeMs);
    if (groups.get(key)?.known.has(idOf(part)) === true) return;
    if (kept >= maxParts && !makeRoom()) {
      overflowed++;
      markCut(groups.get(key));
      return;
    }
    // What was turned away is not remembered by group: a group that comes after may lack something.
    const one = groups.get(key) ?? emptyGroup(group, terms, overflowed === 0);
    groups.set(key, one);
    keep(one, part, terms);
    kept++;
  };

  return {
    get overflowed() {
      return overflowed;
    },
    put,
    async range(group, fromMs, toMs) {
      const isKept = !(fromMs < (gone.get(correlationOf(group)) ?? Number.NEGATIVE_INFINITY));
      const { parts, isWhole } = rangeOf(groups.get(keyOf(group)), fromMs, toMs);
      return { parts, isWhole: isWhole && isKept };
    },
    due: (nowMs) => dueGroups([...groups.values()], nowMs),
    judged: nothingToDo,
    dueItems: (nowMs) => [...groups].flatMap(([key, one]) => dueItems(key, one, nowMs)),
  };
}

function markCut(group: Kept | undefined): void {
  if (group !== undefined) group.isWhole = false;
}

/** What `due` named is not due again anyway: the end of the process forgets it all. */
async function nothingToDo(): Promise<void> {
  return;
}

async function* dueGroups(groups: readonly Kept[], nowMs: number): AsyncGenerator<DueGroup> {
  for (const one of groups) {
    const times = takeDue(one, nowMs);
    if (times.length > 0) yield dueGroup(one, times);
  }
}

function dueItems(key: string, one: Kept, nowMs: number): readonly DueItem[] {
  const due = one.due.filter(({ dueMs }) => dueMs <= nowMs);
  return due.map(({ dueMs, timeMs }) => ({ kind: 'correlation', id: `${key} ${timeMs}`, dueMs }));
}

function keep(one: Kept, part: PartialMatch, { dueMs }: PartialTerms): void {
  one.known.add(idOf(part));
  const last = one.parts.at(-1);
  if (last !== undefined && compareParts(last, part) > 0) one.isSorted = false;
  one.parts.push(part);
  if (dueMs !== undefined) one.due.push({ dueMs, timeMs: part.timeMs });
}

function rangeOf(one: Kept | undefined, fromMs: number, toMs: number): PartialRange {
  if (one === undefined) return { parts: [], isWhole: true };
  sort(one);
  const start = firstFrom(one.parts, fromMs);
  const end = firstFrom(one.parts, toMs, true);
  return { parts: one.parts.slice(start, end), isWhole: one.isWhole };
}

function emptyGroup(group: CorrelationGroup, { keepMs }: PartialTerms, isWhole: boolean): Kept {
  return { group, parts: [], known: new Set(), due: [], keepMs, isSorted: true, isWhole };
}

/** JSON: no value can run into the next. */
function keyOf({ tenant, correlation, values }: CorrelationGroup): string {
  return JSON.stringify([tenant, correlation, ...values]);
}

function correlationOf({ tenant, correlation }: CorrelationGroup): string {
  return JSON.stringify([tenant, correlation]);
}

function idOf({ rule, eventId }: PartialMatch): string {
  return `${rule} ${eventId}`;
}

/** True if something went. */
function letGo(one: Kept, beforeMs: number): boolean {
  sort(one);
  const gone = one.parts.splice(0, firstFrom(one.parts, beforeMs));
  for (const part of gone) one.known.delete(idOf(part));
  return gone.length > 0;
}

function takeDue(one: Kept, nowMs: number): readonly number[] {
  const due = one.due.filter(({ dueMs }) => dueMs <= nowMs);
  const later = one.due.filter(({ dueMs }) => dueMs > nowMs);
  one.due.splice(0, one.due.length, ...later);
  return due.map(({ timeMs }) => timeMs);
}

function dueGroup({ group }: Kept, times: readonly number[]): DueGroup {
  const [fromMs, toMs] = times.reduce(
    ([least, most], time) => [Math.min(least, time), Math.max(most, time)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  return { group, fromMs, toMs };
}

function sort(one: Kept): void {
  if (one.isSorted) return;
  one.parts.sort(compareParts);
  one.isSorted = true;
}

function compareParts(a: PartialMatch, b: PartialMatch): number {
  if (a.timeMs !== b.timeMs) return a.timeMs - b.timeMs;
  return compareText(a.rule, b.rule) || compareText(a.eventId, b.eventId);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Index of the first part at or after the time; behind it, if `isAfter`. */
function firstFrom(parts: readonly PartialMatch[], timeMs: number, isAfter = false): number {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = parts[middle]?.timeMs ?? Number.POSITIVE_INFINITY;
    if (at < timeMs || (isAfter && at === timeMs)) low = middle + 1;
    else high = middle;
  }
  return low;
}
