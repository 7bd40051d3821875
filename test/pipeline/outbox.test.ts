// Findings of scans → alerts, published by who created the findings, and by settle what nobody came to publish.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { changedFindings } from '../../src/deliver/index.ts';
import { createMemoryState } from '../../src/adapters/local/index.ts';
import type { Level, Message } from '../../src/model/index.ts';
import {
  alertsOf,
  deliverFindings,
  NOTHING_TOLD,
  type OutboxDeps,
  settleOutbox,
} from '../../src/pipeline/index.ts';
import type { FindingStore } from '../../src/ports/index.ts';
import { aFindingPart } from '../state/builders.ts';
import { anOutbox } from '../support/outbox.ts';
import { createSetClock, MINUTE_MS } from '../support/set-clock.ts';

const TERMS = { owner: 'scan-1', leaseMs: 5 * MINUTE_MS };
const SETTLE = { owner: 'settle-1', leaseMs: 5 * MINUTE_MS };

function open(fails: (id: string) => boolean = () => false, parts: Partial<OutboxDeps> = {}) {
  const clock = createSetClock();
  const state = createMemoryState(clock);
  const { findings } = state;
  const requests: (readonly string[])[] = [];
  const deps: OutboxDeps = anOutbox(state, clock, {
    renderAlert: ({ lead, event, revision, level }): Message => ({
      id: lead.id,
      body: `${event} ${revision} ${level}`,
      attributes: {},
    }),
    sink: {
      publish: async (messages) => {
        requests.push(messages.map(({ id, body }) => `${id} ${body}`));
        return {
          outcomes: messages.map(({ id }) =>
            fails(id)
              ? { kind: 'failed', id, code: 'InternalError', message: 'm' }
              : { kind: 'published', id },
          ),
        };
      },
    },
    ...parts,
  });
  const settle = async () => {
    const { told, ...rest } = await settleOutbox(clock.nowMs(), deps, SETTLE);
    return { ...rest, published: alertsOf(told) };
  };
  return { clock, state, findings, deps, requests, settle };
}

/** A finding of a process of its own. */
const partOf = (id: string, level: Level = 'high', entityKey = id) =>
  aFindingPart({}, { id, entityKey, rule: { id: `rule-${level}`, title: 'T', level, tags: [] } });

it('publishes alerts of what it created in one request, and none of what was known', async () => {
  const { deps, requests } = open();
  const first = await deliverFindings([partOf('a'), partOf('b')], deps, TERMS);
  assert.deepEqual(first, {
    created: 2,
    known: 0,
    fates: ['created', 'created'],
    told: { ...NOTHING_TOLD, paged: 2, levels: { ...NOTHING_TOLD.levels, high: 2 } },
    failures: [],
  });
  const other = { ...TERMS, owner: 'scan-2' };
  const second = await deliverFindings([partOf('b'), partOf('c')], deps, other);
  assert.deepEqual([second.created, second.known, second.fates], [1, 1, ['known', 'created']]);
  assert.deepEqual(requests, [['a opened 0 high', 'b opened 0 high'], ['c opened 0 high']]);
});

it('asks the sink for nothing where nothing is new', async () => {
  const { deps, requests } = open();
  const { created, known, told, failures } = await deliverFindings([], deps, TERMS);
  assert.deepEqual([created, known, told, failures], [0, 0, NOTHING_TOLD, []]);
  assert.deepEqual(requests, []);
});

it('tells what people are told, and what not, and leaves nothing of either in the outbox', async () => {
  const parts = [
    partOf('paged', 'critical'),
    partOf('posted', 'medium'),
    partOf('joined', 'low', 'paged'),
    partOf('digested', 'low'),
    partOf('more', 'medium'),
    partOf('stored', 'informational'),
  ];
  const { deps, requests, findings, settle, clock } = open(undefined, {
    hourlyBudget: 1,
    rules: new Map([
      ['rule-informational', { guide: undefined, falsepositives: [], isExperimental: true }],
    ]),
  });
  const { told } = await deliverFindings(parts, deps, TERMS);
  assert.deepEqual(told, {
    paged: 1,
    posted: 1,
    levels: { ...NOTHING_TOLD.levels, critical: 1, medium: 1 },
    joined: 1,
    digested: 1,
    overBudget: 1,
    stored: 1,
  });
  assert.deepEqual(requests, [['paged opened 0 critical', 'posted opened 0 medium']]);
  for (const { finding } of parts) {
    assert.equal((await findings.read('acme', finding.id))?.isSent, true, finding.id);
  }
  clock.advance(TERMS.leaseMs);
  assert.deepEqual(await settle(), { published: 0, revisions: 0, failures: [] });
});

