// A journal of which both passes are over → the findings of the run, each with what all objects have of it.

import { createMemoryPartialMatches, MemoryFindings } from '../../adapters/local/index.ts';
import { unitedFinding } from '../../finding/index.ts';
import {
  type Finding,
  type FindingPart,
  leastOffers,
  type Offer,
  type ScanCounts,
} from '../../model/index.ts';
import { sumCounts } from '../../pipeline/index.ts';
import type { KeyOffers, PartialPut } from '../../ports/index.ts';
import {
  type HeldWithOffers,
  type PassDeps,
  type ReplayHeld,
  ReplayJudge,
} from '../../replay/index.ts';
import type { Journal } from './journal.ts';

/** What a run found. */
export interface JudgedRun {
  readonly parts: readonly FindingPart[];
  readonly findings: readonly Finding[];
  /** Of all objects and of the judge. */
  readonly counts: ScanCounts;
  /** Partial matches that found no room in memory: findings of their groups say "at least". */
  readonly overflowed: number;
}

/** Partial matches in the memory of one machine: about 1.7 KB each. */
const BOUNDS = { maxParts: 300_000, maxBytes: 512 * 2 ** 20 };

/** Partial matches that are on their way there at a time; for each so many the journal is read once. */
const TAKEN_AT_ONCE = 100_000;

/** Held connections judged at a time. */
const JUDGED_AT_ONCE = 500;

/** Time means nothing to a store that is filled and read by one process. */
const NO_CLOCK = { nowMs: () => 0 };

/** Judges all; the same again each time. Before the passes are over it says what is known so far. */
export async function judgeJournal(
  journal: Journal,
  deps: PassDeps,
  takenAtOnce: number = TAKEN_AT_ONCE,
): Promise<JudgedRun> {
  const store = createMemoryPartialMatches(BOUNDS);
  const judge = new ReplayJudge(deps, { store });
  const { offers, timesMs, parts, counts } = await gather(journal);
  let batch: HeldWithOffers[] = [];
  for await (const line of journal.read()) {
    if (line.kind !== 'held') continue;
    batch.push(...line.items.map((held) => withOffers(held, offers)));
    if (batch.length < JUDGED_AT_ONCE) continue;
    judge.judge(batch);
    batch = [];
  }
  judge.judge(batch);
  // By time: the store lets go of what lies behind.
  for (const [fromMs, untilMs] of spansOf(timesMs, takenAtOnce)) {
    for await (const line of journal.read()) {
      if (line.kind !== 'partials') continue;
      judge.take(line.items.filter((put) => isWithin(put, fromMs, untilMs)));
    }
    await judge.store(untilMs);
  }
  await judge.settle();
  const all = [...parts, ...judge.parts()];
  return {
    parts: all,
    findings: await unite(all),
    counts: sumCounts([counts, judge.counts]),
    overflowed: store.overflowed,
  };
}

interface Gathered {
  readonly offers: ReadonlyMap<string, readonly Offer[]>;
  /** Of the partial matches. */
  readonly timesMs: readonly number[];
  readonly parts: readonly FindingPart[];
  readonly counts: ScanCounts;
}

async function gather(journal: Journal): Promise<Gathered> {
  const offers = new Map<string, readonly Offer[]>();
  const timesMs: number[] = [];
  const parts: FindingPart[] = [];
  let counts = sumCounts([]);
  for await (const line of journal.read()) {
    if (line.kind === 'offers') for (const one of line.items) addOffers(offers, one);
    if (line.kind === 'partials') timesMs.push(...line.items.map(({ part }) => part.timeMs));
    if (line.kind === 'parts') parts.push(...line.items);
    if (line.kind === 'done' && line.counts !== undefined)
      counts = sumCounts([counts, line.counts]);
  }
  return { offers, timesMs: timesMs.sort((a, b) => a - b), parts, counts };
}

/** All of time, cut where so many partial matches lie between two cuts; those of one time lie together. */
function spansOf(timesMs: readonly number[], most: number): readonly (readonly [number, number])[] {
  const cuts = [Number.NEGATIVE_INFINITY];
  for (let index = most; index < timesMs.length; index += most) {
    const cut = timesMs[index] ?? Number.POSITIVE_INFINITY;
    if (cut !== cuts.at(-1)) cuts.push(cut);
  }
  return cuts.map((cut, index) => [cut, cuts[index + 1] ?? Number.POSITIVE_INFINITY]);
}

function isWithin({ part: { timeMs } }: PartialPut, fromMs: number, untilMs: number): boolean {
  return timeMs >= fromMs && (timeMs < untilMs || untilMs === Number.POSITIVE_INFINITY);
}

function addOffers(all: Map<string, readonly Offer[]>, { key, offers }: KeyOffers): void {
  const id = offerKey(key.source, key.key);
  all.set(id, leastOffers([...(all.get(id) ?? []), ...offers]));
}

function withOffers(
  { body, source, keys }: ReplayHeld,
  offers: ReadonlyMap<string, readonly Offer[]>,
): HeldWithOffers {
  return { body, offered: keys.map((key) => offers.get(offerKey(source, key)) ?? []) };
}

function offerKey(source: string, key: string): string {
  return `${source} ${key}`;
}

async function unite(parts: readonly FindingPart[]): Promise<readonly Finding[]> {
  const store = new MemoryFindings(NO_CLOCK);
  const tenants = new Map<string, string>();
  for (const part of parts) {
    tenants.set(part.finding.id, part.finding.tenant);
    await store.record(part, { owner: 'replay', leaseMs: 0 });
  }
  const findings: Finding[] = [];
  for (const [id, tenant] of tenants) {
    const stored = await store.read(tenant, id);
    if (stored !== undefined) findings.push(unitedFinding(stored));
  }
  return findings.sort((a, b) => compare(a.time ?? '~', b.time ?? '~') || compare(a.id, b.id));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
