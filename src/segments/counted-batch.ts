// Partial matches that count, of a batch × what was merged → names of which there may be enough for a window to hold.
//
//   a name is reached   where its marks and those of the bucket beside it are as many as the correlation needs: then both are,
//                       for a window may lie in both · or where it was reached before · or where all of it is asked for
//
// More than that is reached sometimes, less never: what is handed on for nothing costs a write and completes no window.

import type { CountLimits } from '../correlate/index.ts';
import { isCount, readMarks } from './count-entries.ts';
import { type CountName, countHash, nextTo, readCountName, slotOf } from './count-name.ts';
import { SegmentError } from './errors.ts';
import { countPart, type NamedSegment, slotOfPart } from './file-names.ts';
import { footerOrAside, isLivingStart, type LivingDeps, type LivingWants } from './living.ts';
import { unpackEntry } from './segment-reader.ts';
import type { PackedEntry } from './packed-entry.ts';
import { SegmentWriter } from './segment-writer.ts';
import { marksIn, TallyWriter } from './tally.ts';

/** Files of a batch, each of another hour: what lies in more is handed on at once, for a file costs as much as eight writes. */
const MAX_SLOTS = 24;

/** Hours of which there are files at all, but for what two runs begin at once: each look lists them, and events may say any time. */
const MAX_SLOTS_KEPT = 240;

/** A name of the batch. */
interface Counted {
  readonly name: CountName;
  readonly hash: number;
  readonly marks: Set<string>;
  /** True where it does not wait: there is no file for it, or somebody asks for it. */
  isWanted: boolean;
}

/** What is counted of a name. */
interface Marked {
  readonly hash: number;
  readonly slot: number | undefined;
  readonly marks: Set<string>;
  readonly least: number;
}

/** Names that are reached, by hash. */
export type Reached = ReadonlyMap<number, CountName>;

/** A class because it gathers. Takes entries in order. */
export class CountedBatch {
  readonly #limits: CountLimits;
  readonly #names = new Map<string, Counted>();
  readonly #writers = new Map<number, SegmentWriter>();
  /** Those of which there are files, or will be. */
  readonly #slots: Set<number | undefined>;

  /** @param merged what there is */
  constructor(limits: CountLimits, merged: readonly NamedSegment[]) {
    this.#limits = limits;
    this.#slots = new Set(merged.map(({ part }) => slotOfPart(part)));
    this.#slots.delete(undefined);
  }

  /** Takes an entry; false for one that does not count. Throws SegmentError for one that we did not write. */
  take(entry: PackedEntry): boolean {
    if (!isCount(entry)) return false;
    const counted = this.#countedOf(unpackEntry(entry).name, entry.hash);
    const marks = readMarks(entry);
    for (const mark of marks ?? []) counted.marks.add(mark);
    const writer = marks && this.#writerOf(slotOf(counted.name));
    if (writer === undefined) counted.isWanted = true;
    else writer.add(entry);
    return true;
  }

