// The time of an invocation, shared by its objects.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type Invocation, objectTime } from '../../../functions/scan/object-time.ts';

/** 100 s to share beside the reserve; `pass` lets time go by. */
function invocation(parts: Partial<Invocation> = {}) {
  let leftMs = 115_000;
  const given: Invocation = {
    remainingMs: () => leftMs,
    signal: new AbortController().signal,
    reserveMs: 15_000,
    canGoOn: true,
    ...parts,
  };
  const pass = (ms: number) => {
    leftMs -= ms;
  };
  return { given, pass };
}

it('gives an object that is alone half of the time, the other half being for its second reading', () => {
  const { given, pass } = invocation();
  const { isOver } = objectTime(given, 1);
  pass(49_999);
  assert.equal(isOver?.(), false);
  pass(1);
  assert.equal(isOver?.(), true);
});

it('gives each of five the same, and what one leaves to the others', () => {
  const { given, pass } = invocation();
  const first = objectTime(given, 5);
  pass(10_000);
  assert.equal(first.isOver?.(), true);
  const second = objectTime(given, 4);
  pass(11_249);
  assert.equal(second.isOver?.(), false);
  pass(1);
  assert.equal(second.isOver?.(), true);
});

it('is over at once in the reserve', () => {
  const { given, pass } = invocation();
  pass(110_000);
  assert.equal(objectTime(given, 1).isOver?.(), true);
});

it('has no end where nothing could go on, and says when reading was stopped', () => {
  const abort = new AbortController();
  const { given } = invocation({ canGoOn: false, signal: abort.signal });
  const time = objectTime(given, 1);
  assert.equal(time.isOver, undefined);
  assert.equal(time.isStopped(), false);
  abort.abort();
  assert.equal(time.isStopped(), true);
});

it('leases an object for longer than the run can live', () => {
  const { given } = invocation();
  assert.ok(objectTime(given, 3).leaseMs > 115_000);
});
