// Starts that are not kept change nothing: the findings are those of keeping every start, and of one scan over all.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Finding, JsonObject } from '../../src/model/index.ts';
import type { JoinPlan } from '../../src/pipeline/index.ts';
import { scanRecords as scanTogether } from '../pipeline/join-scan.ts';
import { sample } from '../support/check.ts';
import {
  GRACE_MS,
  keepingEveryStart,
  openJoinWorld,
  scanRecords,
  settleNow,
  storedFindings,
} from './join-world.ts';
import {
  type CaseLogger,
  ELASTIC,
  type ProcessCase,
  processCase,
  SYSMON,
  signedOrNot,
} from './process-cases.ts';

const CASES = sample(fc.array(processCase, { minLength: 100, maxLength: 100 }), 2);

interface Outcome {
  readonly findings: readonly string[];
  readonly kept: number;
}

/** What is the same wherever starts and connections lie. */
function coreOf({ id, rule, entityKey, count }: Finding): string {
  return `${entityKey} ${rule.title} ${count} ${id}`;
}

async function scanApart(
  objects: readonly (readonly JsonObject[])[],
  plan?: JoinPlan,
): Promise<Outcome> {
  const world = openJoinWorld(plan === undefined ? {} : { plan });
  for (const [index, object] of objects.entries()) {
    assert.equal(await scanRecords(world, `${index}.json`, object), 'done');
  }
  world.clock.advance(GRACE_MS);
  await settleNow(world);
  const stored = await storedFindings(world);
  assert.equal(world.countDue(), 0);
  return {
    findings: stored.map(({ finding }) => coreOf(finding)).sort(),
    kept: world.reports.reduce((sum, { starts }) => sum + starts.kept, 0),
  };
}

function objectsOf(logger: CaseLogger, cases: readonly ProcessCase[]) {
  const starts = cases.map((one, index) => logger.start(one, index));
  const connections = cases.map((one, index) => logger.connection(one, index));
  return { starts, connections };
}

/** Starts first, and connections first. */
function ordersOf(logger: CaseLogger, cases: readonly ProcessCase[]) {
  const { starts, connections } = objectsOf(logger, cases);
  return [
    [starts, connections],
    [connections, starts],
  ] as const;
}

/** Compares what is found with few starts and with all. */
async function compareWithEvery(logger: CaseLogger): Promise<{ kept: number; every: number }> {
  let [kept, every, found] = [0, 0, 0];
  for (const cases of CASES) {
    for (const objects of ordersOf(logger, cases)) {
      const some = await scanApart(objects);
      const all = await scanApart(objects, keepingEveryStart());
      assert.deepEqual(some.findings, all.findings);
      found += all.findings.length;
      kept += some.kept;
      every += all.kept;
    }
  }
  assert.ok(found > 100, 'or the cases say nothing');
  return { kept, every };
}

async function compareWithOneScan(
  logger: CaseLogger,
  samples: readonly (readonly ProcessCase[])[],
): Promise<void> {
  for (const cases of samples) {
    for (const objects of ordersOf(logger, cases)) {
      const whole = await scanTogether([objects.flat()]);
      const apart = await scanApart(objects);
      assert.deepEqual(apart.findings, whole.findings.map(coreOf).sort());
    }
  }
}

describe('Starts that cannot matter', () => {
  it('are not kept of Elastic Defend, and what is found is what all starts find', async () => {
    const { kept, every } = await compareWithEvery(ELASTIC);
    assert.ok(kept < 0.8 * every, `${kept} of ${every}`);
  });

  it('are missed by no connection of Elastic Defend that says how its program is signed', async () => {
    await compareWithOneScan(
      ELASTIC,
      CASES.map((cases) => cases.map(signedOrNot)),
    );
  });

  it('are none of Sysmon’s: a connection may name no program, and is unattributed without its start', async () => {
    const { kept, every } = await compareWithEvery(SYSMON);
    assert.equal(kept, every);
    await compareWithOneScan(SYSMON, CASES.slice(0, 1));
  });
});
