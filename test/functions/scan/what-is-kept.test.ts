// What a scan leaves in the buckets: evidence and line before the message, rejected records before the ledger says done.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { correlations, rules } from '../../../dist/rules/ruleset.mjs';
import { type ObjectDeps, scanAndPublish } from '../../../functions/scan/scan-and-publish.ts';
import { keepRevisions } from '../../../src/deliver/index.ts';
import { S3GoneError, type S3Object, S3WriteError } from '../../../src/adapters/aws/index.ts';
import { createMemoryState } from '../../../src/adapters/local/index.ts';
import { DECODER } from '../../../src/decode/index.ts';
import { createRouting } from '../../../src/pipeline/index.ts';
import type { ArchiveEntry, FindingArchive } from '../../../src/ports/index.ts';
import { createRegistry } from '../../../src/source/index.ts';
import { connection, lines } from '../../cli/samples.ts';
import { anOutbox } from '../../support/outbox.ts';
import { createSetClock } from '../../support/set-clock.ts';

const REF = { bucket: 'logs', key: 'a.json', etag: 'e1', size: 20 };
const VERSION = { ...REF, tenant: 'default' };

function objectOf(text: string, failure?: S3GoneError): S3Object {
  return {
    name: 's3://logs/a.json',
    size: undefined,
    failure,
    content: { etag: 'e1', size: 20 },
    async *open() {
      yield Buffer.from(text);
      if (failure !== undefined) throw failure;
    },
  };
}

/** Deps that note in their order what is kept, published and entered. */
function world({ refuses = '' } = {}) {
  const order: string[] = [];
  const bodies = new Map<string, string>();
  const clock = createSetClock();
  const state = createMemoryState(clock);
  const keepOne = ({ key, body }: ArchiveEntry) => {
    const what = key.slice(0, key.indexOf('/'));
    if (what === refuses) return { kind: 'failed', key, code: 'KMS', message: 'no' } as const;
    order.push(what);
    bodies.set(key, body);
    return { kind: 'written', key } as const;
  };
  const archive: FindingArchive = { keep: async (entries) => entries.map(keepOne) };
  const deps: ObjectDeps = {
    decoder: DECODER,
    quarantine: { keep: async () => void order.push('told') },
    openQuarantine: () => ({
      keep: async () => void order.push('rejected'),
      close: async () => {
        if (refuses === 'quarantine') throw new S3WriteError('evidence', 'quarantine/a', 'KMS: no');
        order.push('closed');
      },
    }),
    evaluation: {
      registry: createRegistry(),
      routing: createRouting(rules, new Set(), correlations),
      window: {},
    },
    correlations,
    partialMatches: state.partialMatches,
    ledger: {
      ...state.ledger,
      complete: async (version, scan) => {
        order.push('entered');
        await state.ledger.complete(version, scan);
      },
    },
    ruleset: 'r1',
    tenant: 'default',
    queue: undefined,
    outbox: anOutbox(state, clock, {
      sink: {
        publish: async (messages) => {
          order.push('published');
          return { outcomes: messages.map(({ id }) => ({ kind: 'published', id })) };
        },
      },
    }),
    keepWith: (recordsOf) => {
      const book = new Map(rules.map((rule) => [rule.id, rule]));
      return keepRevisions({ findings: archive, evidence: archive }, book, '1.2.3', recordsOf);
    },
    terms: () => ({ owner: 'attempt', leaseMs: 1_000, atMs: clock.nowMs() }),
    watch: {
      scanned: () => undefined,
      joined: () => undefined,
      passed: () => undefined,
      unpublished: () => void order.push('unpublished'),
      stateFailed: () => undefined,
      evidenceLeftOut: () => undefined,
      continued: () => undefined,
      stopped: () => undefined,
      leaked: () => void order.push('leaked'),
    },
  };
  return { order, bodies, state, deps };
}

describe('what a scan keeps', () => {
  it('is the file of rejected records, evidence with the record as logged and the line, in this order', async () => {
    const { order, bodies, deps } = world();
    const record = connection(0);
    const outcome = await scanAndPublish(objectOf(`{"broken\n${lines([record])}`), REF, deps);
    assert.equal(outcome.kind, 'done');
    assert.deepEqual(order, [
      ...['rejected', 'told', 'closed'],
      ...['evidence', 'findings', 'published', 'entered'],
    ]);
    const [trigger, ...others] = JSON.parse([...bodies.values()][0] ?? '').records;
    assert.deepEqual([trigger.role, trigger.record, others], ['trigger', JSON.parse(record), []]);
    assert.equal(trigger.delivery.ordinal, 1);
  });

  it('is of a correlation the record of every event in its window', async () => {
    const { bodies, deps } = world();
    const records = Array.from({ length: 12 }, (_, index) =>
      connection(index, { DestinationIp: `198.51.100.${index}` }),
    );
    await scanAndPublish(objectOf(lines(records)), REF, deps);
    const all = [...bodies].filter(([key]) => key.startsWith('evidence'));
    const evidence = all.map(([, body]) => JSON.parse(body));
    const fanOut = evidence.find(({ finding }) => finding.correlation !== undefined);
    assert.deepEqual(
      fanOut?.records.map((one: { readonly record: unknown }) => one.record),
      records.map((record) => JSON.parse(record)),
    );
  });

  for (const refuses of ['evidence', 'findings']) {
    it(`publishes nothing, and fails the object, where ${refuses} cannot be kept`, async () => {
      const { order, state, deps } = world({ refuses });
      const outcome = await scanAndPublish(objectOf(lines([connection(0)])), REF, deps);
      assert.match(outcome.kind === 'failed' ? outcome.message : '', /1 of 1 new findings/);
      assert.ok(!order.includes('published'));
      assert.ok(order.includes('unpublished'));
      assert.equal(await state.ledger.read(VERSION), undefined);
    });
  }

  it('fails an object whose rejected records cannot be kept, after its findings are published', async () => {
    const { order, state, deps } = world({ refuses: 'quarantine' });
    const text = `{"broken\n${lines([connection(0)])}`;
    const outcome = await scanAndPublish(objectOf(text), REF, deps);
    assert.match(
      outcome.kind === 'failed' ? outcome.message : '',
      /rejected records could not be kept: .*quarantine\/a.*KMS: no/,
    );
    assert.ok(order.includes('published'));
    assert.equal(await state.ledger.read(VERSION), undefined);
  });

  it('leaves the file of an object that is gone as it was', async () => {
    const { order, deps } = world();
    const place = { bucket: 'logs', key: 'a.json', versionId: undefined, offset: 0 };
    const outcome = await scanAndPublish(objectOf('', new S3GoneError(place, '404')), REF, deps);
    assert.deepEqual([outcome.kind, order], ['done', []]);
  });
});