  /** What is to be written, by part. */
  get files(): readonly (readonly [string, SegmentWriter])[] {
    return [...this.#writers].map(([slot, writer]) => [countPart(slot), writer]);
  }

  /** Names of the batch, and beside them, that are reached with what these files count. Throws SegmentGoneError. */
  async reached(
    files: readonly NamedSegment[],
    wants: ReadonlySet<number>,
    deps: LivingDeps,
  ): Promise<Reached> {
    const names = [...this.#names.values()];
    const isOpen = (one: Counted) => !one.isWanted && this.#limitOf(one.name) !== undefined;
    const open = names.filter(isOpen);
    const reached = [
      ...names.filter(({ hash }) => wants.has(hash)).map(({ name }) => name),
      ...names.filter((one) => !isOpen(one)).flatMap(({ name }) => [name, ...besides(name)]),
    ];
    const marksOf = await this.#marks(files, open, deps);
    for (const { name } of open) {
      const least = this.#limitOf(name) ?? 0;
      for (const beside of besides(name)) {
        const { size } = new Set([...marksOf(name), ...marksOf(beside)]);
        if (size >= least) reached.push(name, beside);
      }
    }
    return new Map(reached.map((name) => [countHash(name), name]));
  }

  /** Undefined where it is not counted, or not in such buckets, by the rules of today. */
  #limitOf({ correlation, timespanMs }: CountName): number | undefined {
    const limit = this.#limits.get(correlation);
    return limit?.timespanMs === timespanMs ? limit.atLeast : undefined;
  }

  /** Of all files, and of the batch; of no name more than it takes. Holds one file's at a time: in a flood they are large. */
  async #marks(
    files: readonly NamedSegment[],
    names: readonly Counted[],
    deps: LivingDeps,
  ): Promise<(name: CountName) => ReadonlySet<string>> {
    const near = names.flatMap(({ name }) => [name, ...besides(name)]);
    const own = Map.groupBy(this.#names.values(), ({ hash }) => hash);
    const known = new Map<number, Marked>();
    for (const name of near) {
      const hash = countHash(name);
      if (known.has(hash)) continue;
      const marks = new Set((own.get(hash) ?? []).flatMap((one) => [...one.marks]));
      known.set(hash, { hash, slot: slotOf(name), marks, least: this.#limitOf(name) ?? 0 });
    }
    const bySlot = Map.groupBy(known.values(), ({ slot }) => slot);
    for (const file of ofSlots(files, near, deps)) {
      const footer = await footerOrAside(file, deps);
      if (footer === undefined) continue;
      for (const { hash, marks, least } of bySlot.get(slotOfPart(file.part)) ?? []) {
        if (marks.size < least) addUpTo(marks, marksIn(footer.tally, hash), least);
      }
    }
    return (name) => known.get(countHash(name))?.marks ?? NONE;
  }

  #countedOf(text: string, hash: number): Counted {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    const name = readCountName(text);
    if (name === undefined) throw new SegmentError('an entry that counts has no name of a group');
    const counted: Counted = { name, hash, marks: new Set(), isWanted: false };
    this.#names.set(text, counted);
    return counted;
  }

  #writerOf(slot: number | undefined): SegmentWriter | undefined {
    const known = slot === undefined ? undefined : this.#writers.get(slot);
    if (slot === undefined || known !== undefined) return known;
    const isMore = !this.#slots.has(slot) && this.#slots.size >= MAX_SLOTS_KEPT;
    if (isMore || this.#writers.size === MAX_SLOTS) return undefined;
    this.#slots.add(slot);
    const writer = new SegmentWriter(new TallyWriter());
    this.#writers.set(slot, writer);
    return writer;
  }
}

const NONE: ReadonlySet<string> = new Set();

function addUpTo(marks: Set<string>, more: Iterable<string>, most: number): void {
  for (const mark of more) {
    if (marks.add(mark).size >= most) return;
  }
}

/** A window lies in one of its timespan and one of these, at most. */
function besides(name: CountName): readonly CountName[] {
  return [nextTo(name, -1), nextTo(name, 1)];
}

/** Files that may have entries of the names. */
export function ofSlots(
  files: readonly NamedSegment[],
  names: Iterable<CountName>,
  { nowMs }: Pick<LivingDeps, 'nowMs'>,
): readonly NamedSegment[] {
  const slots = new Set<number | undefined>();
  for (const name of names) slots.add(slotOf(name));
  slots.delete(undefined);
  return files.filter(
    (file) => slots.has(slotOfPart(file.part) ?? -1) && isLivingStart(file, nowMs()),
  );
}

/** Those of which nobody has handed on what was there: names of finished runs have been, and who comes later is met with. */
export function notExamined(reached: Reached, { examined }: LivingWants): Reached {
  return new Map([...reached].filter(([hash]) => !examined.has(hash)));
}
