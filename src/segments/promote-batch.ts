// A batch of files of objects → what is asked for handed on, the rest merged with what nobody asks for yet.
//
//   batch ─ its entries that anybody asks for ─────────────────────────────────────────┐
//         ├ what it asks for, of all merged entries ───────────────────────────────────┴→ promote
//         └ write merged ─→ look again ─ what others merged meanwhile: the same two ─→ promote ─→ remove the batch
//
// Of an entry and a name that asks for it, in two files, whoever merges the second sees the first: each run writes before it
// looks again, so of two that run side by side the one that writes second sees what the other wrote. A file is removed only
// when all of it was handed on: a run that ends anywhere leaves its batch to the next.

import type { CountLimits } from '../correlate/index.ts';
import { CountedBatch, notExamined, ofSlots, type Reached } from './counted-batch.ts';
import { dueEntry, type Found, foundIn } from './entries.ts';
import { DUE_PART, type NamedSegment, segmentKey, WANTS_PART, WHOLE_PART } from './file-names.ts';
import { findEntries } from './find-entries.ts';
import { HandingOn } from './handing-on.ts';
import { isLivingStart, type LivingDeps, type LivingWants, livingWants } from './living.ts';
import { mergeEntries } from './merge-entries.ts';
import { hashName } from './names.ts';
import { packEntry, type PackedEntry } from './packed-entry.ts';
import { type ReadSegment, readBatch } from './read-batch.ts';
import { entriesOf, isAsking, unpackEntry } from './segment-reader.ts';
import { type SegmentNotes, SegmentWriter } from './segment-writer.ts';
import { look, type Sight } from './sight.ts';

/** What promoting a batch is given. */
export interface BatchDeps extends LivingDeps {
  /** Hands on what is asked for. The same may be handed on again. */
  promote(found: Found): Promise<void>;
  /** Correlations whose partial matches wait until there are enough. @default none: such are handed on as they come */
  readonly counts?: CountLimits;
}

/** What came of a batch. */
export interface BatchReport {
  /** Files of objects, and entries that were handed on. */
  readonly merged: number;
  readonly promoted: number;
  /** What is there without the batch. */
  readonly after: Sight;
}

/** Promotes it, or the first of it where all is too much at once. Throws SegmentGoneError where others are at it, and SegmentError where a file's entries cannot be read. */
export async function promoteBatch(
  files: readonly NamedSegment[],
  before: Sight,
  deps: BatchDeps,
): Promise<BatchReport> {
  const read = await readBatch(files, deps);
  const inputs = read.map(({ file }) => file.content);
  const batch = gather(read, before, deps);
  const known = await livingWants(before, deps);
  const handOn = new HandingOn(deps.promote);
  const reached = await batch.counted.reached(before.merged, known.all, deps);
  const newly = notExamined(reached, known);
  await handOnCounted(newly, before.merged, handOn, deps);
  const answered = await bringTogether(batch, reached, before, known, handOn, deps);
  const asked = new Set([...batch.asked, ...newly.keys()]);
  const wants = sorted(asked, (hash) => !known.examined.has(hash));
  // Before anything is written: it reads who asks, and a file that is not ours must not be merged.
  const due = dueOf(batch, answered);
  const written = [await write(deps, WHOLE_PART, batch.writer, {})];
  for (const [part, writer] of batch.counted.files) {
    written.push(await write(deps, part, writer, {}));
  }
  for (const one of due) written.push(await write(deps, DUE_PART, ...one));
  const notes = [
    await write(deps, WANTS_PART, new SegmentWriter(), {
      ...{ wants, inputs },
      answered: sorted(answered, (hash) => !known.answered.has(hash)),
    }),
  ];
  written.push(...notes);
  const after = await look(deps.files, deps.nowMs());
  const seen = new Set([...before.merged.map(({ key }) => key), ...written]);
  const others = { ...after, merged: after.merged.filter(({ key }) => !seen.has(key)) };
  if (others.merged.length > 0) {
    // They may not have seen the batch.
    const own = new Set(written);
    const merged = after.merged.filter(({ key }) => !own.has(key));
    const seenNow = { merged, others, known, reached };
    const { met, wants: more } = await meet(batch, seenNow, handOn, deps);
    const said = { wants: sorted(new Set(more.keys())), answered: sorted(met), inputs };
    notes.push(await write(deps, WANTS_PART, new SegmentWriter(), said));
  }
  await deps.files.remove(read.map(({ file }) => file.key));
  for (const key of notes) if (key !== undefined) deps.footers.done(key);
  const done = new Set(read.map(({ file }) => file.key));
  const left = after.fresh.filter(({ key }) => !done.has(key));
  return { merged: read.length, promoted: handOn.count, after: { ...after, fresh: left } };
}

