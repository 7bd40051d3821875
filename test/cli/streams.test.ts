// A reader that leaves, a Ctrl-C, a bar in a pipe: ends that must be quiet and honest.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { makeFolder } from '../adapters/folder.ts';
import { collectRun, runCli, startCli } from './run-cli.ts';
import { connection, lines, SCAN_RULE } from './samples.ts';

function scanArgs(t: TestContext): readonly string[] {
  const folder = makeFolder(t, { 'scan.yml': SCAN_RULE });
  return ['scan', '--rules', folder, '--format', 'ndjson', '-'];
}

test('a reader that goes away ends the output quietly', async (t) => {
  const records = Array.from({ length: 3_000 }, (_, number) =>
    connection(number, {
      ProcessGuid: `{313fa531-4300-5f91-ae04-${String(number).padStart(12, '0')}}`,
    }),
  );
  const child = startCli(scanArgs(t));
  child.stdout?.once('data', () => child.stdout?.destroy());
  const run = collectRun(child);
  child.stdin?.end(lines(records));
  const { code, stderr } = await run;
  assert.equal(code, 0);
  assert.doesNotMatch(stderr, /EPIPE|bug/);
  assert.match(stderr, /3,000 findings/);
});

test('SIGINT prints what was found so far, says incomplete, and is exit code 130', async (t) => {
  const child = startCli(scanArgs(t));
  const run = collectRun(child);
  // Far more than a pipe and a batch hold: once it is taken, a batch of it was evaluated. Standard input stays open.
  const records = Array.from({ length: 6_000 }, (_, number) => connection(number));
  await new Promise((resolve) => child.stdin?.write(lines(records), resolve));
  child.kill('SIGINT');
  child.kill('SIGINT');
  const { code, stdout, stderr } = await run;
  assert.equal(code, 130);
  assert.equal(stdout.trimEnd().split('\n').length, 1);
  assert.match(stderr, /interrupted: the scan is incomplete/);
});

test('in a pipe no progress bar is drawn', async (t) => {
  const { stderr } = await runCli(scanArgs(t), lines([connection(1)]));
  assert.doesNotMatch(stderr, /[█░%]/);
});

test('a folder without rules is an error in words', async (t) => {
  const { code, stderr } = await runCli(['scan', '--rules', join(makeFolder(t), 'none'), '-']);
  assert.equal(code, 2);
  assert.match(stderr, /does not exist/);
  assert.match(stderr, /no rule to run/);
});
