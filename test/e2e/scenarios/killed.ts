// A function that is killed, or runs out of time, in the middle of its batch → nothing of the batch is lost.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kill } from 'node:process';
import { it } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Finding } from '../../../src/model/index.ts';
import { tempFolder } from '../../infra/support/temp-folder.ts';
import { type Deployment, deploy } from '../support/deploy.ts';
import { alertProblems, alertsIn } from '../support/alerts.ts';
import { cliFindings } from '../support/findings.ts';
import { OTHER_STORY, STORY } from '../support/samples.ts';
import { findingsOf } from '../support/stored.ts';
import type { Assembly } from '../support/template.ts';
import { until } from '../support/until.ts';

/** Longer than the handler's reserve of 15 s by the time it may read: on a busy machine, too, enough for the first object. */
const SHORT_TIMEOUT_MS = 20_000;

/** Registers the tests. */
export function killed(template: () => Assembly): void {
  it('loses nothing when it is killed after one object, in the middle of the next', async (t) => {
    const folder = tempFolder();
    const pidPath = join(folder, 'pid');
    const stack = await deploy(t, template(), { preloads: [tellPid(pidPath)] });
    const stall = stallOf(stack, 'second.json');
    await stack.put('first.json', OTHER_STORY);
    await stack.put('second.json', STORY);
    const run = stack.run();
    await until('the second body to stall', () => stall.hits === 1);
    kill(Number(readFileSync(pidPath, 'utf8')), 'SIGKILL');
    await run;
    const [first] = stack.scan.invocations.filter(({ kind }) => kind === 'error');
    assert.match(JSON.stringify(first), /signal: killed/);
    await assertBoth(stack);
  });

  it('answers before its time is over, and what it could not read comes again', async (t) => {
    // In one chunk: where a busy machine leaves an object between a start and its connection, the next hop judges that without it.
    const stack = await deploy(t, template(), { timeoutMs: SHORT_TIMEOUT_MS });
    const stall = stallOf(stack, 'second.json');
    const [first, second] = [gzipSync(OTHER_STORY), gzipSync(STORY)];
    await stack.put('first.json', first);
    await stack.put('second.json', second);
    const batches = await stack.run();
    assert.equal(stall.hits, 1);
    assert.ok(stack.scan.invocations.every(({ kind }) => kind === 'payload'));
    assert.ok(batches.some(({ failed }) => failed.length > 0));
    await assertBoth(stack, { 'first.json': first, 'second.json': second });
  });
}

function stallOf({ aws }: Deployment, key: string) {
  return aws.faults.add({
    operation: 's3:GetObject',
    effect: { kind: 'stall', afterBytes: 400 },
    when: ({ s3 }) => s3?.key === key,
  });
}

/** A script that writes the sandbox's process id to a file. */
function tellPid(path: string): string {
  const text = `require('node:fs').writeFileSync(${JSON.stringify(path)}, String(process.pid));\n`;
  return join(tempFolder({ 'tell-pid.cjs': text }), 'tell-pid.cjs');
}

/**
 * A scan that ran out of time tells of what it has, with smaller counts and without what a join would bring. What is kept must
 * be whole in the end, and each process have one alert.
 */
async function assertBoth(
  stack: Deployment,
  objects = { 'first.json': OTHER_STORY, 'second.json': STORY },
): Promise<void> {
  const expected: Finding[] = [];
  for (const [key, body] of Object.entries(objects)) {
    expected.push(...(await cliFindings(body, `s3://${stack.bucket}/${key}`)));
  }
  const byId = (one: Finding, other: Finding) => (one.id < other.id ? -1 : 1);
  assert.deepEqual(await findingsOf(stack), expected.toSorted(byId));
  assert.deepEqual(alertProblems(alertsIn(await stack.published()), expected), []);
  assert.deepEqual(await stack.failures(), []);
}
