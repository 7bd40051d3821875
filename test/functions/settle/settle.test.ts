// A run of settle over stores: what it judges and publishes, and that the next run has nothing left to do.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { settle, type SettleDeps } from '../../../functions/settle/settle.ts';
import { createMemoryState } from '../../../src/adapters/local/index.ts';
import type { Alert, Level } from '../../../src/model/index.ts';
import { createJoinPlan, createRouting } from '../../../src/pipeline/index.ts';
import { createRegistry } from '../../../src/source/index.ts';
import { packEvidence } from '../../../src/finding/index.ts';
import { aCorrelation, aGroup, aPart } from '../../correlate/builders.ts';
import { aMatch } from '../../finding/builders.ts';
import { aFindingPart, aVersion } from '../../state/builders.ts';
import { anOutbox, sinkInto } from '../../support/outbox.ts';
import { createSetClock, DAY_MS, HOUR_MS, MINUTE_MS } from '../../support/set-clock.ts';

const aRule = (level: Level) => ({ id: level, title: level, level, tags: [] });
const TERMS = { owner: 'run', leaseMs: 5 * MINUTE_MS };

const ROUTING = createRouting([], new Set(), []);
const EVALUATION = { registry: createRegistry(), routing: ROUTING, window: {} };

/** Fewer than three within a minute: only once nothing more comes can that be said. */
const FEW = aCorrelation({ thresholds: [{ op: 'lt', value: 3 }] });

function world() {
  const clock = createSetClock();
  const state = createMemoryState(clock);
  const published: string[] = [];
  const deps: SettleDeps = {
    tenants: new Set(['acme']),
    correlations: [FEW],
    partialMatches: state.partialMatches,
    outbox: anOutbox(state, clock, { sink: sinkInto(published) }),
    ledger: state.ledger,
    index: state.index,
    judgeUpTo: async (nowMs) => nowMs,
    join: {
      plan: createJoinPlan(ROUTING),
      evaluation: EVALUATION,
      processes: state.processes,
      clock,
    },
    terms: TERMS,
    hasTime: () => true,
  };
  const keep = async (tenant: string, user = 'al') => {
    const timeMs = clock.nowMs();
    const part = aPart(timeMs, { evidence: packEvidence(aMatch()) });
    const group = aGroup({ tenant, values: [user] });
    await state.partialMatches.put([{ group, part, keepMs: HOUR_MS, dueMs: timeMs + MINUTE_MS }]);
  };
  return { clock, state, published, deps, keep };
}

