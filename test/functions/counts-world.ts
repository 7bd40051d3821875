// Matches of correlations that count, in objects → what the scan function's and settle's own code make of them by files.

import assert from 'node:assert/strict';
import { SegmentOfObject } from '../../functions/scan/segment-of-object.ts';
import { promoteStarts } from '../../functions/settle/promote-starts.ts';
import { TenantJudges } from '../../functions/settle/tenant-judges.ts';
import { createMemorySegmentFiles, createMemoryState } from '../../src/adapters/local/index.ts';
import { type CountLimits, countLimits } from '../../src/correlate/index.ts';
import { changedFindings, changedPartialMatches } from '../../src/deliver/index.ts';
import { eventId, FindingFold, packEvidence, unitedFinding } from '../../src/finding/index.ts';
import type { CompiledCorrelation, Finding, Match } from '../../src/model/index.ts';
import {
  CorrelatedMatches,
  createDeferral,
  createJoinPlan,
  createRouting,
  deliverFindings,
} from '../../src/pipeline/index.ts';
import type { PartialMatchStore, SegmentFiles } from '../../src/ports/index.ts';
import { FooterCache } from '../../src/segments/index.ts';
import { createRegistry } from '../../src/source/index.ts';
import { anOutbox, sinkInto } from '../support/outbox.ts';
import { createSetClock, MINUTE_MS, type SetClock } from '../support/set-clock.ts';

/** Where an object's matches come from: its scan, or the judging of connections that waited. */
export type Whence = 'scanned' | 'judged';

/** A deployment whose correlations count. */
export interface CountsWorld {
  readonly clock: SetClock;
  readonly files: SegmentFiles;
  /** Ids and revisions of alerts as published. */
  readonly published: string[];
  /** Event ids of partial matches that the table was asked to keep, in their order. */
  readonly stored: string[];
  /** Ranges that the table was asked for. */
  readonly ranges: { count: number };
  /** One object of matches. */
  scan(matches: readonly Match[], from?: Whence, files?: SegmentFiles): Promise<void>;
  /** One run of settle over the files. */
  settle(files?: SegmentFiles): Promise<void>;
  /** Judges what later events could have undone. */
  judgeDue(): Promise<void>;
  findings(): Promise<readonly Finding[]>;
}

let owners = 0;
const terms = () => ({ owner: `owner-${owners++}`, leaseMs: 5 * MINUTE_MS });

/** An empty one. */
export function openCounts(
  correlations: readonly CompiledCorrelation[],
  counts: CountLimits = countLimits(correlations),
): CountsWorld {
  const clock = createSetClock();
  const state = createMemoryState(clock);
  const files = createMemorySegmentFiles(clock);
  const [published, stored]: [string[], string[]] = [[], []];
  const found = new Set<string>();
  const ranges = { count: 0 };
  const findings = changedFindings(state.findings, {
    record: (part, attempt) => {
      found.add(part.finding.id);
      return state.findings.record(part, attempt);
    },
  });
  const table = changedPartialMatches(state.partialMatches, {
    put: (puts) => {
      stored.push(...puts.map(({ part }) => part.eventId));
      return state.partialMatches.put(puts);
    },
    range: (group, spans) => {
      ranges.count++;
      return state.partialMatches.range(group, spans);
    },
  });
  const outbox = anOutbox({ ...state, findings }, clock, { sink: sinkInto(published) });
  const deferral = createDeferral([], correlations);
  const routing = createRouting([], new Set(), correlations);
  const matched = (store: PartialMatchStore, fold: FindingFold) =>
    new CorrelatedMatches({
      ...{ tenant: 'acme', correlations, store, fold },
      reader: { eventId, packEvidence },
    });
  const deliver = async (fold: FindingFold, name: string) =>
    void (await deliverFindings(fold.parts(name), outbox, terms()));
  let objects = 0;
  return {
    ...{ clock, files, published, stored, ranges },
    async scan(matches, from = 'scanned', into = files) {
      const segment = new SegmentOfObject({ files: into, deferral, counts }, 'acme', table);
      const fold = new FindingFold('acme');
      const scanned = matched(from === 'scanned' ? segment.partialMatches : segment.judged, fold);
      for (const match of matches) scanned.add(match);
      await scanned.flush();
      await deliver(fold, `object ${++objects}`);
      await segment.write([], []);
    },
    async settle(over = files) {
      const evaluation = { registry: createRegistry(), routing, window: {} };
      const shared = { tenants: new Set(['acme']), correlations, partialMatches: table, outbox };
      const judges = new TenantJudges({
        ...{ ...shared, ...state, clock, terms, evaluation, plan: createJoinPlan(routing) },
      });
      const broken = (key: string, reason: string) => assert.fail(`${key}: ${reason}`);
      const segments = { files: over, deferral, counts, footers: new FooterCache(), broken };
      await promoteStarts(segments, judges, { ...shared, terms: terms(), hasTime: () => true });
    },
    async judgeDue() {
      const fold = new FindingFold('acme');
      await matched(table, fold).settle(Number.POSITIVE_INFINITY);
      await deliver(fold, 'settle');
    },
    async findings() {
      const ids = [...found].sort();
      const all = await Promise.all(ids.map((id) => state.findings.read('acme', id)));
      return all.flatMap((one) => (one === undefined ? [] : [unitedFinding(one)]));
    },
  };
}
