// A run whose files say what no run of a good day leaves behind: what the second pass missed, text that ends lines elsewhere, plans
// that contradict themselves.

import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { createMemoryObjectLedger, openPlan } from '../../../src/adapters/local/index.ts';
import { enterObjects } from '../../../src/cli/replay/enter-objects.ts';
import { Journal } from '../../../src/cli/replay/journal.ts';
import { judgeJournal } from '../../../src/cli/replay/judge-journal.ts';
import { loadPack } from '../../../src/cli/rule-pack.ts';
import { DECODER } from '../../../src/decode/index.ts';
import { sumCounts } from '../../../src/pipeline/index.ts';
import { createPassDeps } from '../../../src/replay/index.ts';
import { replayLogs } from '../../replay/attacks.ts';
import { plannedFile } from '../../../bench/draft-plan.ts';
import { makePlan, TENANT, writeLogs } from '../../replay/make-plan.ts';
import { runHere } from '../run-here.ts';
import { linesOf, onlyRun, summaryOf } from './run-files.ts';

const OBJECTS = 6;

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'replay-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A plan; the name of each object has what ends a line of text, and none of JSON. */
async function planIn(folder: string): Promise<string> {
  const logs = await replayLogs({ objects: OBJECTS, attacks: 24, seed: 5, noiseBytes: 1_000 });
  const named = logs.map(({ bytes }, index) => ({ name: `\u2028${index}\u2029\u0085.gz`, bytes }));
  const plan = join(folder, 'plan');
  await makePlan(plan, writeLogs(join(folder, 'logs'), named).map(plannedFile));
  return plan;
}

async function depsOf() {
  const { rules, correlations } = await loadPack([], new Map());
  return createPassDeps(
    { tenant: TENANT, rules, correlations },
    { decoder: DECODER, quarantine: { keep: async () => undefined } },
  );
}

describe('a run on one machine', () => {
  it('reads names with line separators, judges in any portions, and says what the second pass did not see', async (t) => {
    const plan = await planIn(folderOf(t));
    const { code, stderr } = await runHere(['replay', 'run', plan, '--jobs', '1']);
    assert.equal(code, 0, stderr);
    const path = join(onlyRun(plan), 'journal.ndjson');

    const journal = await Journal.openToRead(path, OBJECTS);
    const deps = await depsOf();
    const whole = await judgeJournal(journal, deps);
    const portions = await judgeJournal(journal, deps, 3);
    journal.close();
    assert.ok(whole.findings.length > 10);
    assert.deepEqual(portions.findings, whole.findings);
    assert.deepEqual(
      whole.findings.map(({ id }) => id).sort(),
      linesOf(plan, 'findings.ndjson')
        .map(({ finding }) => JSON.parse(JSON.stringify(finding)).id)
        .sort(),
    );

    // As if the file had been another one when the second pass came.
    const starts = linesOf(plan, 'journal.ndjson').find(
      ({ kind, pass, index }) => kind === 'done' && pass === 'starts' && index === 2,
    );
    const other = { ...starts, attempt: 1_000, fate: 'changed', cause: 'it was changed' };
    appendFileSync(path, `${JSON.stringify(other)}\n`);
    rmSync(join(onlyRun(plan), 'summary.json'));
    const again = await runHere(['replay', 'run', plan, '--jobs', '1']);
    assert.equal(again.code, 2, again.stderr);
    const objects = { scanned: OBJECTS - 1, incomplete: 0, gone: 0, changed: 1, failed: 0 };
    assert.deepEqual(summaryOf(plan)['objects'], objects);
  });

  it('is another one with other values of placeholders', async (t) => {
    const folder = folderOf(t);
    const plan = await planIn(folder);
    const values = join(folder, 'values.yml');
    const run = () => runHere(['replay', 'run', plan, '--jobs', '1', '--placeholders', values]);
    writeFileSync(values, 'admins: [root]\n');
    assert.equal((await run()).code, 0);
    rmSync(join(onlyRun(plan), 'summary.json'));
    writeFileSync(values, 'admins: [admin]\n');
    const { code, stderr } = await run();
    assert.equal(code, 64, stderr);
    assert.match(stderr, /has not ended, and has other rules or stores/);
  });
});

describe('a plan', () => {
  it('is refused where it says of another number of objects than its manifest has', async (t) => {
    const plan = await planIn(folderOf(t));
    const path = join(plan, 'plan.json');
    const { objects, ...others } = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...others, objects: objects - 1 }));
    await assert.rejects(openPlan(plan), /says that there are 5 objects, and objects.jsonl has 6/);
  });
});

describe('a journal', () => {
  it('keeps what all readings cost, and from the ledger what the second pass did not see', async (t) => {
    const journal = await Journal.open(join(folderOf(t), 'journal.ndjson'), 3);
    const done = { kind: 'done', fate: 'scanned', s3Requests: 1, bytes: 1, usd: 0.25 } as const;
    for (const index of [0, 0, 1, 2]) {
      const counts = sumCounts([]);
      journal.append({ ...done, ...journal.begin('find', index), object: `${index}`, counts });
    }
    for (const [index, fate] of [
      [0, 'scanned'],
      [1, 'failed'],
      [2, 'failed'],
      [2, 'scanned'],
    ] as const) {
      journal.append({ ...done, ...journal.begin('starts', index), object: `${index}`, fate });
    }
    assert.equal(journal.usd, 2);
    const planned = [0, 1, 2].map((index) => {
      const modified = '2026-11-20T10:15:00.000Z';
      return { index, bucket: 'logs', key: `${index}`, etag: 'e', size: 1, modified };
    });
    const ledger = createMemoryObjectLedger({ nowMs: () => 0 });
    const objects = async function* () {
      yield* planned;
    };
    await enterObjects({ objects, journal, parts: [], tenant: TENANT, ruleset: 'r' }, ledger);
    journal.close();
    const entries = planned.map((one) => ledger.read({ ...one, tenant: TENANT }));
    const entered = (await Promise.all(entries)).map((entry) => entry?.origin);
    assert.deepEqual(entered, ['replay', undefined, 'replay']);
  });
});