it('leaves what could not be published to settle, after the lease', async () => {
  let isDown = true;
  const { clock, deps, requests, findings, settle } = open((id) => isDown && id === 'a');
  const { failures } = await deliverFindings([partOf('a'), partOf('b')], deps, TERMS);
  assert.deepEqual(
    failures.map(({ id }) => id),
    ['a'],
  );
  assert.equal((await settle()).published, 0);
  clock.advance(TERMS.leaseMs);
  const still = await settle();
  assert.deepEqual([still.published, still.failures.length], [0, 1]);
  isDown = false;
  clock.advance(SETTLE.leaseMs);
  assert.equal((await settle()).published, 1);
  assert.equal((await findings.read('acme', 'a'))?.isSent, true);
  assert.deepEqual(requests.at(-1), ['a opened 0 high']);
});

it('publishes revisions of an alert in their order, whatever the order of the findings that brought them', async () => {
  let isDown = true;
  const { clock, deps, requests, settle } = open(() => isDown);
  await deliverFindings([partOf('b', 'medium', 'p')], deps, TERMS);
  await deliverFindings([partOf('a', 'critical', 'p')], deps, { ...TERMS, owner: 'scan-2' });
  isDown = false;
  clock.advance(TERMS.leaseMs);
  assert.equal((await settle()).published, 2);
  assert.deepEqual(requests.at(-1), ['a opened 0 critical', 'a raised 1 critical']);
});

it('publishes many in requests that are sent within their lease', async () => {
  const { clock, requests, findings, settle } = open();
  for (let index = 0; index < 23; index++) await findings.record(partOf(`f${index}`), TERMS);
  clock.advance(TERMS.leaseMs);
  assert.equal((await settle()).published, 23);
  assert.deepEqual(
    requests.map((request) => request.length),
    [10, 10, 3],
  );
});

const WITHDRAWN = { verdict: 'withdrawn', rank: '1', reason: 'trusted' } as const;
const CONFIRMED = { verdict: 'confirmed', rank: '0', reason: 'not signed' } as const;

for (const revision of [WITHDRAWN, CONFIRMED]) {
  it(`publishes nothing for a finding ${revision.verdict} that people know of, and notes that`, async () => {
    const { clock, deps, requests, findings, settle } = open();
    await deliverFindings([partOf('a')], deps, TERMS);
    await findings.revise('acme', 'a', revision, TERMS);
    clock.advance(TERMS.leaseMs);
    assert.deepEqual(await settle(), { published: 0, revisions: 1, failures: [] });
    assert.deepEqual(requests, [['a opened 0 high']]);
    assert.equal((await findings.read('acme', 'a'))?.isSent, true);
  });
}

it('tells of a finding that was confirmed before anybody knew of it', async () => {
  const { clock, requests, findings, settle } = open();
  await findings.record(partOf('a'), TERMS);
  await findings.revise('acme', 'a', CONFIRMED, TERMS);
  clock.advance(TERMS.leaseMs);
  assert.equal((await settle()).published, 1);
  assert.deepEqual(requests, [['a opened 0 high']]);
});

it('tells nothing of what was withdrawn before anybody knew of it', async () => {
  const { clock, requests, findings, settle } = open();
  await findings.record(partOf('a'), TERMS);
  await findings.revise('acme', 'a', WITHDRAWN, TERMS);
  clock.advance(TERMS.leaseMs);
  assert.equal((await settle()).revisions, 1);
  assert.deepEqual(requests, []);
});

