// What a run keeps in the table: nobody else sees it, and the run has it for a fortnight.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createState, RunNamespace, type State } from '../../../../src/adapters/aws/index.ts';
import { describePartialMatchStore } from '../../../contracts/partial-match-store.ts';
import { aConnection, aKey, all, anOffer } from '../../../state/builders.ts';
import { DAY_MS } from '../../../support/set-clock.ts';
import { NO_WAITING, openClient, openTable } from './dynamo.ts';

let client: ReturnType<typeof openClient> | undefined;

async function open() {
  client ??= openClient();
  const { state, clock, ...table } = await openTable(await client);
  const deps = { client: table.client, tableName: table.tableName, clock, waiting: NO_WAITING };
  const runs = (namespace: string): State =>
    createState({ ...deps, naming: new RunNamespace(namespace) });
  return { live: state, clock, run: runs('r1_a'), other: runs('r1_b') };
}

const PUT = {
  group: { tenant: 'acme', correlation: 'c1', values: ['ws-17'] },
  part: {
    rule: 'a',
    eventId: 'e1',
    timeMs: 1_000,
    source: 'sysmon',
    values: [],
    evidence: '{}',
  },
  keepMs: 1_000,
  dueMs: 0,
} as const;

describe('a run of a replay', () => {
  it('sees its own connections and offers; neither settle nor another run does', async () => {
    const { live, run, other, clock } = await open();
    await run.processes.awaitStart(aConnection());
    await run.processes.putStarts([{ key: aKey(), offers: [anOffer()] }]);
    for (const state of [live, other]) {
      assert.deepEqual(await all(state.processes.settleDue(clock.nowMs() + DAY_MS, 1)), []);
      const { offered } = await state.processes.awaitStart(aConnection({ ref: 'e2' }));
      assert.deepEqual(offered, [[]]);
      assert.deepEqual(
        await all(state.index.due('connection', clock.nowMs() + DAY_MS)).then((due) => due.length),
        1,
      );
    }
    const [own] = await all(run.processes.settleDue(clock.nowMs(), 1));
    assert.deepEqual([own?.ref, own?.offered], ['e1_a', [[anOffer()]]]);
  });

  it('has its partial matches judged by itself alone', async () => {
    const { live, run, other, clock } = await open();
    await run.partialMatches.put([PUT]);
    for (const state of [live, other]) {
      assert.deepEqual(await all(state.partialMatches.due(clock.nowMs())), []);
      const { parts } = await state.partialMatches.range(PUT.group, [{ fromMs: 0, toMs: 2_000 }]);
      assert.deepEqual(parts, []);
    }
    const due = await all(run.partialMatches.due(clock.nowMs()));
    assert.deepEqual(
      due.map(({ group }) => group),
      [PUT.group],
    );
    for (const one of due) await run.partialMatches.judged(one);
    clock.advance(DAY_MS);
    assert.deepEqual(await all(run.partialMatches.due(clock.nowMs())), []);
  });

  it('finds all that it keeps thirteen days later, since it may be taken up again', async () => {
    const { run, clock } = await open();
    await run.processes.awaitStart(aConnection());
    await run.processes.putStarts([{ key: aKey(), offers: [anOffer()] }]);
    await run.partialMatches.put([PUT]);
    clock.advance(13 * DAY_MS);
    const [own] = await all(run.processes.settleDue(clock.nowMs(), 1));
    assert.deepEqual(own?.offered, [[anOffer()]]);
    const { parts } = await run.partialMatches.range(PUT.group, [{ fromMs: 0, toMs: 2_000 }]);
    assert.equal(parts.length, 1);
  });

  it('keeps names within what DynamoDB takes, the same each time', () => {
    const namespace = new RunNamespace('r1_a');
    const long = `P#acme#${'k'.repeat(2_030)}`;
    const own = namespace.partition(long);
    assert.ok(Buffer.byteLength(own) <= 2_048);
    assert.equal(namespace.partition(long), own);
    const back = namespace.outward({ pk: { S: own } })['pk']?.S ?? '';
    assert.equal(namespace.partition(back), own);
  });
});

describePartialMatchStore('DynamoDB, for a run', async () => (await open()).run.partialMatches);
