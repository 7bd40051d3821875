// Configuration → the steps of a replay, each made for its run. What does not depend on a run is made once per cold start.

import { correlations, digest, rules } from '../../dist/rules/ruleset.mjs';
import {
  createDynamoClient,
  createS3Object,
  createS3ReadClient,
  createS3RunFiles,
  createS3WriteClient,
  createState,
  RunNamespace,
  SYSTEM_WAITING,
} from '../../src/adapters/aws/index.ts';
import { DECODER } from '../../src/decode/index.ts';
import {
  changedPartialMatches,
  keepRevisions,
  PRODUCT_VERSION,
  recordKeeping,
  type RecordsOf,
} from '../../src/deliver/index.ts';
import type { PartialMatchStore } from '../../src/ports/index.ts';
import { createPassDeps } from '../../src/replay/index.ts';
import { openKeeping } from '../shared/keeping.ts';
import { createOutbox } from '../shared/outbox.ts';
import { openState, SYSTEM_CLOCK } from '../shared/state.ts';
import type { ReplayConfig } from './config.ts';
import { enter } from './enter.ts';
import { find } from './find.ts';
import { gather } from './gather.ts';
import { type ReplayRun, type StepInput, StepInputError } from './input.ts';
import { judge } from './judge.ts';
import { report } from './report.ts';
import { starts } from './starts.ts';
import type { StepDeps, StepTime } from './step-deps.ts';

/** Does a step; gives what the state machine goes on with. */
export type DoStep = (input: StepInput, time: StepTime) => Promise<object>;

/** The rules changed while a run was under way: what one half found, the other would not have. */
export class RulesetChangedError extends Error {
  override readonly name = 'RulesetChangedError';
}

/** Files of runs stand under this prefix of the bucket of evidence: they are as raw. */
export const RUNS_PREFIX = 'replays/runs/';

/** Nobody but the run judges what it keeps: a lease is there to be over. */
const JUDGE_LEASE_MS = 1;

/** Builds it. */
export function wireReplay(config: ReplayConfig): DoStep {
  const depsOf = stepDeps(config);
  return async ({ step, run, objects, after, concurrency }, time) => {
    if (!config.tenants.includes(run.tenant)) {
      throw new StepInputError(
        `run.tenant: found ${run.tenant}, expected a tenant of this deployment`,
      );
    }
    if (step === 'begin') {
      const { maxConcurrency } = config;
      const wanted = Math.floor(concurrency ?? maxConcurrency);
      return { ruleset: digest, concurrency: Math.min(Math.max(1, wanted), maxConcurrency) };
    }
    if (run.ruleset !== digest) {
      const found = `found ${run.ruleset}, this function has ${digest}`;
      throw new RulesetChangedError(`the rules were deployed anew since the run began: ${found}`);
    }
    const deps = depsOf(run, time);
    switch (step) {
      case 'find':
        return await find(objects, deps);
      case 'gather':
        return await gather(deps);
      case 'starts':
        return await starts(objects, deps);
      case 'judge':
        return await judge(deps);
      case 'enter':
        return await enter(after, deps);
      case 'report':
        return await report(deps);
    }
  };
}

function stepDeps(config: ReplayConfig): (run: ReplayRun, time: StepTime) => StepDeps {
  const { evidenceBucket, bucketOwner, stateTable: tableName } = config;
  const live = openState(config);
  const client = createDynamoClient();
  const s3 = createS3ReadClient();
  const place = { bucket: evidenceBucket, prefix: RUNS_PREFIX, expectedBucketOwner: bucketOwner };
  const files = createS3RunFiles(createS3WriteClient(), place);
  const { archives, openQuarantine } = openKeeping(config);
  const guides = new Map([...rules, ...correlations].map((rule) => [rule.id, rule]));
  const keepWith = (recordsOf: RecordsOf) =>
    keepRevisions(archives, guides, PRODUCT_VERSION, recordsOf);
  const outbox = createOutbox(config, live, { rules, correlations });
  return (run, time) => {
    const { id, tenant, source } = run;
    const quarantine = { keep: async () => undefined };
    const naming = new RunNamespace(id);
    const clock = SYSTEM_CLOCK;
    const waiting = SYSTEM_WAITING;
    const judgeLeaseMs = JUDGE_LEASE_MS;
    const own = createState({ client, tableName, clock, waiting, naming, judgeLeaseMs });
    return {
      run,
      passes: createPassDeps(
        { tenant, rules, correlations, source },
        { decoder: DECODER, quarantine },
      ),
      open: ({ bucket, key, etag, size }) =>
        createS3Object(s3, { bucket, key, etag, size }, { signal: time.signal }),
      files,
      processes: own.processes,
      partialMatches: dueAtOnce(own.partialMatches),
      ledger: live.ledger,
      outbox,
      keeping: () => recordKeeping(keepWith),
      openQuarantine,
      ruleset: digest,
      clock,
      time,
    };
  };
}

/** All that a run keeps is judged when it has read everything, whatever the events' times: the judge finds it by what is due. */
function dueAtOnce(store: PartialMatchStore): PartialMatchStore {
  return changedPartialMatches(store, {
    put: (puts) => store.put(puts.map((put) => ({ ...put, dueMs: 0 }))),
  });
}
