// A runtime that keeps the Runtime API's protocol badly is contained: what stands, stands, and the rest is Lambda's error.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { type LambdaFunction, startLambda } from '../../../src/local/lambda/start-lambda.ts';
import { errorOf, payloadOf } from './functions.ts';

/** What a runtime can do, for the bodies below. */
const CALLS = `
const http = require('node:http');
if (process.argv.includes('--version')) { console.log('v22.1.0'); process.exit(0); }
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const call = (method, path, body) => new Promise((resolve, reject) => {
  const options = { host, port, method, path: '/2018-06-01/runtime' + path };
  const request = http.request(options, (response) => {
    let text = '';
    response.on('data', (data) => { text += data; });
    response.on('end', () => resolve({ status: response.statusCode, id: response.headers['lambda-runtime-aws-request-id'], text }));
  });
  request.on('error', reject);
  request.end(body);
});
const next = () => call('GET', '/invocation/next');
const post = (path, body) => call('POST', path, body);
const forever = () => new Promise(() => setInterval(() => {}, 1000));
`;

/** Starts a program in place of node and the runtime client. */
async function runtimeOf(
  t: TestContext,
  body: string,
  timeoutMs = 60_000,
): Promise<LambdaFunction> {
  const taskRoot = mkdtempSync(join(tmpdir(), 'runtime-'));
  const binary = join(taskRoot, 'runtime.cjs');
  const program = `#!${process.execPath}\n${CALLS}(async () => {${body}})();\n`;
  writeFileSync(binary, program, { mode: 0o755 });
  const running = await startLambda({
    identity: { functionName: 'scan' },
    code: { taskRoot, handler: 'index.handler' },
    limits: { timeoutMs },
    node: { binary },
  });
  t.after(async () => {
    await running.stop();
    rmSync(taskRoot, { recursive: true });
  });
  return running;
}

describe('a runtime', { concurrency: true }, () => {
  it('is named after the version its binary tells', async (t) => {
    const old = await runtimeOf(t, '');
    assert.deepEqual([old.nodeVersion, old.runtime], ['v22.1.0', 'nodejs22.x']);
  });

  it('is killed if it answers and does not come to ask again in time; the answer stands', async (t) => {
    const lingering = await runtimeOf(
      t,
      `const { id } = await next(); await post('/invocation/' + id + '/response', '1'); await forever();`,
      1000,
    );
    assert.equal(payloadOf(await lingering.invoke({})), 1);
    const second = await lingering.invoke({});
    assert.deepEqual([payloadOf(second), second.isCold], [1, true]);
  });

  it('answers once: what comes after the first answer, or to another invocation, is not heard', async (t) => {
    const talkative = await runtimeOf(
      t,
      `for (;;) { const { id } = await next();
        await post('/invocation/other/response', '"other"');
        await post('/invocation/' + id + '/response', '"first"');
        await post('/invocation/' + id + '/error', '{"errorType":"Late"}'); }`,
    );
    assert.equal(payloadOf(await talkative.invoke({})), 'first');
    assert.equal(payloadOf(await talkative.invoke({})), 'first');
  });

  it('is told what it asks for in vain, and which answers are too large', async (t) => {
    const asking = await runtimeOf(
      t,
      `const { id } = await next();
      const statuses = [await post('/nothing', ''), await post('/invocation/' + id + '/response', 'x'.repeat(7e6))];
      process.stdout.write(statuses.map(({ status }) => status).join());
      await next();`,
    );
    assert.equal(errorOf(await asking.invoke({})).errorType, 'Function.ResponseSizeTooLarge');
    // It asks for a second event, takes it and ends; its log since the first answer is the second's.
    assert.equal((await asking.invoke({})).logs, '404,413');
  });

  const BAD_BODIES = [
    ['a response that is no JSON', 'response', '<html>', 'Runtime.MalformedResponse'],
    ['an error that is no JSON', 'error', '<html>', 'Runtime.MalformedResponse'],
    ['an error that is null', 'error', 'null', ''],
    ['an error with fields of other types', 'error', '{"errorType":7,"trace":"x"}', '7'],
  ] as const;
  for (const [what, path, body, errorType] of BAD_BODIES) {
    it(`is taken at its word as far as it goes: ${what}`, async (t) => {
      const answer = `post('/invocation/' + id + '/${path}', '${body}')`;
      const odd = await runtimeOf(t, `const { id } = await next(); await ${answer}; await next();`);
      assert.equal(errorOf(await odd.invoke({})).errorType, errorType);
    });
  }
});
