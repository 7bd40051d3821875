// Files → scanned as the scan function does it, over stores in memory: what is kept for other objects is gathered and filed.

import { correlations, rules } from '../../dist/rules/ruleset.mjs';
import { ObjectJoin } from '../../functions/scan/object-join.ts';
import { type ObjectDeps, scanAndPublish } from '../../functions/scan/scan-and-publish.ts';
import type { S3Object } from '../../src/adapters/aws/index.ts';
import {
  createMemorySegmentFiles,
  createMemoryState,
  fileObject,
} from '../../src/adapters/local/index.ts';
import { countLimits } from '../../src/correlate/index.ts';
import { DECODER } from '../../src/decode/index.ts';
import {
  createDeferral,
  createJoinPlan,
  createRouting,
  createScreens,
  type Screens,
} from '../../src/pipeline/index.ts';
import type { Clock } from '../../src/ports/index.ts';
import { createRegistry } from '../../src/source/index.ts';
import { anOutbox } from '../support/outbox.ts';

const TENANT = 'bench';
const GRACE_MS = 15 * 60_000;

const clock: Clock = { nowMs: () => Date.now() };
const routing = createRouting(rules, new Set(), correlations);
const deferral = createDeferral(rules, correlations);
const counts = countLimits(correlations);

/** Gives the records read. Throws where a file was not scanned to its end: its time would be too good. */
export async function scanAsFunction(
  paths: readonly string[],
  lines: 'worth' | 'all',
  signal: AbortSignal,
): Promise<number> {
  let records = 0;
  const screens = lines === 'worth' ? createScreens(routing, { keepsOffers: true }) : undefined;
  const deps = depsOf(screens, (read) => {
    records += read;
  });
  for (const path of paths) {
    const ref = { bucket: 'logs', key: path, etag: path, size: 1 };
    const { kind } = await scanAndPublish(objectOf(path, signal), ref, deps);
    if (kind !== 'done') throw new Error(`${path}: ${kind}`);
  }
  return records;
}

function depsOf(screens: Screens | undefined, read: (records: number) => void): ObjectDeps {
  const state = createMemoryState(clock);
  const segments = { files: createMemorySegmentFiles(clock), deferral, counts };
  const outbox = anOutbox(state, clock);
  const { partialMatches, processes, ledger } = state;
  const terms = () => ({ owner: globalThis.crypto.randomUUID(), leaseMs: 300_000 });
  const shared = { correlations, partialMatches, outbox, terms, tenant: TENANT };
  const evaluation = { registry: createRegistry(), routing, window: {} };
  const ofJoin = { ...shared, evaluation, plan: createJoinPlan(routing), processes, clock };
  const refuse = (object: string, why: unknown) => {
    throw new Error(`${object}: ${String(why)}`);
  };
  return {
    ...shared,
    evaluation,
    decoder: DECODER,
    ...(screens && { screens }),
    quarantine: { keep: () => Promise.resolve() },
    ledger,
    queue: undefined,
    ruleset: 'bench',
    segments,
    join: (segment) => new ObjectJoin(ofJoin, GRACE_MS, segment),
    watch: {
      scanned: ({ counts }) => read(counts.records),
      joined: () => undefined,
      passed: refuse,
      stopped: refuse,
      evidenceLeftOut: () => undefined,
      continued: (object) => refuse(object, 'it was not read to its end'),
      leaked: refuse,
      unpublished: refuse,
      stateFailed: refuse,
    },
  };
}

function objectOf(path: string, signal: AbortSignal): S3Object {
  const { size, open } = fileObject(path, undefined, signal);
  return { name: path, size, failure: undefined, content: { etag: path, size: size ?? 1 }, open };
}
