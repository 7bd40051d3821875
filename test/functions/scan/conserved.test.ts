// P1 of an object, as the function computes it: entered in the ledger where it holds; a leak is told, and fails the object.

import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import type { ObjectDeps } from '../../../functions/scan/scan-and-publish.ts';
import { Telemetry } from '../../../functions/scan/telemetry.ts';
import { DECODER, decodeObject } from '../../../src/decode/index.ts';
import { leaksOf } from '../../../src/pipeline/index.ts';
import { connection, lines } from '../../cli/samples.ts';
import { entryOf, hopsWorld, objectOf, refOf, scanHop } from './hops-world.ts';

const TEXT = Buffer.from(lines([connection(0), 'no record', connection(1)]));
const REQUEST = { kind: 'scan', object: refOf(TEXT) } as const;

/** A decoder that counts one record more than it gives. */
const LOSING: ObjectDeps['decoder'] = {
  ...DECODER,
  async *decodeObject(...given) {
    for await (const item of decodeObject(...given)) {
      if (item.kind !== 'end') yield item;
      else yield { ...item, outcome: { ...item.outcome, records: item.outcome.records + 1 } };
    }
  },
};

type World = ReturnType<typeof hopsWorld>;

const LEAKS: readonly (readonly [string, (deps: World['deps']) => ObjectDeps, RegExp])[] = [
  [
    'a record that was counted and never came',
    (deps) => ({ ...deps, decoder: LOSING }),
    /evaluated 2 \+ skipped 0 \+ unrecognised 0 \+ rejected 1 = 3, but there were 4 records/,
  ],
  [
    'a message of which the topic says nothing',
    (deps) => ({
      ...deps,
      outbox: { ...deps.outbox, sink: { publish: async () => ({ outcomes: [] }) } },
    }),
    /paged 0 \+ posted 0 .* failed 0 = 0, but there were 1 tellings/,
  ],
  [
    'a finding of which the store says nothing that is known',
    (deps) => ({
      ...deps,
      outbox: {
        ...deps.outbox,
        findings: Object.assign(Object.create(deps.outbox.findings), {
          record: async () => 'mislaid',
        }),
      },
    }),
    /created 0 \+ known 0 = 0, but there were 1 findings/,
  ],
];

describe('the balances of a scanned object', () => {
  it('are entered in the ledger', async () => {
    const world = hopsWorld();
    await scanHop(world, objectOf(TEXT), REQUEST);
    const { balances = [] } = (await entryOf(world, TEXT)) ?? {};
    assert.deepEqual(leaksOf(balances), []);
    assert.deepEqual(
      balances.map(({ of, total }) => [of, total]),
      [
        ['records', 3],
        ['matches', 6],
        ['findings', 1],
        ['tellings', 1],
      ],
    );
  });

  for (const [what, leak, expected] of LEAKS) {
    it(`tell of ${what}, and the object fails`, async () => {
      const world = hopsWorld();
      const outcome = await scanHop({ deps: leak(world.deps) }, objectOf(TEXT), REQUEST);
      assert.equal(outcome.kind, 'failed');
      assert.match(world.told.join('; '), expected);
      assert.equal(await entryOf(world, TEXT), undefined);
    });
  }

  it('are a metric and an error where they do not hold', () => {
    const telemetry = new Telemetry();
    const added = mock.method(telemetry.metrics, 'addMetric', () => telemetry.metrics);
    const logged = mock.method(telemetry.logger, 'error', () => undefined);
    telemetry.leaked('s3://logs/a', ['one', 'two']);
    assert.deepEqual(added.mock.calls[0]?.arguments, ['ConservationMismatch', 'Count', 1]);
    assert.deepEqual(logged.mock.calls[0]?.arguments, [
      'conservation mismatch',
      { object: 's3://logs/a', leaks: ['one', 'two'] },
    ]);
  });
});
