// Objects → what a replay of them finds: the passes in the order given, then the judge.

import { createMemoryPartialMatches, MemoryFindings } from '../../src/adapters/local/index.ts';
import { loadPack } from '../../src/cli/rule-pack.ts';
import { DECODER } from '../../src/decode/index.ts';
import { unitedFinding } from '../../src/finding/index.ts';
import { type Finding, leastOffers, type Offer, type ScanCounts } from '../../src/model/index.ts';
import { sumCounts } from '../../src/pipeline/index.ts';
import type { KeyOffers, PartialPut, ScanObject } from '../../src/ports/index.ts';
import {
  createPassDeps,
  findPass,
  type ReplayHeld,
  ReplayJudge,
  startsPass,
  Wanted,
  wantedByPartials,
  wantedFrom,
} from '../../src/replay/index.ts';

const SHIPPED = await loadPack(['rules'], new Map());

/** How a replay is made. */
export interface ReplayHow {
  /** @default the shipped rules */
  readonly pack?: Pick<typeof SHIPPED, 'rules' | 'correlations'>;
  /** What the names are added to. @default a filter that is sharp */
  readonly wanted?: Wanted;
  /** Partial matches that the judge's store holds. @default as many as there are */
  readonly maxParts?: number;
}

/** What a replay found, and what it kept on the way. */
export interface MemoryReplay {
  readonly findings: readonly Finding[];
  readonly counts: ScanCounts;
  readonly held: readonly ReplayHeld[];
  readonly offers: readonly KeyOffers[];
  readonly firstParts: readonly PartialPut[];
}

/** Replays the objects; the passes take them in orders of their own. What lies between is text, as in a journal. */
export async function replayInMemory(
  objects: readonly ScanObject[],
  secondOrder: readonly ScanObject[] = objects.toReversed(),
  { pack = SHIPPED, wanted = new Wanted(1_000), maxParts = 100_000 }: ReplayHow = {},
): Promise<MemoryReplay> {
  const decoder = DECODER;
  const quarantine = { keep: async () => undefined };
  const replay = { tenant: 'acme', rules: pack.rules, correlations: pack.correlations };
  const deps = createPassDeps(replay, { decoder, quarantine });
  const store = new MemoryFindings({ nowMs: () => 0 });
  const terms = { owner: 'test', leaseMs: 1 };
  const heldLines: string[] = [];
  const partialLines: string[] = [];
  const offerLines: string[] = [];
  const counts: ScanCounts[] = [];
  const ids = new Set<string>();
  const sink = {
    held: async (some: readonly ReplayHeld[]) => void heldLines.push(JSON.stringify(some)),
    partials: async (some: readonly PartialPut[]) => void partialLines.push(JSON.stringify(some)),
    offers: async (some: readonly KeyOffers[]) => void offerLines.push(JSON.stringify(some)),
  };
  for (const object of objects) {
    const { outcome, parts } = await findPass(object, deps, sink, { partName: object.name });
    counts.push(outcome.counts);
    for (const part of parts) {
      ids.add(part.finding.id);
      await store.record(part, terms);
    }
  }
  const held = heldLines.flatMap((line): ReplayHeld[] => JSON.parse(line));
  const firstParts = partialLines.flatMap((line): PartialPut[] => JSON.parse(line));
  const wants = held.flatMap((one) => one.wants);
  for (const name of [...wants, ...wantedByPartials(firstParts, deps)]) {
    wanted.add(name);
  }
  const read = wantedFrom(wanted.toBytes());
  for (const object of secondOrder) await startsPass(object, deps, read, sink);
  const partials = partialLines.flatMap((line): PartialPut[] => JSON.parse(line));
  const offers = offerLines.flatMap((line): KeyOffers[] => JSON.parse(line));
  const byKey = new Map<string, Offer[]>();
  for (const { key, offers: some } of offers) {
    const id = JSON.stringify([key.source, key.key]);
    byKey.set(id, [...(byKey.get(id) ?? []), ...some]);
  }
  const judge = new ReplayJudge(deps, { store: createMemoryPartialMatches({ maxParts }) });
  judge.judge(
    held.map(({ body, source, keys }) => ({
      body,
      offered: keys.map((key) => leastOffers(byKey.get(JSON.stringify([source, key])) ?? [])),
    })),
  );
  judge.take(partials);
  await judge.settle();
  for (const part of judge.parts()) {
    ids.add(part.finding.id);
    await store.record(part, terms);
  }
  const findings: Finding[] = [];
  for (const id of [...ids].sort()) {
    const stored = await store.read('acme', id);
    if (stored !== undefined) findings.push(unitedFinding(stored));
  }
  return { findings, counts: sumCounts([...counts, judge.counts]), held, offers, firstParts };
}
