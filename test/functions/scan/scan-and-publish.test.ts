// An object's scan against stores: what is told, published, entered in the ledger, and what fails it.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { correlations, rules } from '../../../dist/rules/ruleset.mjs';
import { type ObjectDeps, scanAndPublish } from '../../../functions/scan/scan-and-publish.ts';
import {
  S3AccessError,
  S3GoneError,
  type S3Object,
  type S3Place,
  type S3ReadError,
  S3SupersededError,
  StateStoreError,
} from '../../../src/adapters/aws/index.ts';
import { createMemoryState } from '../../../src/adapters/local/index.ts';
import { DECODER } from '../../../src/decode/index.ts';
import { changedFindings } from '../../../src/deliver/index.ts';
import type { FindingPart } from '../../../src/model/index.ts';
import { createRouting } from '../../../src/pipeline/index.ts';
import { createRegistry } from '../../../src/source/index.ts';
import { connection, lines } from '../../cli/samples.ts';
import { anOutbox, sinkInto } from '../../support/outbox.ts';
import { createSetClock } from '../../support/set-clock.ts';

const PLACE: S3Place = { bucket: 'logs', key: 'a.json', versionId: undefined, offset: 0 };
const REF = { bucket: 'logs', key: 'a.json', etag: 'e1', size: 20 };
const VERSION = { ...REF, tenant: 'default' };
const RECORDS = lines([connection(0)]);

/** An object that gives the text, then ends with the failure if there is one. */
function objectOf(text: string, parts: Partial<S3Object> = {}): S3Object & { reads: number } {
  return {
    name: 's3://logs/a.json',
    size: undefined,
    failure: undefined,
    content: { etag: 'e1', size: 20 },
    reads: 0,
    ...parts,
    async *open() {
      this.reads++;
      yield Buffer.from(text);
      if (parts.failure !== undefined) throw parts.failure;
    },
  };
}

/** Deps over stores of their own, and what they were told and have published. */
function world() {
  const told: string[] = [];
  const published: string[] = [];
  const clock = createSetClock();
  const state = createMemoryState(clock);
  let attempts = 0;
  const deps: ObjectDeps = {
    decoder: DECODER,
    quarantine: { keep: () => Promise.resolve() },
    evaluation: {
      registry: createRegistry(),
      routing: createRouting(rules, new Set(), correlations),
      window: {},
    },
    correlations,
    partialMatches: state.partialMatches,
    ledger: state.ledger,
    ruleset: 'r1',
    tenant: 'default',
    outbox: anOutbox(state, clock, { sink: sinkInto(published) }),
    queue: undefined,
    terms: () => ({ owner: `attempt-${attempts++}`, leaseMs: 1_000 }),
    watch: {
      scanned: ({ problem }, { created, known }) =>
        void told.push(
          `${problem === undefined ? 'scanned' : 'incomplete'} ${created} new ${known} known`,
        ),
      passed: (_object, reason) => void told.push(reason),
      evidenceLeftOut: () => undefined,
      unpublished: () => void told.push('unpublished'),
      joined: () => undefined,
      stateFailed: (_object, { name }) => void told.push(name),
      continued: (_object, { hop }) => void told.push(`continued after hop ${hop}`),
      stopped: (_object, reason) => void told.push(reason),
      leaked: (_object, leaks) => void told.push(...leaks),
    },
  };
  return { told, published, state, deps };
}

/** What stands for a store that DynamoDB does not answer for. */
function refusing(): never {
  throw new StateStoreError('PutItem', 'AccessDeniedException', 'no');
}