/** What the files of a batch hold together. */
interface Batch {
  readonly read: readonly ReadSegment[];
  readonly writer: SegmentWriter;
  /** Names that are asked for, and names under which something is offered. */
  readonly asked: ReadonlySet<number>;
  readonly offered: ReadonlySet<number>;
  readonly counted: CountedBatch;
}

function gather(read: readonly ReadSegment[], { merged }: Sight, { counts }: BatchDeps): Batch {
  const writer = new SegmentWriter();
  const counted = new CountedBatch(counts ?? new Map(), merged);
  const asked = new Set(read.flatMap(({ wants }) => wants));
  const offered = new Set<number>();
  for (const entry of entriesOfAll(read)) {
    if (counted.take(entry)) continue;
    writer.add(entry);
    (isAsking(entry) ? asked : offered).add(entry.hash);
  }
  return { read, writer, asked, offered, counted };
}

function entriesOfAll(read: readonly ReadSegment[]): Iterable<PackedEntry> {
  return mergeEntries(read.map(({ content }) => entriesOf(content)));
}

/** Hands on what the batch and what was merged before have for each other; gives the names under which they have. */
async function bringTogether(
  batch: Batch,
  reached: Reached,
  before: Sight,
  { all, examined, answered }: LivingWants,
  handOn: HandingOn,
  deps: BatchDeps,
): Promise<ReadonlySet<number>> {
  const met = new Set([...batch.offered].filter((hash) => all.has(hash) || batch.asked.has(hash)));
  const isOpen = (hash: number) => !examined.has(hash) || answered.has(hash);
  const lookedFor = new Set([...met, ...[...batch.asked].filter(isOpen)]);
  for await (const entry of findEntries(startsOf(before, deps), lookedFor, deps)) {
    // Who asked before has met all but what the batch offers. A program that connects all day would be handed on with each more.
    if (isAsking(entry) && !batch.offered.has(entry.hash)) continue;
    met.add(entry.hash);
    await handOn.add(entry);
  }
  await handOnOwn(batch, new Set([...met, ...reached.keys()]), handOn);
  return met;
}

/** What is there now, of it what others merged meanwhile, and what was reached before that. */
interface Meeting {
  readonly merged: readonly NamedSegment[];
  readonly others: Sight;
  readonly known: LivingWants;
  readonly reached: Reached;
}

