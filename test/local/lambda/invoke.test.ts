// A function under AWS's runtime client answers, fails and is cold as in Lambda.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EventTooLargeError, StoppedError } from '../../../src/local/errors.ts';
import { errorOf, functionOf, payloadOf } from './functions.ts';

const ECHO = 'export const handler = async (event) => event;';

describe('a local function', { concurrency: true }, () => {
  it('answers with what its handler returns, whatever the text', async (t) => {
    const echo = await functionOf(t, ECHO);
    const lambdaEvent = { key: 'a+b %é\u2028😀', list: [1, null, true] };
    assert.deepEqual(payloadOf(await echo.invoke(lambdaEvent)), lambdaEvent);
  });

  it('answers null where its handler returns nothing', async (t) => {
    const silent = await functionOf(t, 'export const handler = async () => {};');
    assert.equal(payloadOf(await silent.invoke({})), null);
  });

  it('starts cold once and is warm after, with its module state kept', async (t) => {
    const counter = await functionOf(t, 'let n = 0; export const handler = async () => ++n;');
    const first = await counter.invoke({});
    const second = await counter.invoke({});
    assert.deepEqual([payloadOf(first), payloadOf(second)], [1, 2]);
    assert.deepEqual([first.isCold, second.isCold], [true, false]);
    assert.ok((first.initMs ?? 0) > 0);
    assert.equal(second.initMs, undefined);
    assert.notEqual(first.requestId, second.requestId);
  });

  it('tells its handler the context Lambda tells', async (t) => {
    const context = await functionOf(
      t,
      `export const handler = async (_, c) => ({
        id: c.awsRequestId, arn: c.invokedFunctionArn, name: c.functionName, memory: c.memoryLimitInMB,
        left: c.getRemainingTimeInMillis(), trace: process.env._X_AMZN_TRACE_ID });`,
      { limits: { timeoutMs: 60_000, memoryMb: 256 } },
    );
    const result = await context.invoke({});
    const seen = payloadOf(result) as Record<string, unknown>;
    assert.equal(seen['id'], result.requestId);
    assert.equal(seen['arn'], 'arn:aws:lambda:us-east-1:000000000000:function:scan');
    assert.deepEqual([seen['name'], seen['memory']], ['scan', '256']);
    assert.ok(Number(seen['left']) > 0 && Number(seen['left']) <= 60_000);
    assert.match(String(seen['trace']), /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};/);
  });

  it('reports an error that is thrown, with its type, message and trace', async (t) => {
    const thrower = await functionOf(
      t,
      `export const handler = async () => { throw new RangeError('dépassé\\n😀'); };`,
    );
    const error = errorOf(await thrower.invoke({}));
    assert.equal(error.errorType, 'RangeError');
    assert.equal(error.errorMessage, 'dépassé\n😀');
    assert.match(error.trace?.join('\n') ?? '', /index\.mjs/);
    assert.equal((await thrower.invoke({})).isCold, false);
  });

  it('reports an error whose name could not stand in a header', async (t) => {
    const thrower = await functionOf(
      t,
      `export const handler = async () => { throw Object.assign(new Error('x'), { name: 'a\\né' }); };`,
    );
    assert.equal(errorOf(await thrower.invoke({})).errorType, 'a\né');
  });

  it('refuses a response above the quota', async (t) => {
    const large = await functionOf(
      t,
      `export const handler = async () => 'x'.repeat(7 * 1024 * 1024);`,
      { limits: { memoryMb: 512, timeoutMs: 60_000 } },
    );
    assert.equal(errorOf(await large.invoke({})).errorType, 'Function.ResponseSizeTooLarge');
  });

  it('refuses an event above the quota', async (t) => {
    const echo = await functionOf(t, ECHO);
    await assert.rejects(echo.invoke('x'.repeat(6 * 1024 * 1024)), EventTooLargeError);
  });

  it('rejects what it has in hand and what waits when it is stopped, and what comes after', async (t) => {
    const hung = await functionOf(t, 'export const handler = () => new Promise(() => {});', {
      limits: { timeoutMs: 60_000 },
    });
    const results = [hung.invoke({}), hung.invoke({})];
    const rejected = results.map((result) => assert.rejects(result, StoppedError));
    await hung.stop();
    await Promise.all(rejected);
    await assert.rejects(hung.invoke({}), StoppedError);
  });
});
