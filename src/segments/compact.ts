// Merged files of one level and part, once there are several → one of the next level, or one for each eighth of the hashes.
//
// What is written stands before what it was made of is removed, and behind it in the order of keys: whoever looks meanwhile
// meets every entry at least once.

import { SegmentError, SegmentGoneError } from './errors.ts';
import {
  childOf,
  DUE_PART,
  MAX_LEVEL,
  type NamedSegment,
  segmentKey,
  WANTS_PART,
} from './file-names.ts';
import { isFinished, isOver } from './living.ts';
import { mergeEntries } from './merge-entries.ts';
import type { PromoteDeps } from './promote.ts';
import { entriesOf, readFooter } from './segment-reader.ts';
import { SegmentWriter } from './segment-writer.ts';
import { look, type Sight } from './sight.ts';
import { TallyWriter } from './tally.ts';
import { putAside, readWhole } from './whole-segment.ts';

/** Files of a part that are merged together. */
const FAN_IN = 8;
/** Bytes of files that are merged together, at most, but for the first two. */
const MERGE_BYTES = 48 * 2 ** 20;
/** What is larger is split, so that no merge takes longer than a run has. */
const MAX_FILE_BYTES = 6 * 2 ** 20;

/** What came of it. */
export interface CompactReport {
  /** Files that were merged into others, and files that had ended. */
  readonly merged: number;
  readonly removed: number;
}

type CompactDeps = Omit<PromoteDeps, 'promote'>;

/** Merges and removes, while there is time. Run twice at once it writes the same twice, and loses nothing. */
export async function compactSegments(sight: Sight, deps: CompactDeps): Promise<CompactReport> {
  const { files, hasTime, nowMs } = deps;
  const over = sight.merged.filter((file) => isOver(file, nowMs()));
  if (over.length > 0) await files.remove(over.map(({ key }) => key));
  const living = sight.merged.filter(
    (file) => !over.includes(file) && file.level < MAX_LEVEL && file.part !== DUE_PART,
  );
  const groups = Map.groupBy(living, ({ level, part }) => `${level}/${part}`);
  let merged = 0;
  for (const group of groups.values()) {
    if (group.length < FAN_IN || !hasTime()) continue;
    // Files of objects that the group was merged of were there before it: a look that begins behind that shows those left.
    const isAsked = group.some(({ level, part }) => level === 1 && part === WANTS_PART);
    merged += await mergeGroup(group, isAsked ? await look(files) : sight, deps);
  }
  return { merged, removed: over.length };
}

async function mergeGroup(
  group: readonly NamedSegment[],
  sight: Sight,
  deps: CompactDeps,
): Promise<number> {
  const inputs: { file: NamedSegment; content: Uint8Array }[] = [];
  let bytes = 0;
  try {
    for (const file of group.toSorted((a, b) => a.modifiedMs - b.modifiedMs)) {
      bytes += file.bytes;
      if (inputs.length === FAN_IN || (inputs.length >= 2 && bytes > MERGE_BYTES)) break;
      const content = await readGood(file, sight, deps);
      if (content !== undefined) inputs.push({ file, content });
    }
    const [first] = inputs;
    if (first === undefined || inputs.length < 2) return 0;
    const contents = inputs.map(({ content }) => content);
    if (first.file.part === WANTS_PART) await mergeWants(first.file, contents, deps);
    else await mergeStarts(first.file, contents, deps);
    await deps.files.remove(inputs.map(({ file }) => file.key));
    return inputs.length;
  } catch (thrown) {
    if (thrown instanceof SegmentGoneError) return 0;
    throw thrown;
  }
}

/** What may be merged: of names that are asked for only where nobody need know any more which files asked. */
async function readGood(
  file: NamedSegment,
  sight: Sight,
  deps: CompactDeps,
): Promise<Uint8Array | undefined> {
  try {
    const content = await readWhole(deps.files, file);
    return isFinished(file, readFooter(content).inputs, sight, deps) ? content : undefined;
  } catch (thrown) {
    if (!(thrown instanceof SegmentError)) throw thrown;
    await putAside(deps, file.key, thrown.message);
    return undefined;
  }
}

async function mergeWants(
  { level, part }: NamedSegment,
  contents: readonly Uint8Array[],
  { files }: CompactDeps,
): Promise<void> {
  const notes = contents.map(readFooter);
  const united = (lists: readonly (readonly number[])[]) =>
    [...new Set(lists.flat())].sort((a, b) => a - b);
  const wants = united(notes.map((one) => one.wants));
  const answered = united(notes.map((one) => one.answered));
  const built = new SegmentWriter().build({ wants, answered });
  await files.write(segmentKey(level + 1, part, built), built.content);
}

async function mergeStarts(
  { level, part }: NamedSegment,
  contents: readonly Uint8Array[],
  { files }: CompactDeps,
): Promise<void> {
  const bytes = contents.reduce((sum, { length }) => sum + length, 0);
  const isSplit = bytes > MAX_FILE_BYTES;
  let open: { readonly part: string; readonly writer: SegmentWriter } | undefined;
  const close = async () => {
    if (open === undefined || open.writer.entries === 0) return;
    const built = open.writer.build();
    await files.write(segmentKey(level + 1, open.part, built), built.content);
  };
  for (const entry of mergeEntries(contents.map(entriesOf))) {
    const own = isSplit ? childOf(part, entry.hash) : part;
    if (own !== open?.part) {
      await close();
      open = { part: own, writer: new SegmentWriter(new TallyWriter()) };
    }
    open.writer.add(entry);
  }
  await close();
}