it('tells of what was withdrawn after its alert was begun: others joined that in silence', async () => {
  let isDown = true;
  const { clock, deps, requests, findings, settle } = open(() => isDown);
  await deliverFindings([partOf('a')], deps, TERMS);
  await findings.revise('acme', 'a', WITHDRAWN, TERMS);
  isDown = false;
  clock.advance(TERMS.leaseMs);
  const { published, revisions } = await settle();
  assert.deepEqual([published, revisions], [1, 0]);
  assert.deepEqual(requests.at(-1), ['a opened 0 high']);
  assert.equal((await findings.read('acme', 'a'))?.isSent, true);
});

it('tells of what was withdrawn before anybody knew of it, and is confirmed after all', async () => {
  const { clock, requests, findings, settle } = open();
  await findings.record(partOf('a'), TERMS);
  await findings.revise('acme', 'a', WITHDRAWN, TERMS);
  clock.advance(TERMS.leaseMs);
  await settle();
  await findings.revise('acme', 'a', CONFIRMED, TERMS);
  clock.advance(TERMS.leaseMs);
  assert.equal((await settle()).published, 1);
  assert.deepEqual(requests, [['a opened 0 high']]);
});

it('keeps each revision before it publishes, and tells nothing of what could not be kept', async () => {
  const kept: string[] = [];
  let isFull = true;
  const keep: OutboxDeps['keep'] = async (sendables) =>
    sendables.map(({ finding: { id }, createdMs }) => {
      const refused = isFull && id === 'b';
      if (!refused) kept.push(`${id} of ${createdMs}, ${requests.length} requests before`);
      return refused ? { kind: 'failed', id, code: 'AccessDenied', message: 'm' } : undefined;
    });
  const { clock, deps, requests, findings, settle } = open(undefined, { keep });
  const parts = ['a', 'b', 'c'].map((id) => partOf(id));
  const first = await deliverFindings(parts, deps, { ...TERMS, atMs: 7 });
  assert.deepEqual(
    first.failures.map((failure) => failure.kind === 'failed' && [failure.id, failure.code]),
    [['b', 'AccessDenied']],
  );
  assert.deepEqual(requests, [['a opened 0 high', 'c opened 0 high']]);
  assert.equal((await findings.read('acme', 'b'))?.isSent, false);
  isFull = false;
  clock.advance(TERMS.leaseMs);
  assert.equal((await settle()).published, 1);
  assert.deepEqual(kept, [
    'a of 7, 0 requests before',
    'c of 7, 0 requests before',
    'b of 7, 1 requests before',
  ]);
  assert.deepEqual(requests.at(-1), ['b opened 0 high']);
});

/** More than are kept at a time. */
const MANY = Array.from({ length: 20 }, (_, index) => `many-${index}`);
const MANY_PARTS = MANY.map((id) => partOf(id));

it('notes all others as sent where one cannot be: settle publishes that one again, and no other', async () => {
  const { clock, deps, findings, requests, settle } = open();
  const sent: FindingStore['sent'] = async (tenant, id, revision) => {
    if (id === MANY[0]) throw new Error('throttled');
    await findings.sent(tenant, id, revision);
  };
  const failing = { ...deps, findings: changedFindings(findings, { sent }) };
  await assert.rejects(deliverFindings(MANY_PARTS, failing, TERMS), { message: 'throttled' });
  assert.equal(requests[0]?.length, MANY.length);
  clock.advance(TERMS.leaseMs);
  await settle();
  assert.deepEqual(requests[1], [`${MANY[0]} opened 0 high`]);
});

it('publishes what it could record where something could not be, and then rejects', async () => {
  const { deps, findings, requests } = open();
  const record: FindingStore['record'] = async (part, terms) => {
    if (part.finding.id === MANY[0]) throw new Error('throttled');
    return await findings.record(part, terms);
  };
  const failing = { ...deps, findings: changedFindings(findings, { record }) };
  await assert.rejects(deliverFindings(MANY_PARTS, failing, TERMS), { message: 'throttled' });
  assert.deepEqual(requests, [MANY.slice(1).map((id) => `${id} opened 0 high`)]);
  const again = await deliverFindings(MANY_PARTS, deps, { ...TERMS, owner: 'scan-2' });
  assert.deepEqual([again.created, again.known], [1, 19]);
});

