// Configuration → the settle function's parts, made once per cold start.

import { correlations, rules } from '../../dist/rules/ruleset.mjs';
import {
  createS3SegmentFiles,
  createSqsClient,
  createSqsGauge,
} from '../../src/adapters/aws/index.ts';
import { countLimits } from '../../src/correlate/index.ts';
import {
  keepRevisions,
  LEASE_MS,
  PRODUCT_VERSION,
  recordKeeping,
  type RecordsOf,
} from '../../src/deliver/index.ts';
import { CANARY_TENANT } from '../../src/model/index.ts';
import { createDeferral, createJoinPlan, createRouting } from '../../src/pipeline/index.ts';
import { FooterCache } from '../../src/segments/index.ts';
import { createRegistry } from '../../src/source/index.ts';
import { openKeeping } from '../shared/keeping.ts';
import { createOutbox } from '../shared/outbox.ts';
import { openSegments } from '../shared/segments.ts';
import { openState, SYSTEM_CLOCK } from '../shared/state.ts';
import type { SettleConfig } from './config.ts';
import { judgeUpTo, type WatchedQueue } from './hold-back.ts';
import { settle, type SettleReport } from './settle.ts';

/** Settles what is due now, while there is time. */
export type SettleNow = (hasTime: () => boolean) => Promise<SettleReport>;

/** Is told what a report has no room for. */
export interface SettleWatch {
  /** The source queue could not be asked how much waits in it. */
  readonly backlogUnknown: (error: Error) => void;
  /** A file of starts cannot be read, and was put aside. */
  readonly segmentBroken: (key: string, reason: string) => void;
}

/** Builds it. */
export function wireSettle(
  config: SettleConfig,
  { backlogUnknown, segmentBroken }: SettleWatch,
): SettleNow {
  // The queue is of all tenants, and so is what is noted of it.
  const { tenant } = config;
  const state = openState(config);
  const { backlog: notes, index, ledger, partialMatches, processes } = state;
  const routing = createRouting(rules, new Set(), correlations);
  const hold = { tenant, queue: watchedQueue(config), notes, ledger, unknown: backlogUnknown };
  const guides = new Map([...rules, ...correlations].map((rule) => [rule.id, rule]));
  const { archives } = openKeeping(config);
  const keepWith = (recordsOf?: RecordsOf) =>
    keepRevisions(archives, guides, PRODUCT_VERSION, recordsOf);
  const files = openSegments(config, createS3SegmentFiles);
  const shared = {
    segments: files && {
      files,
      deferral: createDeferral(rules, correlations),
      ...(config.starts !== 'table' && { counts: countLimits(correlations) }),
      footers: new FooterCache(),
      broken: segmentBroken,
    },
    tenants: new Set([...config.tenants, CANARY_TENANT]),
    correlations,
    partialMatches,
    ledger,
    index,
    judgeUpTo: (nowMs: number) => judgeUpTo(nowMs, hold),
    outbox: { ...createOutbox(config, state, { rules, correlations }), keep: keepWith() },
    join: {
      plan: createJoinPlan(routing),
      evaluation: { registry: createRegistry(), routing, window: {} },
      processes,
      clock: SYSTEM_CLOCK,
      keeping: () => recordKeeping(keepWith),
    },
  };
  return (hasTime) => {
    const nowMs = SYSTEM_CLOCK.nowMs();
    const terms = { owner: globalThis.crypto.randomUUID(), leaseMs: LEASE_MS, atMs: nowMs };
    return settle(nowMs, { ...shared, terms, hasTime });
  };
}

function watchedQueue({ queueUrl, roundSize }: SettleConfig): WatchedQueue | undefined {
  if (queueUrl === undefined || roundSize === undefined) return undefined;
  return { gauge: createSqsGauge(createSqsClient(), queueUrl), roundSize };
}
