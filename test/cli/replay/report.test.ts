// What a run found is reported, how far one is is said, and two rule sets are compared without leaving anything behind.

import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { makeFolder } from '../../adapters/folder.ts';
import { plannedFile } from '../../../bench/draft-plan.ts';
import { makePlan } from '../../replay/make-plan.ts';
import { runHere } from '../run-here.ts';
import { connection, lines, SCAN_RULE } from '../samples.ts';
import { onlyRun } from './run-files.ts';

const HOSTILE = 'ws|`@all`[x](http://192.0.2.1)<b>\u202e\u001b[2J';

/** A plan of three objects: two hosts with a finding each and one record that is none. */
async function planned(t: TestContext) {
  const folder = makeFolder(t, {
    'logs/a.ndjson': lines([connection(1), connection(2, { DestinationPort: '53' })]),
    'logs/b.ndjson': lines([connection(3, { Hostname: HOSTILE }), '{"torn":']),
    'logs/c.ndjson': lines([connection(4, { Hostname: 'ws-18', DestinationPort: '139' })]),
    'rules/scan.yml': SCAN_RULE,
  });
  const paths = ['a', 'b', 'c'].map((name) => join(folder, 'logs', `${name}.ndjson`));
  const plan = join(folder, 'plan');
  await makePlan(plan, paths.map(plannedFile));
  return { folder, plan, rules: join(folder, 'rules') };
}

async function ran(t: TestContext, spoil?: (folder: string) => void) {
  const made = await planned(t);
  spoil?.(made.folder);
  const { plan, rules } = made;
  await runHere(['replay', 'run', plan, '--rules', rules, '--jobs', '1']);
  return made;
}

test('a report of a run has its findings, its objects with causes, and records that add up', async (t) => {
  const { plan } = await ran(t, (folder) => rmSync(join(folder, 'logs', 'c.ndjson')));
  const { code, stdout } = await runHere(['replay', 'report', plan, '--format', 'json']);
  const report = JSON.parse(stdout);
  assert.deepEqual(report.findings, { new: 2, known: 0 });
  assert.deepEqual(report.objects, { scanned: 2, incomplete: 0, gone: 1, changed: 0, failed: 0 });
  assert.equal(report.bad[0].fate, 'gone');
  assert.match(report.bad[0].cause, /ENOENT/);
  assert.equal(report.counts.records, 4);
  assert.deepEqual(report.unbalanced, []);
  assert.equal(report.rejecting[0].rejected, 1);
  assert.equal(report.isFinished, true);
  assert.equal(code, 0);
});

test('nothing of a log is markup, a mention or a link in a report for a ticket', async (t) => {
  const { plan } = await ran(t);
  const { stdout } = await runHere(['replay', 'report', plan, '--format', 'markdown']);
  assert.match(stdout, /^## Replay\n/);
  const shown = '`ws<U+007C><U+0060>@all<U+0060>[x](http://192.0.2.1)<b><U+202E><U+001B>[2J`';
  const rows = stdout.split('\n').filter((line) => line.includes('@all'));
  assert.equal(rows.length, 2);
  for (const row of rows) assert.ok(row.includes(` ${shown} |`), row);
  const [heading = '', , ...table] = stdout
    .slice(stdout.indexOf('| time (UTC)'))
    .trimEnd()
    .split('\n');
  const cells = (line: string) => line.split('|').length;
  for (const row of table) assert.equal(cells(row), cells(heading));
});

test('a report for people moves no cursor, and says what reading took', async (t) => {
  const { plan } = await ran(t);
  const { stdout } = await runHere(['replay', 'report', plan]);
  assert.equal(stdout.includes('\u001b'), false);
  assert.match(stdout, /^2 findings: 2 new, 0 known$/m);
  assert.match(stdout, /^\d[\d.]* [KM]?B read, 0 requests to S3, \$0\.00; planned \$0\.00$/m);
  assert.match(stdout, /Scanner connects to SMB +2 +0 +2 +2026-11-20 +2026-11-20/);
});

test('a status says whether a run has ended, and which command is next', async (t) => {
  const { plan } = await ran(t);
  const { stdout } = await runHere(['replay', 'status', plan]);
  assert.match(stdout, /^run r1_[\w-]+, begun [^ ]+: finished\npass 1: 3 of 3 objects\n/);
  assert.match(stdout, /^next: replay report /m);
  rmSync(join(onlyRun(plan), 'summary.json'));
  const stopped = await runHere(['replay', 'status', plan]);
  assert.match(stopped.stdout, /: stopped\n/);
  assert.match(stopped.stdout, /^next: replay run /m);
});

test('of a run that a process is at the rate and the time left are said', async (t) => {
  const { plan } = await ran(t);
  rmSync(join(onlyRun(plan), 'summary.json'));
  writeFileSync(join(onlyRun(plan), 'lock'), `${process.ppid}\n`);
  const inAMinute = Date.UTC(2026, 10, 25, 0, 1);
  const { stdout } = await runHere(['replay', 'status', plan, '--format', 'json'], inAMinute);
  const { state, pid, rate, secondsLeft } = JSON.parse(stdout);
  assert.deepEqual([state, pid], ['running', process.ppid]);
  assert.equal(rate, 3 / 60);
  assert.equal(secondsLeft, 60);
});

test('what no run of a plan is, is named with those that are', async (t) => {
  const { plan } = await planned(t);
  const none = await runHere(['replay', 'report', plan]);
  assert.match(none.stderr, /no run of .* was begun; begin one by `replay run`/);
  assert.equal(none.code, 64);
});

test('a damaged line of findings is named with its place', async (t) => {
  const { plan } = await ran(t);
  appendFileSync(join(onlyRun(plan), 'findings.ndjson'), '{"torn":\n');
  const { code, stderr } = await runHere(['replay', 'report', plan]);
  assert.match(stderr, /findings\.ndjson line 3 is damaged, expected JSON/);
  assert.equal(code, 2);
});

test('a diff tells what a change of rules would fire and no longer fires, and leaves nothing behind', async (t) => {
  const { folder, plan, rules } = await planned(t);
  const after = join(folder, 'after');
  mkdirSync(after);
  writeFileSync(join(after, 'scan.yml'), SCAN_RULE.replace('445', '139'));
  const asked = ['replay', 'diff', plan, '--rules-from', rules, '--rules-to', after, '--jobs', '1'];
  const before = readdirSync(plan);
  const found = await runHere([...asked, '--format', 'markdown', '--fail-on-new', 'medium']);
  assert.match(found.stdout, /\n1 finding more, 2 fewer, 0 as before\n/);
  assert.match(found.stdout, /\| `medium` \| `Scanner connects to SMB` \| `-` \| 1 \| 2 \| 0 \|/);
  assert.match(found.stdout, /### Would fire\n[\s\S]*### No longer fires\n/);
  assert.equal(found.code, 1);
  const again = await runHere([...asked, '--format', 'markdown', '--fail-on-gone', 'high']);
  assert.equal(again.stdout, found.stdout);
  assert.equal(again.code, 0);
  assert.deepEqual(readdirSync(plan), before);
  assert.equal(existsSync(join(plan, 'runs')), false);
});
