// Objects → what a replay of them finds: the passes in the order given, then the judge.

import { createMemoryPartialMatches, MemoryFindings } from '../../src/adapters/local/index.ts';
import { loadPack } from '../../src/cli/rule-pack.ts';
import { decodeObject, parseRecord } from '../../src/decode/index.ts';
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

const { rules, correlations } = await loadPack(['rules'], new Map());

/** What a replay with the shipped rules found, and what it kept on the way. */
export interface MemoryReplay {
  readonly findings: readonly Finding[];
  readonly counts: ScanCounts;
  readonly held: readonly ReplayHeld[];
  readonly offers: readonly KeyOffers[];
  readonly firstParts: readonly PartialPut[];
}

/** Replays the objects; the passes take them in orders of their own. */
export async function replayInMemory(
  objects: readonly ScanObject[],
  secondOrder: readonly ScanObject[] = objects.toReversed(),
): Promise<MemoryReplay> {
  const decoder = { decodeObject, parseRecord };
  const quarantine = { keep: async () => undefined };
  const replay = { tenant: 'acme', rules, correlations };
  const deps = createPassDeps(replay, { decoder, quarantine });
  const store = new MemoryFindings({ nowMs: () => 0 });
  const terms = { owner: 'test', leaseMs: 1 };
  const held: ReplayHeld[] = [];
  const partials: PartialPut[] = [];
  const offers: KeyOffers[] = [];
  const counts: ScanCounts[] = [];
  const ids = new Set<string>();
  const sink = {
    held: async (some: readonly ReplayHeld[]) => void held.push(...some),
    partials: async (some: readonly PartialPut[]) => void partials.push(...some),
    offers: async (some: readonly KeyOffers[]) => void offers.push(...some),
  };
  for (const object of objects) {
    const { outcome, parts } = await findPass(object, deps, sink, { partName: object.name });
    counts.push(outcome.counts);
    for (const part of parts) {
      ids.add(part.finding.id);
      await store.record(part, terms);
    }
  }
  const firstParts = [...partials];
  const wanted = new Wanted(1_000);
  for (const name of [...held.flatMap(({ wants }) => wants), ...wantedByPartials(partials, deps)]) {
    wanted.add(name);
  }
  const read = wantedFrom(wanted.toBytes());
  for (const object of secondOrder) await startsPass(object, deps, read, sink);
  const byKey = new Map<string, Offer[]>();
  for (const { key, offers: some } of offers) {
    const id = JSON.stringify([key.source, key.key]);
    byKey.set(id, [...(byKey.get(id) ?? []), ...some]);
  }
  const judge = new ReplayJudge(deps, { store: createMemoryPartialMatches() });
  judge.judge(
    held.map(({ body, source, keys }) => ({
      body,
      offered: keys.map((key) => leastOffers(byKey.get(JSON.stringify([source, key])) ?? [])),
    })),
  );
  judge.take(partials.toSorted((a, b) => a.part.timeMs - b.part.timeMs));
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
