// Partial matches in the table: ranges that are too long, and groups that are named again.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { BatchWriteItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { JUDGE_LEASE_MS, MAX_RANGE } from '../../../../src/adapters/aws/index.ts';
import { sortableNumber } from '../../../../src/model/index.ts';
import { MAX_HOLD_MS, MAX_WAIT_MS } from '../../../../src/ports/index.ts';
import { aGroup, aPart } from '../../../correlate/builders.ts';
import { all } from '../../../state/builders.ts';
import { DAY_MS, HOUR_MS } from '../../../support/set-clock.ts';
import { type OpenedTable, openTable } from './dynamo.ts';

const KEEP = { keepMs: HOUR_MS };

/** Partial matches at 0, 1, 2 … ms: copies of one that the store put. */
async function seedParts(table: OpenedTable, count: number): Promise<void> {
  const { client, tableName, state } = table;
  await state.partialMatches.put([{ group: aGroup(), part: aPart(0), ...KEEP }]);
  const { Items: [first = {}] = [] } = await client.send(new ScanCommand({ TableName: tableName }));
  const text = first['part']?.S ?? '';
  const requests = Array.from({ length: count }, (_, timeMs) => {
    const rest = first['sk']?.S?.slice(sortableNumber(0).length) ?? '';
    const sk = { S: `${sortableNumber(timeMs)}${rest}` };
    const part = { S: text.replace('"e0",0', `"e${timeMs}",${timeMs}`) };
    return { PutRequest: { Item: { ...first, sk, part } } };
  });
  for (let start = 0; start < count; start += 25) {
    const RequestItems = { [tableName]: requests.slice(start, start + 25) };
    await client.send(new BatchWriteItemCommand({ RequestItems }));
  }
}

describe('partial matches in the table', () => {
  it('gives a thousand of a range, the first, and says that there are more', async () => {
    const table = await openTable();
    const { state } = table;
    await seedParts(table, MAX_RANGE + 1);
    const range = await state.partialMatches.range(aGroup(), [{ fromMs: 0, toMs: MAX_RANGE }]);
    assert.deepEqual(
      [range.parts.length, range.isWhole, range.cutMs],
      [MAX_RANGE, false, MAX_RANGE],
    );
    assert.equal(range.parts.at(-1)?.timeMs, MAX_RANGE - 1);
    const whole = await state.partialMatches.range(aGroup(), [{ fromMs: 0, toMs: MAX_RANGE - 1 }]);
    assert.deepEqual([whole.parts.length, whole.isWhole], [MAX_RANGE, true]);
  });

  it('keeps the start for a connection that waited for its signature, and was then held back', async () => {
    const { state, clock } = await openTable();
    await state.partialMatches.put([{ group: aGroup(), part: aPart(1_000), ...KEEP }]);
    clock.advance(KEEP.keepMs + MAX_WAIT_MS + MAX_HOLD_MS - 1_000);
    await state.partialMatches.put([{ group: aGroup(), part: aPart(2_000), ...KEEP }]);
    const { parts } = await state.partialMatches.range(aGroup(), [{ fromMs: 0, toMs: 9_000 }]);
    assert.deepEqual(
      parts.map(({ timeMs }) => timeMs),
      [1_000, 2_000],
    );
  });

  it('leases a thousand items of a shard at most, so that a run can end what it takes on', async () => {
    const { client, state } = await openTable();
    const limits: unknown[] = [];
    client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === 'QueryCommand' && 'Limit' in args.input)
            limits.push(args.input.Limit);
          return await next(args);
        },
      { step: 'initialize' },
    );
    assert.deepEqual(await all(state.partialMatches.due(5_000)), []);
    assert.deepEqual(
      limits,
      Array.from({ length: 8 }, () => 1_000),
    );
  });

  it('keeps and names a group whose values are too long for an item, by their hash', async () => {
    const { state } = await openTable();
    const long = randomBytes(700_000).toString('base64');
    const groups = [aGroup({ values: [long] }), aGroup({ values: [`${long}x`] })];
    for (const group of groups) {
      await state.partialMatches.put([{ group, part: aPart(1_000), ...KEEP, dueMs: 5_000 }]);
    }
    const named = await all(state.partialMatches.due(5_000));
    assert.equal(named.length, 2);
    assert.equal(new Set(named.flatMap(({ group }) => group.values)).size, 2);
    for (const due of named) {
      const { parts } = await state.partialMatches.range(due.group, [due]);
      assert.equal(parts.length, 1);
      await state.partialMatches.judged(due);
    }
    assert.deepEqual(await all(state.partialMatches.due(DAY_MS)), []);
  });

  it('names a due group again if nobody said that it was judged', async () => {
    const { state } = await openTable();
    await state.partialMatches.put([
      { group: aGroup(), part: aPart(1_000), ...KEEP, dueMs: 5_000 },
    ]);
    const due = { group: aGroup(), fromMs: 1_000, toMs: 1_000 };
    assert.deepEqual(await all(state.partialMatches.due(5_000)), [due]);
    assert.deepEqual(await all(state.partialMatches.due(5_000 + JUDGE_LEASE_MS - 1)), []);
    assert.deepEqual(await all(state.partialMatches.due(5_000 + JUDGE_LEASE_MS)), [due]);
    await state.partialMatches.judged(due);
    assert.deepEqual(await all(state.partialMatches.due(DAY_MS)), []);
  });

  it('keeps what is due from then on, all the rest from its write', async () => {
    const { state, clock } = await openTable();
    const put = { group: aGroup(), ...KEEP };
    await state.partialMatches.put([
      { ...put, part: aPart(1), dueMs: clock.nowMs() + HOUR_MS },
      { ...put, part: aPart(2) },
    ]);
    clock.advance(KEEP.keepMs + MAX_WAIT_MS + MAX_HOLD_MS + 1_000);
    const times = async () => {
      const { parts } = await state.partialMatches.range(aGroup(), [{ fromMs: 0, toMs: 5 }]);
      return parts.map(({ timeMs }) => timeMs);
    };
    assert.deepEqual(await times(), [1]);
    clock.advance(HOUR_MS);
    assert.deepEqual(await times(), []);
  });

  it('keeps due what came while a group was being judged', async () => {
    const { state } = await openTable();
    await state.partialMatches.put([
      { group: aGroup(), part: aPart(1_000), ...KEEP, dueMs: 5_000 },
    ]);
    await state.partialMatches.put([
      { group: aGroup(), part: aPart(3_000), ...KEEP, dueMs: 5_000 },
    ]);
    const [due] = await all(state.partialMatches.due(5_000));
    await state.partialMatches.put([
      { group: aGroup(), part: aPart(2_000), ...KEEP, dueMs: 5_000 },
    ]);
    assert.ok(due !== undefined);
    await state.partialMatches.judged(due);
    const late = { group: aGroup(), fromMs: 2_000, toMs: 2_000 };
    assert.deepEqual(await all(state.partialMatches.due(5_000)), [late]);
  });
});
