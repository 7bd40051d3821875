// What DynamoDB refuses, forgets to answer, leaves undone, or still holds though it has ended.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  createState,
  MAX_STATE_ATTEMPTS,
  StateStoreError,
} from '../../../../src/adapters/aws/index.ts';
import { MAX_HOLD_MS, MAX_WAIT_MS } from '../../../../src/ports/index.ts';
import { aFinding } from '../../../alert/builders.ts';
import { aGroup, aPart } from '../../../correlate/builders.ts';
import {
  aConnection,
  aFindingPart,
  aKey,
  all,
  aNote,
  anOffer,
  aScan,
  aVersion,
} from '../../../state/builders.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../support/set-clock.ts';
import {
  countItems,
  itemUnder,
  NO_WAITING,
  type OpenedTable,
  openClient,
  openTable,
} from './dynamo.ts';
import { type Fault, THROTTLED, watchCalls } from './faults.ts';

const TERMS = { owner: 'scan-1', leaseMs: 5 * MINUTE_MS };
const KEEP = { keepMs: HOUR_MS };
const ID = aFinding().id;

describe('the state table, refused', () => {
  for (const fault of [
    THROTTLED,
    { kind: 'refuse', code: 'ThrottlingException' },
    { kind: 'refuse', code: 'RequestLimitExceeded' },
    { kind: 'refuse', code: 'InternalServerError', status: 500 },
    { kind: 'lose' },
  ] satisfies readonly Fault[]) {
    it(`asks again after ${fault.kind === 'refuse' ? fault.code : 'an answer that was lost'}`, async () => {
      const { client, state, clock } = await openTable();
      const calls = watchCalls(client, (_, number) => (number < 2 ? fault : undefined));
      await state.ledger.complete(aVersion(), aScan());
      assert.equal((await state.ledger.read(aVersion()))?.completedMs, clock.nowMs());
      assert.equal(calls.length, 6);
    });
  }

  it('gives up after eight attempts, and says what failed', async () => {
    const { client, state } = await openTable();
    const calls = watchCalls(client, () => THROTTLED);
    await assert.rejects(state.ledger.read(aVersion()), (error) => {
      assert.ok(error instanceof StateStoreError);
      assert.equal(error.code, 'ProvisionedThroughputExceededException');
      assert.match(error.message, /^GetItem failed: ProvisionedThroughputExceededException: of /);
      return true;
    });
    assert.equal(calls.length, MAX_STATE_ATTEMPTS);
  });

  it('does not ask again for what no repetition mends', async () => {
    const { client, state } = await openTable();
    const calls = watchCalls(client, () => ({ kind: 'refuse', code: 'AccessDeniedException' }));
    await assert.rejects(state.ledger.read(aVersion()), /AccessDeniedException/);
    assert.equal(calls.length, 1);
  });
});

describe('the state table, its answers lost', () => {
  const lost = (operation: string) => (name: string, number: number) =>
    name === operation && number === 0 ? ({ kind: 'lose' } as const) : undefined;

  it('still has the scan publish a finding that it created', async () => {
    const { client, state } = await openTable();
    watchCalls(client, lost('PutItem'));
    assert.equal(await state.findings.record(aFindingPart(), TERMS), 'created');
    assert.equal(
      await state.findings.record(aFindingPart(), { ...TERMS, owner: 'scan-2' }),
      'known',
    );
  });

  it('still has the scan publish a revision that it entered', async () => {
    const { client, state } = await openTable();
    await state.findings.record(aFindingPart(), TERMS);
    watchCalls(client, lost('UpdateItem'));
    const revision = { verdict: 'withdrawn', rank: '1', reason: 'r' } as const;
    assert.equal(await state.findings.revise('acme', ID, revision, TERMS), 'revised');
    assert.equal((await state.findings.read('acme', ID))?.revision, 1);
  });

  it('still gives a claim to who made it', async () => {
    const { client, state } = await openTable();
    watchCalls(client, lost('UpdateItem'));
    const terms = { ...TERMS, ruleset: 'r1', hop: 1 };
    assert.deepEqual(await state.ledger.claim(aVersion(), terms), { kind: 'claimed' });
  });

  it('notes matches and connections once', async () => {
    const { client, state } = await openTable();
    watchCalls(client, (_, number) => (number === 0 ? { kind: 'lose' } : undefined));
    await state.findings.record(aFindingPart({ matches: [aNote('m1'), aNote('m2')] }), TERMS);
    await state.processes.awaitStart(aConnection());
    assert.equal((await state.findings.read('acme', ID))?.matches.length, 2);
    const [reply] = await state.processes.putStarts([{ key: aKey(), offers: [anOffer()] }]);
    assert.equal(reply?.kind === 'kept' && reply.waiting.length, 1);
  });
});

