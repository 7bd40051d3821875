// Partial matches of starts are gathered and nothing is asked of their groups, until another rule wants one.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { DeferredParts } from '../../../functions/scan/deferred-parts.ts';
import { createMemoryPartialMatches } from '../../../src/adapters/local/index.ts';
import { changedPartialMatches } from '../../../src/deliver/index.ts';
import type { PartialPut } from '../../../src/ports/index.ts';
import { groupName } from '../../../src/segments/index.ts';
import { DEFERRAL } from './deferral.ts';

const SPAN = [{ fromMs: 0, toMs: 9 }];

function aPut(correlation: string, group: string, rule: string, eventId: string): PartialPut {
  const part = { rule, eventId, timeMs: 5, source: 's', values: [], evidence: '{}' };
  return { group: { tenant: 'acme', correlation, values: [group] }, part, keepMs: 60_000 };
}

function open() {
  const asked: string[] = [];
  const memory = createMemoryPartialMatches();
  const store = changedPartialMatches(memory, {
    put: (puts) => {
      asked.push(...puts.map(({ part }) => `put ${part.eventId}`));
      return memory.put(puts);
    },
    range: (group, spans) => {
      asked.push(`range ${group.values.join()}`);
      return memory.range(group, spans);
    },
  });
  const made: string[] = [];
  const make = (put: PartialPut) => {
    made.push(put.part.eventId);
    return { ...put, part: { ...put.part, evidence: '{"made":1}' } };
  };
  return { asked, made, parts: new DeferredParts(store, DEFERRAL, make) };
}

it('asks the store nothing of starts of a group that nobody wants', async () => {
  const { asked, parts } = open();
  const start = aPut('sequence', 'p1', 'start', 's1');
  assert.deepEqual(await parts.store.put([start]), ['kept']);
  assert.deepEqual(await parts.store.range(start.group, SPAN), { parts: [], isWhole: true });
  assert.deepEqual([asked, parts.count, [...parts.wanted]], [[], 1, []]);
  const nothing = { puts: [], wanted: [] };
  assert.deepEqual([parts.takeAll(), parts.takeAll()], [{ ...nothing, puts: [start] }, nothing]);
  assert.equal(parts.count, 0);
});

it('stores starts of a group that another rule matched in, each once, and hands them on nonetheless', async () => {
  const { asked, parts } = open();
  const starts = ['s1', 's2'].map((id) => aPut('sequence', 'p1', 'start', id));
  const connection = aPut('sequence', 'p1', 'connection', 'c1');
  const [first, second] = starts;
  assert.ok(first !== undefined && second !== undefined);
  assert.deepEqual(await parts.store.put([first, connection]), ['kept', 'kept']);
  const idsNow = async () =>
    (await parts.store.range(connection.group, SPAN)).parts.map(({ eventId }) => eventId);
  assert.deepEqual(await idsNow(), ['c1', 's1']);
  await parts.store.put([second]);
  assert.deepEqual(await idsNow(), ['c1', 's1', 's2']);
  await idsNow();
  const puts = asked.filter((one) => one.startsWith('put'));
  assert.deepEqual(puts, ['put c1', 'put s1', 'put s2']);
  assert.deepEqual(parts.takeAll(), { puts: starts, wanted: [groupName(connection.group)] });
});

it('makes evidence of starts that it stores, and hands them on without it', async () => {
  const { made, parts } = open();
  const starts = ['p1', 'p2'].map((group) => aPut('sequence', group, 'start', `s of ${group}`));
  const connection = aPut('sequence', 'p1', 'connection', 'c1');
  await parts.store.put([...starts, connection]);
  const { parts: stored } = await parts.store.range(connection.group, SPAN);
  assert.deepEqual(made, ['s of p1']);
  assert.deepEqual(
    stored.map(({ evidence }) => evidence),
    ['{}', '{"made":1}'],
  );
  assert.deepEqual(parts.takeAll().puts, starts);
});

it('holds no group as wanted that was taken, for whoever was given it brings its starts together', async () => {
  const { asked, parts } = open();
  const connection = aPut('sequence', 'p1', 'connection', 'c1');
  await parts.store.put([connection]);
  assert.equal(parts.wanted.size, 1);
  parts.takeAll();
  assert.equal(parts.wanted.size, 0);
  const start = aPut('sequence', 'p1', 'start', 's1');
  await parts.store.put([start]);
  assert.deepEqual(await parts.store.range(start.group, SPAN), { parts: [], isWhole: true });
  assert.deepEqual(asked, ['put c1']);
  assert.deepEqual(parts.takeAll(), { puts: [start], wanted: [] });
});

it('leaves other correlations to the store', async () => {
  const { asked, parts } = open();
  const other = aPut('count', 'host', 'start', 'e1');
  await parts.store.put([other]);
  assert.equal((await parts.store.range(other.group, SPAN)).parts.length, 1);
  assert.deepEqual([asked, parts.count, parts.wanted.size], [['put e1', 'range host'], 0, 0]);
});
