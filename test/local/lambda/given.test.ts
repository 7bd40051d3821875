// Who has an event in hand can be seen, told by its calls, and killed; its clock can be put forward.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { GivenSandbox } from '../../../src/local/index.ts';
import { errorOf, functionOf, payloadOf } from './functions.ts';

const HOUR_MS = 3_600_000;

it('says which sandbox was given an event, by the session token of its calls', async (t) => {
  const source = 'export const handler = async () => process.env.AWS_SESSION_TOKEN;';
  const running = await functionOf(t, source);
  const given: string[] = [];
  const note = ({ sandboxId }: GivenSandbox) => given.push(sandboxId);
  const tokens = [await running.invoke({}, note), await running.invoke({}, note)].map(payloadOf);
  assert.deepEqual(tokens, given);
  assert.equal(new Set(given).size, 1);
});

it('can be killed in the middle of an invocation, which is told so; the next one is served', async (t) => {
  const source = `export const handler = async ({ hang }) => {
    if (hang) await new Promise(() => setInterval(() => {}, 1000)); return 'done'; };`;
  const running = await functionOf(t, source, { limits: { timeoutMs: 60_000 } });
  const killed = await running.invoke({ hang: true }, ({ kill }) => setTimeout(kill, 20));
  assert.match(errorOf(killed).errorMessage, /signal: killed$/);
  assert.equal(payloadOf(await running.invoke({})), 'done');
});

it('has the clock that it is given, its deadline by the same, and the machine’s timers', async (t) => {
  const source = `export const handler = async (_event, context) => {
    const left = context.getRemainingTimeInMillis();
    return { now: Date.now(), made: new Date().getTime(), word: Date.parse(Date()), left,
      fixed: new Date(0).toISOString(), isDate: new Date() instanceof Date }; };`;
  let offsetMs = 0;
  const running = await functionOf(t, source, {
    limits: { timeoutMs: 60_000 },
    clock: { offsetMs: () => offsetMs },
  });
  for (const hours of [0, 30]) {
    offsetMs = hours * HOUR_MS;
    const seen = Object(payloadOf(await running.invoke({})));
    for (const name of ['now', 'made', 'word']) {
      assert.equal(Math.abs(Math.round((seen[name] - Date.now()) / HOUR_MS)), hours, name);
    }
    assert.ok(seen.left > 0 && seen.left <= 60_000, String(seen.left));
    assert.deepEqual([seen.fixed, seen.isDate], ['1970-01-01T00:00:00.000Z', true]);
  }
});