describe('the state table, with no capacity for all of a batch', () => {
  it('writes and reads what was left undone', async () => {
    const { client, state } = await openTable();
    const calls = leaveUndone(client);
    const notes = Array.from({ length: 60 }, (_, index) => aNote(`m${index}`));
    await state.findings.record(aFindingPart({ matches: notes }), TERMS);
    assert.equal((await state.findings.read('acme', ID))?.matches.length, 60);
    const versions = [aVersion(), aVersion({ key: 'b' }), aVersion({ key: 'c' })];
    for (const version of versions) await state.ledger.complete(version, aScan());
    const entries = await state.ledger.readMany(versions);
    assert.ok(entries.every((entry) => entry !== undefined));
    assert.ok(calls.count > 5);
  });
});

/** Does half of every batch of more than one, as DynamoDB may. */
function leaveUndone(client: OpenedTable['client']): { count: number } {
  const calls = { count: 0 };
  client.middlewareStack.add(
    (next) => async (args) => {
      const items: unknown = Reflect.get(args.input, 'RequestItems');
      if (typeof items !== 'object' || items === null) return await next(args);
      const [[table, wanted] = ['', []]] = Object.entries(items);
      const list: readonly unknown[] = Array.isArray(wanted) ? wanted : wanted.Keys;
      const half = list.slice(0, Math.ceil(list.length / 2));
      const rest = list.slice(half.length);
      calls.count++;
      const wrap = (some: readonly unknown[]) =>
        some.length === 0 ? {} : { [table]: Array.isArray(wanted) ? some : { Keys: some } };
      const answer = await next({ ...args, input: { ...args.input, RequestItems: wrap(half) } });
      const undone = Array.isArray(wanted) ? 'UnprocessedItems' : 'UnprocessedKeys';
      Object.assign(answer.output, { [undone]: wrap(rest) });
      return answer;
    },
    { step: 'initialize' },
  );
  return calls;
}

describe('an item that has ended but is still in the table', () => {
  it('is not given, and is written as if it were not there', async () => {
    const table = await openTable();
    const { state, clock } = table;
    await state.partialMatches.put([
      { group: aGroup(), part: aPart(1, { evidence: 'old' }), ...KEEP },
    ]);
    clock.advance(KEEP.keepMs + MAX_WAIT_MS + MAX_HOLD_MS + 1_000);
    assert.deepEqual(
      (await state.partialMatches.range(aGroup(), [{ fromMs: 0, toMs: 9 }])).parts,
      [],
    );
    assert.equal(await countItems(table), 1);
    await state.partialMatches.put([
      { group: aGroup(), part: aPart(1, { evidence: 'new' }), ...KEEP },
    ]);
    const { parts } = await state.partialMatches.range(aGroup(), [{ fromMs: 0, toMs: 9 }]);
    assert.deepEqual(
      parts.map(({ evidence }) => evidence),
      ['new'],
    );
  });

  it('makes room for who waits now, where the list was full', async () => {
    const { state, clock } = await openTable();
    for (let index = 0; index < 20; index++) {
      await state.processes.awaitStart(aConnection({ ref: `old${index}` }));
      clock.advance(HOUR_MS);
    }
    clock.advance(6 * HOUR_MS);
    assert.equal((await state.processes.awaitStart(aConnection())).kind, 'waits');
  });

  it('carries its end for TTL, in seconds', async () => {
    const table = await openTable();
    await table.state.processes.putStarts([{ key: aKey(), offers: [anOffer()] }]);
    const item = await itemUnder(table, 'P#acme#sysmon#ws-17 {1}');
    assert.equal(Number(item['ttl']?.N), (table.clock.nowMs() + DAY_MS) / 1_000);
  });
});

