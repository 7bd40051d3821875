// A run that is killed at any moment goes on where it was, finds what one scan of all objects finds, and reads nothing twice.

import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { drawFor } from '../../../scripts/gen-events/random.ts';
import { fileObject } from '../../../src/adapters/local/index.ts';
import type { JsonObject } from '../../../src/model/index.ts';
import { scanListed } from '../../pipeline/join-scan.ts';
import { replayLogs } from '../../replay/attacks.ts';
import { plannedFile } from '../../../bench/draft-plan.ts';
import { makePlan, writeLogs } from '../../replay/make-plan.ts';
import { IS_THOROUGH } from '../../support/runs.ts';
import { type CliRun, runCli } from '../run-cli.ts';
import { coresOf, linesOf, onlyRun, summaryOf } from './run-files.ts';

/** `npm run test:thorough` takes many more objects. */
const OBJECTS = IS_THOROUGH ? 2_000 : 120;
const ATTACKS = OBJECTS / 2;
const SEED = 20_261_130;

/** Loaded before the command line; see there. */
const DIE_AT = new URL('./die-at.ts', import.meta.url).href;

const { signal } = new AbortController();

async function planOf(t: TestContext, count: number) {
  const folder = mkdtempSync(join(tmpdir(), 'replay-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const logs = await replayLogs({ objects: count, attacks: count / 2, seed: SEED });
  const paths = writeLogs(join(folder, 'logs'), logs);
  const plan = join(folder, 'plan');
  await makePlan(plan, paths.map(plannedFile));
  const objects = paths.map((path, index) =>
    fileObject(path, logs[index]?.bytes.length ?? 0, signal),
  );
  return { plan, objects };
}

/** Goes on with the run, and is sent a signal once that much of a line of the pass is written. */
function runUntil(plan: string, moment: JsonObject): Promise<CliRun> {
  return runCli(['replay', 'run', plan, '--jobs', '2'], '', {
    NODE_OPTIONS: `--import ${DIE_AT}`,
    SIGMA_LAMBDA_TEST_DIE_AT: JSON.stringify(moment),
  });
}

async function killedAt(plan: string, moment: JsonObject): Promise<void> {
  const { code, stderr } = await runUntil(plan, moment);
  assert.equal(code, null, `it was not killed at ${JSON.stringify(moment)}: ${stderr}`);
}

/** How often each object was ended in each pass, as `pass index`. */
function endings(lines: readonly JsonObject[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { kind, pass, index } of lines) {
    if (kind !== undefined && kind !== 'done') continue;
    const name = `${String(pass)} ${String(index)}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** Each object once in each pass. */
function once(objects: number): ReadonlyMap<string, number> {
  return new Map(
    ['find', 'starts'].flatMap((pass) =>
      Array.from({ length: objects }, (_, index) => [`${pass} ${index}`, 1] as const),
    ),
  );
}

function sorted(counts: ReadonlyMap<string, number>): readonly (readonly [string, number])[] {
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}

describe('replay run', () => {
  it('killed in both passes, finds what a scan of all objects finds, and reads each object once a pass', async (t) => {
    const { plan, objects } = await planOf(t, OBJECTS);
    const scanned = await scanListed(objects);
    // Of the story and of five of six attacks, some of them with a second one.
    assert.ok(scanned.findings.length > ATTACKS, `${scanned.findings.length} findings`);
    assert.ok(scanned.findings.filter(({ joined }) => joined !== undefined).length > ATTACKS / 3);
    assert.ok(scanned.findings.some(({ correlation }) => correlation !== undefined));

    const draw = drawFor(`kills ${SEED}`);
    for (const pass of ['find', 'starts']) {
      // Each object has a line at least.
      await killedAt(plan, { pass, line: draw(1, OBJECTS), share: draw(0, 999) });
    }
    const { code, stderr } = await runCli(['replay', 'run', plan, '--jobs', '2']);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /going on with run r1_/);

    const found = linesOf(plan, 'findings.ndjson');
    assert.deepEqual(coresOf(found.map(({ finding }) => finding)), coresOf(scanned.findings));
    assert.ok(found.every(({ fate }) => fate === 'new'));
    assert.deepEqual(sorted(endings(linesOf(plan, 'journal.ndjson'))), sorted(once(OBJECTS)));
    assert.deepEqual(sorted(endings(linesOf(plan, 'results.ndjson'))), sorted(once(OBJECTS)));
    const { counts, objects: fates } = summaryOf(plan);
    assert.deepEqual(fates, { scanned: OBJECTS, incomplete: 0, gone: 0, changed: 0, failed: 0 });
    const { records, matchesPerRule } = scanned.counts;
    const { records: replayed, matchesPerRule: matched } = Object(counts);
    assert.equal(replayed, records);
    assert.deepEqual(matched, matchesPerRule);

    const findings = join(onlyRun(plan), 'findings.ndjson');
    const before = readFileSync(findings);
    const again = await runCli(['replay', 'run', plan]);
    assert.equal(again.code, 0);
    assert.match(again.stderr, /has ended; --new begins another/);
    assert.deepEqual(readFileSync(findings), before);
  });

  it('ends what it has in hand at Ctrl-C, says how to go on, and leaves the run to the next', async (t) => {
    const { plan, objects } = await planOf(t, 12);
    const { code, stderr } = await runUntil(plan, {
      pass: 'find',
      line: 5,
      share: 0,
      signal: 'SIGINT',
    });
    assert.equal(code, 130, stderr);
    assert.match(stderr, /interrupted; the same command goes on where it stopped \(run r1_/);
    const { length } = linesOf(plan, 'journal.ndjson').filter(({ kind }) => kind === 'done');
    assert.ok(length > 0 && length < 12, `${length} were ended`);
    assert.ok(!existsSync(join(onlyRun(plan), 'lock')));
    assert.equal((await runCli(['replay', 'run', plan, '--jobs', '2'])).code, 0);
    assert.deepEqual(sorted(endings(linesOf(plan, 'journal.ndjson'))), sorted(once(12)));
    const found = linesOf(plan, 'findings.ndjson').map(({ finding }) => finding);
    assert.deepEqual(coresOf(found), coresOf((await scanListed(objects)).findings));
  });
});
