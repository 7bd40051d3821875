// Findings of scans → published by who created them, and by settle what nobody came to publish.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { changedFindings } from '../../functions/shared/changed-stores.ts';
import { createMemoryState } from '../../src/adapters/local/index.ts';
import type { Message } from '../../src/model/index.ts';
import { deliverFindings, type OutboxDeps, settleOutbox } from '../../src/pipeline/index.ts';
import type { FindingStore } from '../../src/ports/index.ts';
import { aFindingPart } from '../state/builders.ts';
import { createSetClock, MINUTE_MS } from '../support/set-clock.ts';

const TERMS = { owner: 'scan-1', leaseMs: 5 * MINUTE_MS };
const SETTLE = { owner: 'settle-1', leaseMs: 5 * MINUTE_MS };

function open(fails: (id: string) => boolean = () => false) {
  const clock = createSetClock();
  const { findings } = createMemoryState(clock);
  const requests: (readonly string[])[] = [];
  const deps: OutboxDeps = {
    findings,
    render: ({ finding: { id }, revision, revised }): Message => ({
      id,
      body: `${revision} ${revised?.verdict ?? 'found'}`,
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
  };
  return { clock, findings, deps, requests };
}

const partOf = (id: string) => aFindingPart({}, { id });

it('publishes what it created in one request, and nothing that was known', async () => {
  const { deps, requests } = open();
  const first = await deliverFindings([partOf('a'), partOf('b')], deps, TERMS);
  assert.deepEqual(first, {
    created: 2,
    known: 0,
    fates: ['created', 'created'],
    published: 2,
    failures: [],
  });
  const other = { ...TERMS, owner: 'scan-2' };
  const second = await deliverFindings([partOf('b'), partOf('c')], deps, other);
  assert.deepEqual([second.created, second.known, second.fates], [1, 1, ['known', 'created']]);
  assert.deepEqual(requests, [['a 0 found', 'b 0 found'], ['c 0 found']]);
});

it('asks the sink for nothing where nothing is new', async () => {
  const { deps, requests } = open();
  const { created, known, published, failures } = await deliverFindings([], deps, TERMS);
  assert.deepEqual([created, known, published, failures], [0, 0, 0, []]);
  assert.deepEqual(requests, []);
});

it('leaves what could not be published to settle, after the lease', async () => {
  let isDown = true;
  const { clock, deps, requests, findings } = open((id) => isDown && id === 'a');
  const { failures } = await deliverFindings([partOf('a'), partOf('b')], deps, TERMS);
  assert.deepEqual(
    failures.map(({ id }) => id),
    ['a'],
  );
  assert.equal((await settleOutbox(clock.nowMs(), deps, SETTLE)).published, 0);
  clock.advance(TERMS.leaseMs);
  const still = await settleOutbox(clock.nowMs(), deps, SETTLE);
  assert.deepEqual([still.published, still.failures.length], [0, 1]);
  isDown = false;
  clock.advance(SETTLE.leaseMs);
  assert.equal((await settleOutbox(clock.nowMs(), deps, SETTLE)).published, 1);
  assert.equal((await findings.read('acme', 'a'))?.isSent, true);
  assert.deepEqual(requests.at(-1), ['a 0 found']);
});

it('publishes many in requests that are sent within their lease', async () => {
  const { clock, deps, requests, findings } = open();
  for (let index = 0; index < 23; index++) await findings.record(partOf(`f${index}`), TERMS);
  clock.advance(TERMS.leaseMs);
  assert.equal((await settleOutbox(clock.nowMs(), deps, SETTLE)).published, 23);
  assert.deepEqual(
    requests.map((request) => request.length),
    [10, 10, 3],
  );
});

const WITHDRAWN = { verdict: 'withdrawn', rank: '1', reason: 'trusted' } as const;
const CONFIRMED = { verdict: 'confirmed', rank: '0', reason: 'not signed' } as const;

for (const revision of [WITHDRAWN, CONFIRMED]) {
  it(`publishes nothing for a finding ${revision.verdict} that people know of, and notes that`, async () => {
    const { clock, deps, requests, findings } = open();
    await deliverFindings([partOf('a')], deps, TERMS);
    await findings.revise('acme', 'a', revision, TERMS);
    clock.advance(TERMS.leaseMs);
    const settled = await settleOutbox(clock.nowMs(), deps, SETTLE);
    assert.deepEqual(settled, { published: 0, revisions: 1, failures: [] });
    assert.deepEqual(requests, [['a 0 found']]);
    assert.equal((await findings.read('acme', 'a'))?.isSent, true);
  });
}

it('publishes a finding first that was confirmed before anybody knew of it', async () => {
  const { clock, deps, requests, findings } = open();
  await findings.record(partOf('a'), TERMS);
  await findings.revise('acme', 'a', CONFIRMED, TERMS);
  clock.advance(TERMS.leaseMs);
  assert.equal((await settleOutbox(clock.nowMs(), deps, SETTLE)).published, 1);
  assert.deepEqual(requests, [['a 1 confirmed']]);
});

it('publishes nothing of what was withdrawn before anybody knew of it', async () => {
  const { clock, deps, requests, findings } = open();
  await findings.record(partOf('a'), TERMS);
  await findings.revise('acme', 'a', WITHDRAWN, TERMS);
  clock.advance(TERMS.leaseMs);
  assert.equal((await settleOutbox(clock.nowMs(), deps, SETTLE)).revisions, 1);
  assert.deepEqual(requests, []);
});

it('publishes what was withdrawn before anybody knew of it, and is confirmed after all', async () => {
  const { clock, deps, requests, findings } = open();
  await findings.record(partOf('a'), TERMS);
  await findings.revise('acme', 'a', WITHDRAWN, TERMS);
  clock.advance(TERMS.leaseMs);
  await settleOutbox(clock.nowMs(), deps, SETTLE);
  await findings.revise('acme', 'a', CONFIRMED, TERMS);
  clock.advance(TERMS.leaseMs);
  assert.equal((await settleOutbox(clock.nowMs(), deps, SETTLE)).published, 1);
  assert.deepEqual(requests, [['a 2 confirmed']]);
});

it('keeps each revision before it publishes it, and publishes nothing that could not be kept', async () => {
  const { clock, deps, requests, findings } = open();
  const kept: string[] = [];
  let isFull = true;
  const keep: OutboxDeps['keep'] = async (sendables) =>
    sendables.map(({ finding: { id }, createdMs }) => {
      const refused = isFull && id === 'b';
      if (!refused) kept.push(`${id} of ${createdMs}, ${requests.length} requests before`);
      return refused ? { kind: 'failed', id, code: 'AccessDenied', message: 'm' } : undefined;
    });
  const parts = ['a', 'b', 'c'].map(partOf);
  const first = await deliverFindings(parts, { ...deps, keep }, { ...TERMS, atMs: 7 });
  assert.deepEqual(
    first.failures.map((failure) => failure.kind === 'failed' && [failure.id, failure.code]),
    [['b', 'AccessDenied']],
  );
  assert.deepEqual(requests, [['a 0 found', 'c 0 found']]);
  assert.equal((await findings.read('acme', 'b'))?.isSent, false);
  isFull = false;
  clock.advance(TERMS.leaseMs);
  assert.equal((await settleOutbox(clock.nowMs(), { ...deps, keep }, SETTLE)).published, 1);
  assert.deepEqual(kept, [
    'a of 7, 0 requests before',
    'c of 7, 0 requests before',
    'b of 7, 1 requests before',
  ]);
  assert.deepEqual(requests.at(-1), ['b 0 found']);
});

/** More than are kept at a time. */
const MANY = Array.from({ length: 20 }, (_, index) => `many-${index}`);

it('notes all others as sent where one cannot be: settle publishes that one again, and no other', async () => {
  const { clock, deps, findings, requests } = open();
  const sent: FindingStore['sent'] = async (tenant, id, revision) => {
    if (id === MANY[0]) throw new Error('throttled');
    await findings.sent(tenant, id, revision);
  };
  const failing = { ...deps, findings: changedFindings(findings, { sent }) };
  await assert.rejects(deliverFindings(MANY.map(partOf), failing, TERMS), { message: 'throttled' });
  assert.equal(requests[0]?.length, MANY.length);
  clock.advance(TERMS.leaseMs);
  await settleOutbox(clock.nowMs(), deps, SETTLE);
  assert.deepEqual(requests[1], [`${MANY[0]} 0 found`]);
});

it('publishes what it could record where something could not be, and then rejects', async () => {
  const { deps, findings, requests } = open();
  const record: FindingStore['record'] = async (part, terms) => {
    if (part.finding.id === MANY[0]) throw new Error('throttled');
    return await findings.record(part, terms);
  };
  const failing = { ...deps, findings: changedFindings(findings, { record }) };
  await assert.rejects(deliverFindings(MANY.map(partOf), failing, TERMS), { message: 'throttled' });
  assert.deepEqual(requests, [MANY.slice(1).map((id) => `${id} 0 found`)]);
  const again = await deliverFindings(MANY.map(partOf), deps, { ...TERMS, owner: 'scan-2' });
  assert.deepEqual([again.created, again.known], [1, 19]);
});