describe('scanAndPublish', () => {
  const cases: readonly { failure: S3ReadError; told: readonly string[]; kind: string }[] = [
    { failure: new S3GoneError(PLACE, '404'), told: ['gone'], kind: 'done' },
    { failure: new S3SupersededError(PLACE, '412'), told: ['superseded'], kind: 'done' },
    {
      failure: new S3AccessError(PLACE, '403'),
      told: ['incomplete 0 new 0 known'],
      kind: 'failed',
    },
  ];
  for (const { failure, told, kind } of cases) {
    it(`tells of ${told} and is ${kind} for ${failure.name}, and enters no scan`, async () => {
      const { deps, state, ...watch } = world();
      const outcome = await scanAndPublish(objectOf('', { failure }), REF, deps);
      assert.deepEqual([watch.told, outcome.kind], [told, kind]);
      assert.equal(await state.ledger.read(VERSION), undefined);
    });
  }

  it('enters what it counted and how many findings it had a part in', async () => {
    const { deps, state, published } = world();
    const outcome = await scanAndPublish(objectOf(RECORDS), REF, deps);
    assert.equal(outcome.kind, 'done');
    const entry = await state.ledger.read(VERSION);
    assert.deepEqual([entry?.ruleset, entry?.counts.records, entry?.findings], ['r1', 1, 1]);
    assert.equal(published.length, 1);
  });

  it('acknowledges a version that these rules have scanned, without reading it', async () => {
    const { deps, told } = world();
    await scanAndPublish(objectOf(RECORDS), REF, deps);
    const again = objectOf(RECORDS);
    assert.equal((await scanAndPublish(again, REF, deps)).kind, 'done');
    assert.deepEqual([again.reads, told], [0, ['scanned 1 new 0 known', 'known']]);
  });

  it('scans a version that a replay alone has entered, and publishes what that told nobody of', async () => {
    const { deps, state, told, published } = world();
    const parts: FindingPart[] = [];
    const findings = changedFindings(state.findings, {
      record: async (part) => {
        parts.push(part);
        return 'known';
      },
    });
    await scanAndPublish(objectOf(RECORDS), REF, { ...deps, outbox: { ...deps.outbox, findings } });
    for (const part of parts) {
      await state.findings.record(part, { owner: 'replay', leaseMs: 1_000, origin: 'replay' });
    }
    const entry = await state.ledger.read(VERSION);
    assert.ok(entry !== undefined);
    await state.ledger.complete(VERSION, { ...entry, ruleset: 'r2', origin: 'replay' });
    await scanAndPublish(objectOf(RECORDS), REF, { ...deps, ruleset: 'r2' });
    assert.deepEqual(told, ['scanned 0 new 1 known', 'scanned 1 new 0 known']);
    assert.equal(published.length, 1);
  });

  it('scans it again with other rules, and publishes nothing that was published', async () => {
    const { deps, told, published } = world();
    await scanAndPublish(objectOf(RECORDS), REF, deps);
    await scanAndPublish(objectOf(RECORDS), REF, { ...deps, ruleset: 'r2' });
    assert.deepEqual(told, ['scanned 1 new 0 known', 'scanned 0 new 1 known']);
    assert.equal(published.length, 1);
  });

  it('knows the version by what was read, where the notification does not name it', async () => {
    const { deps, state } = world();
    const outcome = await scanAndPublish(
      objectOf(RECORDS),
      { bucket: 'logs', key: 'a.json' },
      deps,
    );
    assert.equal(outcome.kind, 'done');
    assert.equal((await state.ledger.read(VERSION))?.findings, 1);
  });

  it('fails an object whose findings could not be published, and enters no scan', async () => {
    const { deps, state, told } = world();
    const failed = { kind: 'failed', id: '', code: 'InternalFailure', message: '' } as const;
    const sink = { publish: async () => ({ outcomes: [failed] }) };
    const broken = { ...deps, outbox: { ...deps.outbox, sink } };
    const outcome = await scanAndPublish(objectOf(RECORDS), REF, broken);
    assert.deepEqual([outcome.kind, told.at(-1)], ['failed', 'unpublished']);
    assert.equal(await state.ledger.read(VERSION), undefined);
  });

  for (const [what, break_] of [
    ['the ledger', (deps: ObjectDeps) => ({ ...deps, ledger: { ...deps.ledger, read: refusing } })],
    [
      'the ledger at the end',
      (deps: ObjectDeps) => ({ ...deps, ledger: { ...deps.ledger, complete: refusing } }),
    ],
    [
      'a partial match',
      ({ partialMatches, ...deps }: ObjectDeps) => ({
        ...deps,
        partialMatches: Object.assign(Object.create(partialMatches), { put: refusing }),
      }),
    ],
    [
      'a finding',
      ({ outbox, ...deps }: ObjectDeps) => ({
        ...deps,
        outbox: {
          ...outbox,
          findings: Object.assign(Object.create(outbox.findings), { record: refusing }),
        },
      }),
    ],
  ] as const) {
    it(`fails an object for which the state refuses ${what}, and tells it`, async () => {
      const { deps, told, state } = world();
      const outcome = await scanAndPublish(objectOf(RECORDS), REF, break_(deps));
      assert.deepEqual([outcome.kind, told.at(-1)], ['failed', 'StateStoreError']);
      assert.equal(await state.ledger.read(VERSION), undefined);
    });
  }

  it('publishes findings of single events where the state takes no partial match', async () => {
    const { deps, published } = world();
    const partialMatches = Object.assign(Object.create(deps.partialMatches), { put: refusing });
    await scanAndPublish(objectOf(RECORDS), REF, { ...deps, partialMatches });
    assert.equal(published.length, 1);
  });

  it('tells of single events before it stores what correlations need; what these find joins that alert', async () => {
    const { deps, published, told, state } = world();
    const publishedBefore: number[] = [];
    const { partialMatches: store } = state;
    const partialMatches: ObjectDeps['partialMatches'] = {
      put: (puts) => {
        publishedBefore.push(published.length);
        return store.put(puts);
      },
      makeRoom: () => store.makeRoom(),
      range: (group, spans) => store.range(group, spans),
      due: (nowMs) => store.due(nowMs),
      judged: (due) => store.judged(due),
    };
    const start = connection(0, { EventID: 1, RecordNumber: 7, CommandLine: 'scan.exe' });
    const text = lines([start, connection(1)]);
    await scanAndPublish(objectOf(text), REF, { ...deps, partialMatches });
    assert.ok(publishedBefore.length > 0);
    assert.ok(publishedBefore.every((count) => count === 1));
    assert.deepEqual([published.length, told], [1, ['scanned 2 new 0 known']]);
    const entry = await state.ledger.read(VERSION);
    assert.equal(entry?.findings, 2);
    const { parts } = entry.balances.find(({ of }) => of === 'tellings') ?? {};
    assert.deepEqual([parts?.['posted'], parts?.['joined']], [1, 1]);
  });
});
