// What is kept of offers: only what somebody asks for, and the same in any order.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogEvent } from '../../src/model/index.ts';
import { isCandidate } from '../../src/pipeline/join-candidate.ts';
import { completeEvent } from '../../src/pipeline/join-event.ts';
import { JoinOffers } from '../../src/pipeline/join-offers.ts';
import { createRouting } from '../../src/pipeline/index.ts';
import { anEvent, aFilter, aRule, type EventParts } from '../finding/builders.ts';

const STARTS = 600_000;

function startOf(key: string, fields: EventParts['fields'], timeMs = 0): LogEvent {
  const logsource = { category: 'process_creation' };
  const joinOffer = { key, fields: Object.keys(fields ?? {}) };
  return anEvent({ logsource, fields: { Image: undefined, ...fields }, joinOffer, timeMs });
}

function complete(event: LogEvent, ...starts: readonly LogEvent[]): LogEvent {
  const offers = new JoinOffers();
  offers.want(event);
  for (const start of starts) offers.take(start);
  return completeEvent(event, offers.found(event));
}

test(`of ${STARTS} starts those are kept that somebody asks for`, () => {
  const offers = new JoinOffers();
  for (const key of ['p7', 'p8', 'never']) offers.want(anEvent({ joinKeys: [key] }));
  for (let index = 0; index < STARTS; index++) {
    offers.take(startOf(`p${index}`, { CommandLine: `program ${index}` }));
  }
  assert.deepEqual([offers.wanted, offers.kept], [3, 2]);
});

test('the first key wins per field, the second fills what is left', () => {
  const event = anEvent({ joinKeys: ['process', 'host'] });
  const process = startOf('process', { CommandLine: 'a /x', User: 'al' });
  const host = startOf('host', { Computer: 'ws-17', User: 'nobody' });
  for (const starts of [
    [process, host],
    [host, process],
  ]) {
    const joined = complete(event, ...starts);
    const fields = ['CommandLine', 'User', 'Computer'].map((name) => joined.field(name));
    assert.deepEqual(fields, ['a /x', 'al', 'ws-17']);
    assert.deepEqual(joined.joinedFields, ['CommandLine', 'Computer', 'User']);
  }
});

test('the name of a host takes the place of its id, but never of another name', () => {
  const host = startOf('host', { Computer: 'WS-17' });
  for (const [logged, expected] of [
    ['host 0b49c7e2', 'WS-17'],
    ['ws-18', 'ws-18'],
    ['-', 'WS-17'],
  ]) {
    const event = anEvent({ joinKeys: ['host'], fields: { Computer: logged } });
    assert.equal(complete(event, host).field('Computer'), expected);
  }
});

test('of two offers under one key the earlier stays, in any order', () => {
  const event = anEvent({ joinKeys: ['p'] });
  const early = startOf('p', { CommandLine: 'early' }, 1);
  const late = startOf('p', { CommandLine: 'a late one' }, 2);
  for (const starts of [
    [early, late],
    [late, early, late],
  ]) {
    assert.equal(complete(event, ...starts).field('CommandLine'), 'early');
  }
});

test('an offer of another source is none', () => {
  const offer = { ...startOf('p', { CommandLine: 'a' }), source: 'elastic-defend' };
  const event = anEvent({ joinKeys: ['p'] });
  assert.equal(complete(event, offer), event);
});

test("what identifies the event stays the connection's own", () => {
  const event = anEvent({ joinKeys: ['p'], entityKey: undefined });
  const joined = complete(event, startOf('p', { ProcessGuid: 'x', Computer: 'other', User: 'al' }));
  for (const name of ['source', 'hostKey', 'entityKey', 'identity', 'record', 'timeMs'] as const) {
    assert.equal(joined[name], event[name], name);
  }
});

type Fields = Readonly<Record<string, unknown>>;

const GROUPS: readonly (readonly [string, Fields, Fields, readonly unknown[]])[] = [
  [
    'Unavailable yields to the whole group of the offer',
    { SignatureStatus: 'Unavailable', Signature: 'Own Ltd' },
    { SignatureStatus: 'Unsigned' },
    ['Unsigned', undefined],
  ],
  [
    'an own status keeps the offer out, also where the own signer is missing',
    { SignatureStatus: 'Invalid' },
    { SignatureStatus: 'Valid', Signature: 'Microsoft Windows' },
    ['Invalid', undefined],
  ],
  [
    'Unavailable is no offer',
    { SignatureStatus: 'Unavailable' },
    { SignatureStatus: 'Unavailable', Signature: 'Microsoft Windows' },
    ['Unavailable', undefined],
  ],
];