/** The same with what others merged meanwhile; gives names under which there is something, and names of counts that are reached only now. */
async function meet(
  batch: Batch,
  { merged, others, known, reached }: Meeting,
  handOn: HandingOn,
  deps: BatchDeps,
): Promise<{ readonly met: ReadonlySet<number>; readonly wants: Reached }> {
  const { all } = known;
  const theirs = await livingWants(others, deps);
  const wanted = new Set([...all, ...theirs.all]);
  const now = await batch.counted.reached(merged, wanted, deps);
  const wants = new Map([...now].filter(([hash]) => !reached.has(hash)));
  await handOnCounted(reached, others.merged, handOn, deps);
  await handOnCounted(notExamined(wants, known), merged, handOn, deps);
  const isAsked = (hash: number) => all.has(hash) || theirs.all.has(hash);
  const met = new Set([...batch.offered].filter((hash) => theirs.all.has(hash)));
  const lookedFor = new Set([...batch.asked, ...[...batch.offered].filter(isAsked)]);
  for await (const entry of findEntries(startsOf(others, deps), lookedFor, deps)) {
    const has = isAsking(entry) ? batch.offered : batch.asked;
    if (!has.has(entry.hash)) continue;
    met.add(entry.hash);
    await handOn.add(entry);
  }
  await handOnOwn(batch, new Set([...met, ...wants.keys()]), handOn);
  return { met, wants };
}

/** Hands on what these files have of names of counts. */
async function handOnCounted(
  names: Reached,
  files: readonly NamedSegment[],
  handOn: HandingOn,
  deps: BatchDeps,
): Promise<void> {
  const some = ofSlots(files, names.values(), deps);
  for await (const entry of findEntries(some, new Set(names.keys()), deps)) await handOn.add(entry);
}

/** Hands on what the batch has under these names, and what waits to be. */
async function handOnOwn(
  { read }: Batch,
  met: ReadonlySet<number>,
  handOn: HandingOn,
): Promise<void> {
  if (met.size > 0) {
    for (const entry of entriesOfAll(read)) if (met.has(entry.hash)) await handOn.add(entry);
  }
  await handOn.flush();
}

/** Connections in one file, and their bytes: whoever judges it holds all of them, and begins anew where it did not end. */
const DUE_ENTRIES = 1_000;
const DUE_BYTES = 8 * 2 ** 20;

/**
 * Connections for which nothing was found, and when the last of each file is due. In the order of what they ask for: nobody
 * searches these files by name, and sorting would hold all of a batch.
 */
function dueOf(
  { read }: Batch,
  answered: ReadonlySet<number>,
): readonly (readonly [SegmentWriter, Partial<SegmentNotes>])[] {
  const files: [SegmentWriter, { dueMs: number }][] = [];
  let room = 0;
  for (const entry of entriesOfAll(read)) {
    if (!isAsking(entry)) continue;
    const unpacked = unpackEntry(entry);
    const due = dueEntry(unpacked);
    if (due === undefined) continue;
    for (const { connection, names } of foundIn([unpacked]).asking) {
      const packed = packEntry(due);
      if (packed === undefined || names.some((name) => answered.has(hashName(name)))) continue;
      let file = files.at(-1);
      if (file === undefined || file[0].entries === DUE_ENTRIES || packed.bytes.length > room) {
        file = [new SegmentWriter(), { dueMs: 0 }];
        files.push(file);
        room = DUE_BYTES;
      }
      const [writer, notes] = file;
      writer.add(packed);
      room -= packed.bytes.length;
      notes.dueMs = Math.max(notes.dueMs, connection.dueMs);
    }
  }
  return files;
}

function startsOf({ merged }: Sight, deps: BatchDeps): readonly NamedSegment[] {
  return merged.filter(
    (file) => file.part.startsWith(WHOLE_PART) && isLivingStart(file, deps.nowMs()),
  );
}

/** Writes what there is; gives its key. */
async function write(
  { files }: BatchDeps,
  part: string,
  writer: SegmentWriter,
  notes: Partial<SegmentNotes>,
): Promise<string | undefined> {
  const { wants = [], answered = [] } = notes;
  if (writer.entries + wants.length + answered.length === 0) return undefined;
  const built = writer.build(notes);
  const key = segmentKey(1, part, built);
  await files.write(key, built.content);
  return key;
}

function sorted(
  hashes: ReadonlySet<number>,
  isOne: (hash: number) => boolean = () => true,
): readonly number[] {
  return [...hashes].filter(isOne).sort((a, b) => a - b);
}
