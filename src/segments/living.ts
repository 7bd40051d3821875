// How long merged files count, and what is asked for in those that do.

import { SegmentError } from './errors.ts';
import { DUE_PART, type NamedSegment, WANTS_PART } from './file-names.ts';
import type { FooterCache } from './footer-cache.ts';
import type { SegmentFooter } from './segment-reader.ts';
import { type AsideDeps, putAside } from './whole-segment.ts';
import type { Sight } from './sight.ts';

const HOUR_MS = 3_600_000;

/** A start is kept a day, as the table keeps it. */
export const STARTS_MS = 24 * HOUR_MS;
/** Names are asked for as long again behind {@link RENEWED_MS} as a connection is kept. */
export const WANTS_MS = 36 * HOUR_MS;
/** Who asks for a name that was asked for within this time asks for nothing new. */
const RENEWED_MS = WANTS_MS - STARTS_MS;

/** What is asked for. */
export interface LivingWants {
  readonly all: ReadonlySet<number>;
  /** Of those, names that need not be looked for in what was merged: whoever asked first has, and all that came since met them. */
  readonly examined: ReadonlySet<number>;
  /** Of those, names under which something was found: whoever asks is handed on with it. */
  readonly answered: ReadonlySet<number>;
}

/** What reading them takes. */
export interface LivingDeps extends AsideDeps {
  readonly footers: FooterCache;
  nowMs(): number;
}

/** True while starts of a merged file are kept. */
export function isLivingStart({ modifiedMs }: NamedSegment, nowMs: number): boolean {
  return nowMs - modifiedMs < STARTS_MS;
}

/** True where a merged file is of no more use. Of connections that are to be judged it never is: who judges them removes it. */
export function isOver(file: NamedSegment, nowMs: number): boolean {
  if (file.part === DUE_PART) return false;
  return nowMs - file.modifiedMs >= (file.part === WANTS_PART ? WANTS_MS : STARTS_MS);
}

/** Reads them. Throws SegmentGoneError where a file was merged meanwhile. */
export async function livingWants(sight: Sight, deps: LivingDeps): Promise<LivingWants> {
  const all = new Set<number>();
  const examined = new Set<number>();
  const answered = new Set<number>();
  for (const file of sight.merged) {
    const ageMs = deps.nowMs() - file.modifiedMs;
    if (file.part !== WANTS_PART || ageMs >= WANTS_MS) continue;
    const notes = await footerOrAside(file, deps);
    if (notes === undefined) continue;
    const { wants, inputs } = notes;
    for (const hash of wants) all.add(hash);
    for (const hash of notes.answered) answered.add(hash);
    if (ageMs >= RENEWED_MS || !isFinished(file, inputs, sight, deps)) continue;
    for (const hash of wants) examined.add(hash);
  }
  return { all, examined, answered };
}

/**
 * True where no file is left of those that it was merged of: they are removed once everything in them has met everything else.
 * Whoever merged them may have ended before.
 */
export function isFinished(
  file: NamedSegment,
  inputs: readonly string[],
  { fresh, isWhole }: Sight,
  { footers }: Pick<LivingDeps, 'footers'>,
): boolean {
  if (file.level > 1 || footers.isDone(file)) return true;
  const left = new Set(fresh.map(({ content }) => content));
  return isWhole && !inputs.some((content) => left.has(content));
}

/** What a file says of itself; undefined for one that cannot be read, and is put aside. Throws SegmentGoneError. */
export async function footerOrAside(
  file: NamedSegment,
  deps: LivingDeps,
): Promise<SegmentFooter | undefined> {
  try {
    return await deps.footers.read(deps.files, file);
  } catch (thrown) {
    if (!(thrown instanceof SegmentError)) throw thrown;
    await putAside(deps, file.key, thrown.message);
    return undefined;
  }
}
