// Objects that cannot be read as planned, and threads that die over them: each is said, and takes no other object with it.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { replayLogs } from '../../replay/attacks.ts';
import { plannedFile } from '../../../bench/draft-plan.ts';
import { makePlan, writeLogs } from '../../replay/make-plan.ts';
import { runCli } from '../run-cli.ts';
import { linesOf } from './run-files.ts';

const END_THREAD = new URL('./end-thread.ts', import.meta.url).href;

it('replay run says which files are gone, changed, cut short or deadly, and reads all others', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'replay-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const names = ['good', 'cut', 'gone', 'changed', 'ends-threads', 'ends-a-thread', 'last'];
  const logs = await replayLogs({ objects: names.length, attacks: 14, seed: 3 });
  const paths = writeLogs(
    join(folder, 'logs'),
    logs.map(({ bytes }, index) => {
      const name = names[index] ?? '';
      return { name, bytes: name === 'cut' ? bytes.subarray(0, bytes.length - 200) : bytes };
    }),
  );
  const plan = join(folder, 'plan');
  await makePlan(plan, paths.map(plannedFile));
  rmSync(join(folder, 'logs', 'gone'));
  writeFileSync(join(folder, 'logs', 'changed'), 'something else');
  const { code, stderr } = await runCli(['replay', 'run', plan, '--jobs', '2'], '', {
    NODE_OPTIONS: `--import ${END_THREAD}`,
  });
  assert.equal(code, 2, stderr);
  assert.match(stderr, /3 objects scanned; 1 incomplete, 1 failed, 1 gone, 1 changed/);
  const results = linesOf(plan, 'results.ndjson').filter(({ pass }) => pass === 'find');
  const said = new Map(results.map(({ index, fate, cause }) => [index, { fate, cause }]));
  const fates = names.map((name, index) => [name, said.get(index)?.fate]);
  assert.deepEqual(fates, [
    ['good', 'scanned'],
    ['cut', 'incomplete'],
    ['gone', 'gone'],
    ['changed', 'changed'],
    ['ends-threads', 'failed'],
    ['ends-a-thread', 'scanned'],
    ['last', 'scanned'],
  ]);
  assert.match(String(said.get(1)?.cause), /gzip/i);
  assert.match(String(said.get(3)?.cause), /found 14 bytes of .*, expected \d+ of/);
  assert.match(String(said.get(4)?.cause), /the thread that read it died 2 times: exit code 7/);
});
