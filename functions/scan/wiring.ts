// Configuration → the scan function's parts, made once per cold start. The only module-level state is built from here.

import { correlations, digest, rules, rulesHash } from '../../dist/rules/ruleset.mjs';
import {
  createS3Object,
  createS3ReadClient,
  createS3SegmentWriter,
  createSqsClient,
  createSqsQueue,
} from '../../src/adapters/aws/index.ts';
import { countLimits } from '../../src/correlate/index.ts';
import {
  keepRevisions,
  LEASE_MS,
  PRODUCT_VERSION,
  recordKeeping,
  type RecordsOf,
} from '../../src/deliver/index.ts';
import { DECODER } from '../../src/decode/index.ts';
import {
  createDeferral,
  createJoinPlan,
  createRouting,
  createScreens,
} from '../../src/pipeline/index.ts';
import type { SendTerms } from '../../src/ports/index.ts';
import { createRegistry } from '../../src/source/index.ts';
import { openKeeping } from '../shared/keeping.ts';
import { createOutbox } from '../shared/outbox.ts';
import { openSegments } from '../shared/segments.ts';
import { openState, SYSTEM_CLOCK } from '../shared/state.ts';
import { admit } from './admit.ts';
import type { ScanConfig } from './config.ts';
import type { ObjectTime } from './object-time.ts';
import { ObjectJoin } from './object-join.ts';
import type { ScanSource } from './source-config.ts';
import { type ObjectDeps, scanAndPublish } from './scan-and-publish.ts';
import type { RequestOutcome, ScanRequest } from './scan-delivery.ts';
import type { Telemetry } from './telemetry.ts';

/** What the scan of an object may take; `signal` ends the reading. */
export interface ScanLimits {
  readonly signal: AbortSignal;
  readonly time: ObjectTime;
}

/** Scans one object, or the rest of it, if it is to be scanned. */
export type ScanOne = (request: ScanRequest, limits: ScanLimits) => Promise<RequestOutcome>;

/** What the objects of a source are scanned with. */
export type DepsOf = (source: ScanSource) => ObjectDeps;

/** Builds the scan of an object. */
export function wireScan(config: ScanConfig, telemetry: Telemetry): ScanOne {
  const s3 = createS3ReadClient();
  const depsOf = objectDeps(config, telemetry);
  telemetry.logger.appendPersistentKeys({ rulesHash });
  return async ({ object: ref, continuation }, { signal, time }) => {
    const admission = admit(ref, config);
    if (admission.kind === 'pass') {
      telemetry.passed(`s3://${ref.bucket}/${ref.key}`, admission.reason);
      return { kind: 'done' };
    }
    const { source } = admission;
    const { owner } = source;
    const target = { ...ref, ...(owner === undefined ? {} : { expectedBucketOwner: owner }) };
    const object = createS3Object(s3, target, { signal });
    return await scanAndPublish(object, ref, depsOf(source), { continuation, time });
  };
}

/** Not the invocation's id: Lambda's own retry has the same, and must not pass for the attempt that died. */
function newTerms(): SendTerms {
  return {
    owner: globalThis.crypto.randomUUID(),
    leaseMs: LEASE_MS,
    atMs: SYSTEM_CLOCK.nowMs(),
  };
}

/** What is said of a rule in a finding. */
const GUIDES = new Map([...rules, ...correlations].map((rule) => [rule.id, rule]));

/** Files of starts, where they are kept in files. */
function segmentsOf(config: ScanConfig): ObjectDeps['segments'] {
  const files = openSegments(config, createS3SegmentWriter);
  const deferral = createDeferral(rules, correlations);
  return files && { files, deferral, counts: countLimits(correlations) };
}

/** What the objects of each source are scanned with: all share the state, and each has its tenant and its reader of records. */
export function objectDeps(config: ScanConfig, telemetry: Telemetry): DepsOf {
  const { queueUrl, joinGraceSeconds } = config;
  const state = openState(config);
  const { ledger, partialMatches, processes } = state;
  const { archives, openQuarantine } = openKeeping(config);
  const routing = createRouting(rules, new Set(), correlations);
  const keepWith = (recordsOf: RecordsOf) =>
    keepRevisions(archives, GUIDES, PRODUCT_VERSION, recordsOf);
  const shared = {
    correlations,
    partialMatches,
    outbox: createOutbox(config, state, { rules, correlations }),
    terms: newTerms,
  };
  const ofJoin = {
    ...shared,
    // Connections that waited are read back, whichever source wrote them.
    evaluation: { registry: createRegistry(), routing, window: {} },
    plan: createJoinPlan(routing),
    processes,
    clock: SYSTEM_CLOCK,
    keeping: () => recordKeeping(keepWith),
  };
  const ofObjects = {
    ...shared,
    decoder: DECODER,
    screens: createScreens(routing, { keepsOffers: joinGraceSeconds > 0 }),
    segments: segmentsOf(config),
    openQuarantine,
    keepWith,
    ledger,
    ruleset: digest,
    queue: queueUrl === undefined ? undefined : createSqsQueue(createSqsClient(), queueUrl),
  };
  return (source) => {
    const { tenant } = source;
    const watch = telemetry.of(source, config.tenant);
    return {
      ...ofObjects,
      tenant,
      quarantine: watch,
      watch,
      evaluation: { registry: createRegistry({ only: source.source }), routing, window: {} },
      ...(joinGraceSeconds > 0 && {
        join: (segment) => new ObjectJoin({ ...ofJoin, tenant }, joinGraceSeconds * 1_000, segment),
      }),
    };
  };
}
