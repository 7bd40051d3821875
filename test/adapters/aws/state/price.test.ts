// What the state takes of the samples → units that DynamoDB bills: a start that a sequence waits for is one.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { describe, it } from 'node:test';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createState, SYSTEM_WAITING } from '../../../../src/adapters/aws/index.ts';
import { dictionary } from '../../../../src/adapters/aws/state/dictionary.ts';
import { type Item, itemBytes } from '../../../../src/adapters/aws/state/item.ts';
import { findFiles } from '../../../../src/adapters/local/index.ts';
import { loadPack } from '../../../../src/cli/rule-pack.ts';
import { DECODER } from '../../../../src/decode/index.ts';
import { eventId, FindingFold, packEvidence } from '../../../../src/finding/index.ts';
import { CorrelatedMatches, createRouting, scanObject } from '../../../../src/pipeline/index.ts';
import { createRegistry } from '../../../../src/source/index.ts';
import { createSetClock } from '../../../support/set-clock.ts';

const WRITE_UNIT_BYTES = 1_024;
const { rules, correlations } = await loadPack(['rules'], new Map());
const SEQUENCE = '3be01e7a-b7e2-4e6b-b61f-1897ecfa6fd9';

/** Stores what matched in the file; the items of it that were put. */
async function itemsOf(path: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  const client = new DynamoDBClient({ region: 'eu-west-1' });
  client.middlewareStack.add(
    () => async (args) => {
      if ('Item' in args.input) items.push({ ...args.input.Item });
      return { response: {}, output: { $metadata: {} } };
    },
    { step: 'initialize' },
  );
  const clock = createSetClock();
  const state = createState({ client, tableName: 'state', clock, waiting: SYSTEM_WAITING });
  const matches = new CorrelatedMatches({
    tenant: 'default',
    correlations,
    store: state.partialMatches,
    fold: new FindingFold('default'),
    reader: { eventId, packEvidence },
  });
  const name = 's3://example-logs/edr/2026/11/20/batch-000123.json.gz';
  const object = { name, size: undefined, open: () => createReadStream(path) };
  await scanObject(object, {
    decoder: DECODER,
    quarantine: { keep: async () => undefined },
    evaluation: {
      registry: createRegistry(),
      routing: createRouting(rules, new Set(), correlations),
      window: {},
      onMatch: matches.add.bind(matches),
    },
  });
  await matches.keep();
  return items;
}

describe('a partial match of the shipped sequence', () => {
  for (const source of ['crowdstrike-fdr', 'elastic-defend', 'microsoft-defender', 'sysmon']) {
    it(`is one write unit in the samples of ${source}, with a fifth to spare`, async () => {
      const { files } = findFiles(`events/${source}`);
      const items = (await Promise.all(files.map(({ path }) => itemsOf(path)))).flat();
      const own = items.filter(({ pk }) => pk?.S?.includes(SEQUENCE));
      assert.ok(own.length > 0);
      for (const item of own) assert.ok(itemBytes(item) < 0.8 * WRITE_UNIT_BYTES, item['sk']?.S);
    });
  }
});

it('the dictionary is the one that items in tables were packed with', () => {
  const hash = createHash('sha256').update(dictionary()).digest('hex');
  assert.equal(hash, '3b81e72417751cc7a3d4e3bd5c74fe15da6dce832d0ed2c45c029c67cbab0d43');
});
