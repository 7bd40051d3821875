// Connections for which nothing was found, once they are due → handed over to be judged without what they ask for.

import type { OpenConnection } from '../ports/index.ts';
import { type Asking, foundIn } from './entries.ts';
import { SegmentError, SegmentGoneError } from './errors.ts';
import { DUE_PART, type NamedSegment } from './file-names.ts';
import { type LivingDeps, livingWants } from './living.ts';
import { hashName } from './names.ts';
import { entriesOf, unpackEntry } from './segment-reader.ts';
import { look, type Sight } from './sight.ts';
import { putAside, readWhole } from './whole-segment.ts';

/** What judging is given. */
export interface DueDeps extends LivingDeps {
  /** Judges them with what there is, and keeps what is found. The same may be handed over again. */
  judge(connections: readonly OpenConnection[]): Promise<void>;
  /** Something was found for them while they were being judged: whoever handed them on may have found nothing to revise yet. */
  again(connections: readonly OpenConnection[]): Promise<void>;
  /** True while there is time for another file. */
  hasTime(): boolean;
}

/** Connections that are judged together. */
const AT_ONCE = 200;

/**
 * Judges what is due at `nowMs`, each file once: it is removed when all of it was judged. What was answered by then was handed
 * on, and is judged where it went. Gives the number of connections.
 */
export async function judgeDueSegments(
  sight: Sight,
  nowMs: number,
  deps: DueDeps,
): Promise<number> {
  try {
    const files = await filesDue(sight, nowMs, deps);
    return files.length === 0 ? 0 : await judgeFiles(files, deps);
  } catch (thrown) {
    // Another run is at it.
    if (thrown instanceof SegmentGoneError) return 0;
    throw thrown;
  }
}

/** Files that were due at that time, and are there. */
export async function countDueSegments(
  sight: Sight,
  untilMs: number,
  deps: LivingDeps,
): Promise<number> {
  try {
    return (await filesDue(sight, untilMs, deps)).length;
  } catch (thrown) {
    if (thrown instanceof SegmentGoneError) return 0;
    throw thrown;
  }
}

async function filesDue(
  { merged }: Sight,
  untilMs: number,
  deps: LivingDeps,
): Promise<readonly NamedSegment[]> {
  const files: NamedSegment[] = [];
  for (const file of merged) {
    if (file.part === DUE_PART && (await isDue(file, untilMs, deps))) files.push(file);
  }
  return files;
}

async function judgeFiles(files: readonly NamedSegment[], deps: DueDeps): Promise<number> {
  let answered = await answeredNow(deps);
  let judged = 0;
  // One is done before the next is read: hours of them may be due at once, and whoever dies at one has not to do all again.
  for (const file of files) {
    if (!deps.hasTime()) break;
    const before = answered;
    const open = (await askingIn(file, deps)).filter((one) => !isAnswered(one, before));
    for (let from = 0; from < open.length; from += AT_ONCE) {
      await deps.judge(open.slice(from, from + AT_ONCE).map(({ connection }) => connection));
    }
    if (open.length > 0) {
      const after = await answeredNow(deps);
      const again = open.filter((one) => isAnswered(one, after));
      if (again.length > 0) await deps.again(again.map(({ connection }) => connection));
      answered = after;
    }
    await deps.files.remove([file.key]);
    judged += open.length;
  }
  return judged;
}

async function answeredNow(deps: DueDeps): Promise<ReadonlySet<number>> {
  return (await livingWants(await look(deps.files), deps)).answered;
}

function isAnswered({ names }: Asking, answered: ReadonlySet<number>): boolean {
  return names.some((name) => answered.has(hashName(name)));
}

async function isDue(file: NamedSegment, nowMs: number, deps: LivingDeps): Promise<boolean> {
  return (
    (await orAside(file, deps, async () => {
      const { dueMs } = await deps.footers.read(deps.files, file);
      return dueMs <= nowMs;
    })) ?? false
  );
}

async function askingIn(file: NamedSegment, deps: DueDeps): Promise<readonly Asking[]> {
  const read = await orAside(file, deps, async () => {
    const content = await readWhole(deps.files, file);
    return foundIn([...entriesOf(content)].map(unpackEntry)).asking;
  });
  return read ?? [];
}

/** What is read of a file; undefined for one that cannot be read, and is put aside. */
async function orAside<T>(
  file: NamedSegment,
  deps: LivingDeps,
  read: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (thrown) {
    if (!(thrown instanceof SegmentError)) throw thrown;
    await putAside(deps, file.key, thrown.message);
    return undefined;
  }
}