describe('settle', () => {
  it('judges a correlation that later events could have undone, once it is due, and once', async () => {
    const { clock, published, deps, keep } = world();
    await keep('acme');
    assert.equal((await settle(clock.nowMs(), deps)).groups, 0);
    clock.advance(2 * MINUTE_MS);
    const report = await settle(clock.nowMs(), deps);
    assert.deepEqual([report.groups, report.created, published.length], [1, 1, 1]);
    clock.advance(HOUR_MS);
    const next = await settle(clock.nowMs(), deps);
    assert.deepEqual([next.groups, next.created, next.republished], [0, 0, 0]);
  });

  it('passes over what waits for a correlation that a rolled-back rule set lacks, and never comes back to it', async () => {
    const { clock, published, deps, keep } = world();
    await keep('acme');
    clock.advance(2 * MINUTE_MS);
    const back = await settle(clock.nowMs(), { ...deps, correlations: [] });
    assert.deepEqual([back.groups, back.created, back.failures], [1, 0, []]);
    clock.advance(HOUR_MS / 2);
    assert.equal((await settle(clock.nowMs(), deps)).groups, 0);
    assert.deepEqual(published, []);
  });

  it('publishes a finding whose scan did not, after its lease', async () => {
    const { clock, state, published, deps } = world();
    await state.findings.record(aFindingPart(), { owner: 'dead', leaseMs: MINUTE_MS });
    assert.equal((await settle(clock.nowMs(), deps)).republished, 0);
    clock.advance(2 * MINUTE_MS);
    assert.equal((await settle(clock.nowMs(), deps)).republished, 1);
    clock.advance(HOUR_MS / 2);
    assert.equal((await settle(clock.nowMs(), deps)).republished, 0);
    assert.equal(published.length, 1);
  });

  it('closes an alert after an hour, resolves it after a quiet day, and sends the digests of the day', async () => {
    const { clock, state, published, deps } = world();
    const low = aFindingPart({}, { id: 'f1_low', entityKey: 'other', rule: aRule('low') });
    for (const part of [aFindingPart(), low]) {
      await state.findings.record(part, { owner: 'dead', leaseMs: 0 });
    }
    const first = await settle(clock.nowMs(), deps);
    assert.deepEqual([first.told.posted, first.told.digested, first.republished], [1, 1, 1]);
    assert.deepEqual(first.alerts, { closed: 0, resolved: 0, waiting: 0, digests: 0 });
    clock.advance(HOUR_MS);
    assert.equal((await settle(clock.nowMs(), deps)).alerts.closed, 1);
    clock.advance(2 * DAY_MS);
    const last = await settle(clock.nowMs(), deps);
    assert.deepEqual(last.alerts, { closed: 0, resolved: 1, waiting: 0, digests: 1 });
    const [alert] = published[0]?.split(' ') ?? [];
    assert.deepEqual(published.slice(0, 3), [`${alert} 0`, `${alert} 1`, `${alert} 2`]);
    assert.match(published[3] ?? '', /^d1_[\w-]{27} 0$/);
    assert.equal(published.length, 4);
  });

  it('publishes what a finding told before what time brings to its alert', async () => {
    const { clock, state, published, deps } = world();
    await state.findings.record(aFindingPart(), { owner: 'dead', leaseMs: MINUTE_MS });
    const dead = { ...deps.outbox, sink: { publish: () => Promise.reject(new Error('killed')) } };
    clock.advance(MINUTE_MS);
    await assert.rejects(settle(clock.nowMs(), { ...deps, outbox: dead }), /killed/);
    clock.advance(HOUR_MS);
    await settle(clock.nowMs(), deps);
    const [alert] = published[0]?.split(' ') ?? [];
    assert.deepEqual(published, [`${alert} 0`, `${alert} 1`]);
  });

  it('begins nothing once its time is over, and leaves what is due for the next run', async () => {
    const { clock, state, deps, keep } = world();
    await keep('acme');
    await state.findings.record(aFindingPart(), { owner: 'dead', leaseMs: MINUTE_MS });
    clock.advance(HOUR_MS);
    const late = await settle(clock.nowMs(), { ...deps, hasTime: () => false });
    assert.deepEqual([late.groups, late.republished], [0, 0]);
    const next = await settle(clock.nowMs(), deps);
    assert.deepEqual([next.groups, next.republished], [1, 1]);
  });

  it('publishes while it holds back, and judges only what was due before', async () => {
    const { clock, state, published, deps, keep } = world();
    await keep('acme');
    const keptMs = clock.nowMs();
    await state.findings.record(aFindingPart(), { owner: 'dead', leaseMs: MINUTE_MS });
    clock.advance(HOUR_MS);
    const held = { ...deps, judgeUpTo: async () => keptMs };
    const report = await settle(clock.nowMs(), held);
    assert.deepEqual([report.groups, report.republished, report.heldBackMs], [0, 1, HOUR_MS]);
    assert.equal(published.length, 1);
    assert.equal((await settle(clock.nowMs(), deps)).groups, 1);
  });

  it('tells how much is overdue before it judges, in the minutes in which it looks', async () => {
    const { clock, deps, keep } = world();
    await keep('acme');
    const looked = Math.ceil((clock.nowMs() + HOUR_MS) / (5 * MINUTE_MS)) * 5 * MINUTE_MS;
    const late = { ...deps, hasTime: () => false };
    const { overdue } = await settle(looked, late);
    assert.deepEqual(overdue, { findings: 0, pendings: 1 });
    assert.equal((await settle(looked + MINUTE_MS, late)).overdue, undefined);
    const held = { ...deps, judgeUpTo: async () => clock.nowMs() };
    assert.equal((await settle(looked, held)).overdue?.pendings, 0);
  });

  it('ends claims whose scan met its end, and tells of each once', async () => {
    const { clock, state, deps } = world();
    const terms = { owner: 'dead', ruleset: 'r1', leaseMs: MINUTE_MS, hop: 3 };
    await state.ledger.claim(aVersion(), terms);
    assert.deepEqual((await settle(clock.nowMs(), deps)).abandoned, []);
    clock.advance(MINUTE_MS);
    const untilMs = clock.nowMs();
    const late = await settle(clock.nowMs(), { ...deps, hasTime: () => false });
    assert.deepEqual(late.abandoned, []);
    const told = [{ version: aVersion(), hop: 3, untilMs }];
    assert.deepEqual((await settle(clock.nowMs(), deps)).abandoned, told);
    assert.deepEqual((await settle(clock.nowMs(), deps)).abandoned, []);
  });

  it('judges no group of another tenant, which would get a finding under the wrong name', async () => {
    const { clock, published, deps, keep } = world();
    await keep('other');
    clock.advance(HOUR_MS);
    assert.equal((await settle(clock.nowMs(), deps)).groups, 0);
    assert.deepEqual(published, []);
  });

  it('judges groups of all its tenants in one pass, each under its own name', async () => {
    const { clock, state, deps, keep } = world();
    const tenants = ['acme', 'example', 'other'];
    for (const tenant of tenants) await keep(tenant);
    clock.advance(HOUR_MS);
    const found: string[] = [];
    let looks = 0;
    const partialMatches: SettleDeps['partialMatches'] = {
      put: (puts) => state.partialMatches.put(puts),
      makeRoom: () => state.partialMatches.makeRoom(),
      judged: (due) => state.partialMatches.judged(due),
      range: (group, spans) => state.partialMatches.range(group, spans),
      due: (nowMs) => {
        looks++;
        return state.partialMatches.due(nowMs);
      },
    };
    const renderAlert = (alert: Alert) => {
      found.push(alert.group.tenant);
      return deps.outbox.renderAlert(alert);
    };
    const outbox = { ...deps.outbox, renderAlert };
    const both = { ...deps, partialMatches, outbox, tenants: new Set(['acme', 'example']) };
    assert.equal((await settle(clock.nowMs(), both)).groups, 2);
    assert.deepEqual(found.sort(), ['acme', 'example']);
    // One that names them, and one that finds nothing more.
    assert.equal(looks, 2);
  });

  it('keeps and publishes what it has judged before it judges more than a run may live for', async () => {
    const { clock, state, published, deps, keep } = world();
    for (let user = 0; user < 250; user++) await keep('acme', `user-${user}`);
    clock.advance(HOUR_MS);
    let ranges = 0;
    const dying: SettleDeps['partialMatches'] = {
      put: (puts) => state.partialMatches.put(puts),
      makeRoom: () => state.partialMatches.makeRoom(),
      judged: (due) => state.partialMatches.judged(due),
      due: (nowMs) => state.partialMatches.due(nowMs),
      range: async (group, spans) => {
        if (++ranges > 210) throw new Error('killed');
        return await state.partialMatches.range(group, spans);
      },
    };
    await assert.rejects(settle(clock.nowMs(), { ...deps, partialMatches: dying }), /killed/);
    assert.equal(published.length, 200);
  });

  it('ends what it has begun once its time is over, and leaves the rest', async () => {
    const { clock, published, deps, keep } = world();
    for (let user = 0; user < 250; user++) await keep('acme', `user-${user}`);
    clock.advance(HOUR_MS);
    const hasTime = () => published.length === 0;
    assert.equal((await settle(clock.nowMs(), { ...deps, hasTime })).groups, 100);
    assert.equal(published.length, 100);
  });

  it('judges correlations before those that refer to them, whatever is named first', async () => {
    const { clock, published, deps } = world();
    const judged: string[] = [];
    const inner = { ...FEW, id: 'inner' };
    const due = ['c', 'inner'].map((correlation) => ({
      group: aGroup({ correlation }),
      fromMs: 0,
      toMs: 0,
    }));
    const partialMatches: SettleDeps['partialMatches'] = {
      put: async () => [],
      makeRoom: async () => undefined,
      judged: async () => undefined,
      async *due() {
        yield* due.splice(0);
      },
      range: async ({ correlation }) => {
        judged.push(correlation);
        return { parts: [], isWhole: true };
      },
    };
    await settle(clock.nowMs(), { ...deps, correlations: [inner, FEW], partialMatches });
    assert.deepEqual([judged, published], [['inner', 'c'], []]);
  });
});