describe('a connection that asks under two keys', () => {
  const keys = [aKey(), aKey({ key: 'sha1' })];
  const starts = keys.map((key) => [{ key, offers: [anOffer()] }]);

  it('sees what was offered under one while it was being noted under the other', async () => {
    const { tableName, state, clock } = await openTable();
    const own = await openClient();
    const noting = createState({ client: own, tableName, clock, waiting: NO_WAITING });
    let notes = 0;
    own.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          // Noted under the first key, not yet under the second: neither offer can see both.
          if (commandName === 'UpdateItemCommand' && notes++ === 1) {
            for (const start of starts) await state.processes.putStarts(start);
          }
          return await next(args);
        },
      { step: 'initialize' },
    );
    const { offered } = await noting.processes.awaitStart(aConnection({ keys }));
    assert.deepEqual(offered, [[anOffer()], [anOffer()]]);
  });
});

describe('access to the table', () => {
  it('reads by key or bounded query alone, and from the table consistently', async () => {
    const { client, state, clock } = await openTable();
    const calls = watchCalls(client);
    await state.ledger.claim(aVersion(), { ...TERMS, ruleset: 'r1', hop: 1 });
    await state.ledger.complete(aVersion(), aScan());
    await state.processes.awaitStart(aConnection({ keys: [aKey(), aKey({ key: 'b' })] }));
    await state.processes.putStarts([{ key: aKey(), offers: [anOffer()] }]);
    await state.findings.record(aFindingPart(), TERMS);
    await state.findings.record(aFindingPart(), { ...TERMS, owner: 'scan-2' });
    await all(state.findings.unsent(clock.nowMs() + DAY_MS, TERMS));
    await all(state.partialMatches.due(clock.nowMs()));
    const reads = calls.filter(({ operation }) => /Get|Query|Scan/.test(operation));
    assert.ok(reads.length > 5);
    for (const { operation, input } of reads) {
      assert.notEqual(operation, 'Scan');
      const text = JSON.stringify(input);
      assert.ok(text.includes('"ConsistentRead":true') || input['IndexName'] === 'due', text);
    }
  });

  it('takes one write for a start that nobody waits for, and one for a small object', async () => {
    const { client, state } = await openTable();
    const calls = watchCalls(client);
    await state.processes.putStarts([{ key: aKey(), offers: [anOffer()] }]);
    await state.ledger.complete(aVersion(), aScan());
    assert.deepEqual(
      calls.map(({ operation }) => operation),
      ['UpdateItem', 'PutItem'],
    );
  });

  it('has the tenant in every key', async () => {
    const table = await openTable();
    const { state, client, tableName } = table;
    await state.ledger.complete(aVersion(), aScan());
    await state.processes.awaitStart(aConnection());
    await state.findings.record(aFindingPart(), TERMS);
    await state.partialMatches.put([{ group: aGroup(), part: aPart(1), ...KEEP }]);
    const { Items = [] } = await client.send(new ScanCommand({ TableName: tableName }));
    assert.equal(Items.length, 6);
    for (const { pk } of Items) assert.match(pk?.S ?? '', /^[COFPW]#acme#/);
  });
});
