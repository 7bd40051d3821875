// What is overdue: how long it was due, what is held back, and how often is looked.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countOverdue, OVERDUE_MS } from '../../../functions/settle/overdue.ts';
import { createMemoryState } from '../../../src/adapters/local/index.ts';
import type { DueIndex, DueItem, DueKind } from '../../../src/ports/index.ts';
import { aConnection, aFindingPart } from '../../state/builders.ts';
import { createSetClock, MINUTE_MS } from '../../support/set-clock.ts';

/** A minute that is looked in. */
const LOOKED_MS = 5 * MINUTE_MS * 1_000_000;

function indexOf(dueMs: Partial<Record<DueKind, readonly number[]>>): DueIndex {
  return {
    async *due(kind, nowMs) {
      const items = (dueMs[kind] ?? []).map(
        (ms, at): DueItem => ({ kind, id: `${at}`, dueMs: ms }),
      );
      yield* items.filter((item) => item.dueMs <= nowMs);
    },
  };
}

test('what is due for a quarter of an hour is overdue, by whether it is to be sent or to be judged', async () => {
  const due = LOOKED_MS - OVERDUE_MS;
  const index = indexOf({
    finding: [due, due + 1],
    alert: [due],
    digest: [due - 1],
    connection: [due, due],
    correlation: [due + 1],
    // Objects are delivered again by their queue, whether settle ends their claim or not.
    claim: [0],
  });
  const found = await countOverdue({ nowMs: LOOKED_MS, judgeMs: LOOKED_MS }, index);
  assert.deepEqual(found, { findings: 3, pendings: 2 });
});

test('what is held back is not overdue, and what is to be sent is held back by nothing', async () => {
  const index = indexOf({ finding: [0], connection: [LOOKED_MS - 2 * OVERDUE_MS] });
  const judgeMs = LOOKED_MS - 2 * OVERDUE_MS;
  const found = await countOverdue({ nowMs: LOOKED_MS, judgeMs }, index);
  assert.deepEqual(found, { findings: 1, pendings: 0 });
});

test('files of connections are counted with the others, by when they were due', async () => {
  const judgeMs = LOOKED_MS - 1;
  const asked: number[] = [];
  const ofFiles = async (untilMs: number) => asked.push(untilMs) + 1;
  const found = await countOverdue({ nowMs: LOOKED_MS, judgeMs }, indexOf({}), ofFiles);
  assert.deepEqual([found, asked], [{ findings: 0, pendings: 2 }, [judgeMs - OVERDUE_MS]]);
});

test('a flood is counted up to a thousand of a kind', async () => {
  const many = Array.from({ length: 1_500 }, () => 0);
  const index = indexOf({ finding: many, digest: many, correlation: many });
  const found = await countOverdue({ nowMs: LOOKED_MS, judgeMs: LOOKED_MS }, index);
  assert.deepEqual(found, { findings: 2_000, pendings: 1_000 });
});

test('one minute in five is looked in, by whichever second settle is invoked', async () => {
  const looked: number[] = [];
  for (let minute = 0; minute < 10; minute++) {
    const nowMs = LOOKED_MS + minute * MINUTE_MS + 59_999;
    const found = await countOverdue({ nowMs, judgeMs: nowMs }, indexOf({}));
    if (found !== undefined) looked.push(minute);
  }
  assert.deepEqual(looked, [0, 5]);
});

test('the stores’ own items are overdue once their time has long come, and not while they are leased', async () => {
  const clock = createSetClock();
  const { findings, processes, index } = createMemoryState(clock);
  await findings.record(aFindingPart(), { owner: 'dead', leaseMs: MINUTE_MS });
  await processes.awaitStart(aConnection({ dueMs: clock.nowMs() }));
  const look = () => {
    const nowMs = Math.ceil(clock.nowMs() / (5 * MINUTE_MS)) * 5 * MINUTE_MS;
    return countOverdue({ nowMs, judgeMs: nowMs }, index);
  };
  assert.deepEqual(await look(), { findings: 0, pendings: 0 });
  clock.advance(OVERDUE_MS + 2 * MINUTE_MS);
  assert.deepEqual(await look(), { findings: 1, pendings: 1 });
  for await (const _one of findings.unsent(clock.nowMs(), { owner: 'run', leaseMs: MINUTE_MS }))
    break;
  assert.deepEqual(await look(), { findings: 0, pendings: 1 });
});