for (const [what, own, offered, expected] of GROUPS) {
  test(`signature: ${what}`, () => {
    const joined = complete(anEvent({ joinKeys: ['p'], fields: own }), startOf('p', offered));
    const read = [joined.field('SignatureStatus'), joined.field('Signature')];
    assert.deepEqual(read, expected);
  });
}

for (const nothing of [undefined, null, '', '-', ' ', [], {}, ['-']]) {
  test(`${JSON.stringify(nothing)} is no value: neither kept from the event nor taken from an offer`, () => {
    const event = anEvent({ joinKeys: ['p'], fields: { CommandLine: nothing } });
    assert.equal(
      complete(event, startOf('p', { CommandLine: 'a /x' })).field('CommandLine'),
      'a /x',
    );
    assert.equal(complete(event, startOf('p', { CommandLine: nothing })), event);
  });
}

test('no offer changes the ends of a connection', () => {
  const event = anEvent({ joinKeys: ['p'], fields: { DestinationPort: undefined } });
  assert.equal(complete(event, startOf('p', { DestinationPort: 445 })), event);
});

const ASKING = anEvent({ joinKeys: ['p'] });
const CANDIDATES: readonly (readonly [string, LogEvent, Parameters<typeof aRule>[0], boolean])[] = [
  ['an open field and an undecided rule', ASKING, { fields: ['CommandLine'] }, true],
  [
    'an open field and a rule that cannot hold',
    ASKING,
    { fields: ['User'], foresee: () => false },
    false,
  ],
  [
    'an open field and a rule that holds anyway',
    ASKING,
    { fields: ['User'], foresee: () => true },
    false,
  ],
  [
    'an open field of a filter of a rule that holds',
    ASKING,
    { foresee: () => true, filters: [aFilter({ fields: ['Signature'] })] },
    true,
  ],
  ['a rule of own fields alone', ASKING, { fields: ['DestinationPort', 'Image'] }, false],
  ['no key', anEvent(), { fields: ['CommandLine'] }, false],
  [
    'no program, and a rule that reads it',
    anEvent({ joinKeys: ['p'], isAttributed: false }),
    { fields: ['Image'], foresee: () => true },
    true,
  ],
  [
    'a logsource that is no connection',
    anEvent({ joinKeys: ['p'], logsource: { category: 'file_event' } }),
    { fields: ['CommandLine'], logsource: {} },
    false,
  ],
];

for (const [what, event, rule, expected] of CANDIDATES) {
  test(`with ${what} an event ${expected ? 'waits' : 'does not wait'}`, () => {
    assert.equal(isCandidate(createRouting([aRule(rule)]), event), expected);
  });
}

for (const [what, foresee, expected] of [
  ['holds', () => true, true],
  ['is undecided', () => undefined, true],
  ['cannot hold', () => false, false],
] as const) {
  test(`an event of a rule that ${what} ${expected ? 'waits' : 'does not wait'} for what a correlation reads`, () => {
    const rule = aRule({ fields: ['DestinationPort'], foresee });
    const parts = { rules: [rule.id], groupFields: { [rule.id]: ['User'] }, valueFields: [] };
    const routing = createRouting([rule], new Set(), [parts]);
    assert.equal(isCandidate(routing, ASKING), expected);
  });
}

test('what a correlation reads as the keys of host and process is not waited for', () => {
  const rule = aRule({ fields: ['DestinationPort'], foresee: () => true });
  const groupFields = { [rule.id]: ['Computer', 'ProcessGuid'] };
  const parts = { rules: [rule.id], groupFields, valueFields: ['DestinationIp'] };
  assert.equal(isCandidate(createRouting([rule], new Set(), [parts]), ASKING), false);
});

test('an event is asked once whether its program is known, however many rules read it', () => {
  let asked = 0;
  const event = Object.defineProperty(anEvent({ joinKeys: ['p'] }), 'isAttributed', {
    get: () => ++asked > 0,
  });
  const rule = { fields: ['Image'], foresee: () => false };
  const routing = createRouting(['a', 'b', 'c'].map((id) => aRule({ ...rule, id })));
  assert.equal(isCandidate(routing, event), false);
  assert.equal(asked, 1);
});
