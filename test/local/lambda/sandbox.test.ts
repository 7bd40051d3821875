// A sandbox ends as in Lambda: timeout, exit, memory, init error; the next invocation gets a fresh one.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errorOf, functionOf, payloadOf } from './functions.ts';

/** Counts in module state, and does what the event says. */
const BY_ORDER = `
let calls = 0;
export const handler = async ({ order, code }) => {
  calls += 1;
  if (order === 'hang') await new Promise(() => setInterval(() => {}, 1000));
  if (order === 'spin') for (;;);
  if (order === 'exit') process.exit(code);
  if (order === 'kill') process.kill(process.pid, 'SIGKILL');
  return calls;
};`;

describe('a sandbox', { concurrency: true }, () => {
  for (const order of ['hang', 'spin']) {
    it(`is killed when the time is up, and replaced (${order})`, async (t) => {
      const timed = await functionOf(t, BY_ORDER, { limits: { timeoutMs: 3000 } });
      assert.equal(payloadOf(await timed.invoke({})), 1);
      const late = await timed.invoke({ order });
      assert.equal(errorOf(late).errorType, 'Sandbox.Timedout');
      assert.equal(
        errorOf(late).errorMessage,
        `RequestId: ${late.requestId} Error: Task timed out after 3.00 seconds`,
      );
      const fresh = await timed.invoke({});
      assert.deepEqual([payloadOf(fresh), fresh.isCold], [1, true]);
    });
  }

  const EXITS = [
    [{ order: 'exit', code: 0 }, 'Runtime exited without providing a reason'],
    [{ order: 'exit', code: 7 }, 'Runtime exited with error: exit status 7'],
    [{ order: 'kill' }, 'Runtime exited with error: signal: killed'],
  ] as const;
  for (const [lambdaEvent, message] of EXITS) {
    it(`tells of a process that ends by itself: ${message}`, async (t) => {
      const ending = await functionOf(t, BY_ORDER);
      const result = await ending.invoke(lambdaEvent);
      assert.deepEqual(errorOf(result), {
        errorType: 'Runtime.ExitError',
        errorMessage: `RequestId: ${result.requestId} Error: ${message}`,
      });
      assert.equal(payloadOf(await ending.invoke({})), 1);
    });
  }

  it('ends when its heap is above its memory size', async (t) => {
    const hungry = await functionOf(
      t,
      'export const handler = async () => { const all = []; for (;;) all.push(new Array(1e5).fill({})); };',
      { limits: { memoryMb: 128, timeoutMs: 60_000 } },
    );
    const result = await hungry.invoke({});
    assert.equal(errorOf(result).errorType, 'Runtime.ExitError');
    assert.match(errorOf(result).errorMessage, /signal: aborted$/);
    assert.match(result.logs, /heap out of memory/);
  });

  const INIT_ERRORS = [
    ['a module that throws', `throw new TypeError('no config');`, 'TypeError', /no config/],
    ['a module with bad syntax', 'export const handler = ;', 'Runtime.UserCodeSyntaxError', /;/],
    ['no handler', 'export const other = 1;', 'Runtime.HandlerNotFound', /index\.handler/],
    [
      'a handler with a callback',
      'export const handler = (a, b, done) => done();',
      'Runtime.CallbackHandlerDeprecated',
      /callback/,
    ],
    ['a module that exits', 'process.exit(3);', 'Runtime.ExitError', /exit status 3/],
  ] as const;
  for (const [what, source, errorType, message] of INIT_ERRORS) {
    it(`tells why it could not start: ${what}`, async (t) => {
      const broken = await functionOf(t, source);
      for (const attempt of [1, 2]) {
        const result = await broken.invoke({});
        assert.equal(errorOf(result).errorType, errorType, `attempt ${attempt}`);
        assert.match(errorOf(result).errorMessage, message);
        assert.deepEqual([result.isCold, result.durationMs, result.initMs], [true, 0, undefined]);
      }
    });
  }

  it('is killed when its start takes too long', async (t) => {
    const slow = await functionOf(t, 'await new Promise(() => setInterval(() => {}, 1000));', {
      limits: { initTimeoutMs: 300 },
    });
    assert.equal(errorOf(await slow.invoke({})).errorType, 'Sandbox.Timedout');
  });

  it('has one invocation at a time; what is above waits its turn', async (t) => {
    const source = `let inHand = 0; export const handler = async ({ n }) => {
      inHand += 1; const seen = inHand; await new Promise((r) => setTimeout(r, 5)); inHand -= 1;
      return { n, seen, pid: process.pid }; };`;
    const single = await functionOf(t, source);
    const results = await Promise.all([1, 2, 3, 4].map((n) => single.invoke({ n })));
    const payloads = results.map((result) => payloadOf(result) as Record<string, number>);
    assert.deepEqual(
      payloads.map(({ n, seen }) => [n, seen]),
      [
        [1, 1],
        [2, 1],
        [3, 1],
        [4, 1],
      ],
    );
    assert.equal(new Set(payloads.map(({ pid }) => pid)).size, 1);
  });

  it('is one of several where several are allowed, and no more than those', async (t) => {
    const source = `export const handler = async () => {
      await new Promise((r) => setTimeout(r, 20)); return process.pid; };`;
    const wide = await functionOf(t, source, { limits: { maxSandboxes: 2, timeoutMs: 60_000 } });
    const results = await Promise.all([1, 2, 3, 4].map((n) => wide.invoke({ n })));
    assert.equal(new Set(results.map(payloadOf)).size, 2);
    assert.equal(results.filter(({ isCold }) => isCold).length, 2);
  });
});