for (const [who, run] of [
  ['a scan', (deps: OutboxDeps) => deliverFindings(MANY_PARTS, deps, TERMS)],
  [
    'settle',
    async (deps: OutboxDeps) => {
      for (const part of MANY_PARTS) await deps.findings.record(part, { ...TERMS, leaseMs: 0 });
      return await settleOutbox(deps.clock.nowMs(), deps, SETTLE);
    },
  ],
] as const) {
  it(`tells of all others where the alerts of one process refuse, and then ${who} rejects`, async () => {
    const { deps, state, requests, clock, settle } = open();
    const alerts: OutboxDeps['alerts'] = {
      read: (group) =>
        group.entityKey === MANY[3]
          ? Promise.reject(new Error('throttled'))
          : state.alerts.read(group),
      change: (group, change) => state.alerts.change(group, change),
      due: (nowMs, leaseMs) => state.alerts.due(nowMs, leaseMs),
    };
    await assert.rejects(run({ ...deps, alerts }), { message: 'throttled' });
    assert.equal(requests.flat().length, MANY.length - 1);
    clock.advance(TERMS.leaseMs);
    assert.equal((await settle()).published, 1);
    assert.deepEqual(requests.at(-1), [`${MANY[3]} opened 0 high`]);
  });
}

it('tells nobody of what a replay found, and a live scan that finds the same tells it', async () => {
  const { deps, requests, findings, clock, settle } = open();
  const replay = { ...TERMS, owner: 'replay-1', origin: 'replay' } as const;
  const { created, told } = await deliverFindings([partOf('a'), partOf('b')], deps, replay);
  assert.deepEqual([created, told.stored, requests], [2, 2, []]);
  assert.equal((await findings.read('acme', 'a'))?.wasSent, false);
  clock.advance(10 * MINUTE_MS);
  assert.deepEqual(await settle(), { published: 0, revisions: 0, failures: [] });
  await deliverFindings([partOf('a')], deps, TERMS);
  assert.deepEqual(requests, [['a opened 0 high']]);
});

it('tells nobody of what a replay that met its end left in the outbox', async () => {
  const { findings, requests, clock, settle } = open();
  await findings.record(partOf('a'), { ...TERMS, origin: 'replay' });
  clock.advance(10 * MINUTE_MS);
  assert.deepEqual(await settle(), { published: 0, revisions: 0, failures: [] });
  const stored = await findings.read('acme', 'a');
  assert.deepEqual([stored?.isSent, stored?.wasSent, requests], [true, false, []]);
});

it('publishes what a paging replay found, with its origin, also where settle does', async () => {
  const paging = { ...TERMS, owner: 'replay-1', origin: 'paging-replay' } as const;
  const world = open(undefined, {
    renderAlert: ({ lead, origin, route }): Message => ({
      id: lead.id,
      body: `${origin} ${route}`,
      attributes: {},
    }),
  });
  await deliverFindings([partOf('a')], world.deps, paging);
  await world.findings.record(partOf('b'), { ...paging, owner: 'died' });
  world.clock.advance(10 * MINUTE_MS);
  await world.settle();
  assert.deepEqual(world.requests, [['a replay page'], ['b replay page']]);
  await deliverFindings([partOf('a')], world.deps, TERMS);
  assert.equal(world.requests.length, 2, 'people know');
});

it('lets a paging replay spend a budget of its own: what live scans find is paged all the same', async () => {
  const { deps, requests } = open(undefined, { hourlyBudget: 1 });
  const paging = { ...TERMS, owner: 'replay-1', origin: 'paging-replay' } as const;
  await deliverFindings([partOf('a'), partOf('b')], deps, paging);
  assert.equal(requests.length, 1);
  await deliverFindings([partOf('c')], deps, TERMS);
  assert.deepEqual(requests.flat().at(-1), 'c opened 0 high');
});
