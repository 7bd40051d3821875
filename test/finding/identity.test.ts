// Ids come from content and the rule's id alone, and follow the documented formulas.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { canonicalJson, dayOf, eventId, identifyMatch, matchId } from '../../src/finding/index.ts';
import { aMatch, anEvent, aRule, NOON_MS } from './builders.ts';

function hash27(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 27);
}

test('a finding id follows the documented formula', () => {
  const { findingId } = identifyMatch(aMatch(), 'acme');
  const parts = ['f1', 'acme', 'rule-1', 'sysmon', 'ws-17.example.com', 'entity-1', '2026-11-20'];
  assert.equal(findingId, `f1_${hash27(parts)}`);
});

test('a match id follows the documented formula', () => {
  assert.equal(matchId('acme', 'rule-1', 'e'), `m1_${hash27(['m1', 'acme', 'rule-1', 'e'])}`);
  const { eventId: event, matchId: match } = identifyMatch(aMatch(), 'acme');
  assert.equal(match, matchId('acme', 'rule-1', event));
});

test('without a process the event itself is the entity', () => {
  const identity = identifyMatch(aMatch(anEvent({ entityKey: undefined })), 'acme');
  assert.equal(identity.entityKey, identity.eventId);
});

test('where it was delivered changes no id', () => {
  const here = identifyMatch(aMatch(anEvent(), { object: 'a', ordinal: 1, offset: 9 }), 'acme');
  const there = identifyMatch(aMatch(anEvent(), { object: 'b', ordinal: 7, offset: 0 }), 'acme');
  assert.deepEqual(here, there);
});

test('an edited rule keeps the ids', () => {
  const before = identifyMatch(aMatch(), 'acme');
  const edited = { ...aMatch(), rule: aRule({ title: 'New title', level: 'high' }) };
  assert.deepEqual(identifyMatch(edited, 'acme'), before);
});

const DIFFERENT = [
  ['tenant', aMatch(), 'other'],
  ['rule', { ...aMatch(), rule: aRule({ id: 'rule-2' }) }, 'acme'],
  ['source', aMatch(anEvent({ source: 'elastic-defend' })), 'acme'],
  ['host', aMatch(anEvent({ hostKey: 'ws-18' })), 'acme'],
  ['entity', aMatch(anEvent({ entityKey: 'entity-2' })), 'acme'],
  ['day', aMatch(anEvent({ timeMs: NOON_MS + 24 * 3_600_000 })), 'acme'],
] as const;

for (const [what, match, tenant] of DIFFERENT) {
  test(`another ${what} is another finding`, () => {
    const id = identifyMatch(aMatch(), 'acme').findingId;
    assert.notEqual(identifyMatch(match, tenant).findingId, id);
  });
}

test('without a stated identity the content counts, in any order of keys and without transport fields', () => {
  const one = anEvent({
    identity: undefined,
    record: { b: 1, a: { d: 2, c: 3 }, '@timestamp': 'x' },
  });
  const two = anEvent({
    identity: undefined,
    record: { '@timestamp': 'y', a: { c: 3, d: 2 }, b: 1 },
  });
  const other = anEvent({ identity: undefined, record: { a: { c: 3, d: 2 }, b: 2 } });
  assert.equal(eventId(one), eventId(two));
  assert.notEqual(eventId(one), eventId(other));
});

test('the events of one record are told apart by their element', () => {
  const ids = [undefined, 0, 1].map((element) => eventId(anEvent({ element })));
  assert.equal(new Set(ids).size, 3);
});

test('parts of an identity cannot run into each other', () => {
  const ids = [
    ['ab', 'c'],
    ['a', 'bc'],
    ['a', 'b', 'c'],
  ].map((identity) => eventId(anEvent({ identity })));
  assert.equal(new Set(ids).size, 3);
});

const DAYS = [
  [undefined, '-'],
  [Number.NaN, '-'],
  [Number.POSITIVE_INFINITY, '-'],
  [8.64e15, '-'],
  [-9e15, '-'],
  [Date.UTC(2026, 10, 20, 23, 59, 59, 999), '2026-11-20'],
  [Date.UTC(2026, 10, 21), '2026-11-21'],
] as const;

for (const [timeMs, day] of DAYS) {
  test(`the day of ${timeMs} is ${day}`, () => {
    assert.equal(dayOf(timeMs), day);
  });
}

test('canonical JSON sorts keys by code unit at every level and omits only at the top', () => {
  const value = { b: [{ z: 1, a: null }], a: 'x', t: 1, Ä: 2, Z: { t: 3 } };
  const text = '{"Z":{"t":3},"a":"x","b":[{"a":null,"z":1}],"Ä":2}';
  assert.equal(canonicalJson(value, new Set(['t'])), text);
});

test('canonical JSON keeps a key named __proto__', () => {
  const value = JSON.parse('{"__proto__":{"x":1},"a":1}');
  assert.equal(canonicalJson(value), '{"__proto__":{"x":1},"a":1}');
});
