// Every record × every source: exactly the one that wrote it claims it.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../src/model/index.ts';
import { createRegistry, listSources, SOURCE_IDS } from '../../src/source/index.ts';
import { LOGGERS, SMB_CONNECTION } from './every-connection.ts';
import { EVERY_RECORD } from './every-record.ts';
import { MORE_RECORDS } from './more-records.ts';

const SOURCES = listSources({ mapSecurityEvents: true });

const RECORDS = [
  ...EVERY_RECORD,
  ...MORE_RECORDS,
  ...LOGGERS.flatMap(({ source, records }) =>
    records({ ...SMB_CONNECTION, signature: 'unsigned' }).map((one) => [source, one] as const),
  ),
];

function claimants(record: JsonObject): readonly string[] {
  return SOURCES.filter((source) => source.recognise(record)).map(({ id }) => id);
}

describe('Of the records of all sources', () => {
  for (const [index, [source, record]] of RECORDS.entries()) {
    it(`number ${index} is claimed by ${source} and by no other`, () => {
      assert.deepEqual(claimants(record), [source]);
      const reading = createRegistry().read(record);
      assert.equal(reading.kind === 'events' ? reading.source : reading.kind, source);
    });
  }

  it('there are some of each', () => {
    const written = new Set(RECORDS.map(([source]) => source));
    assert.deepEqual(
      SOURCE_IDS.filter((id) => !written.has(id)),
      [],
    );
  });

  it('each is read by its source alone where one source is asked', () => {
    for (const only of SOURCE_IDS) {
      const { read } = createRegistry({ only });
      for (const [source, record] of RECORDS) {
        assert.equal(read(record).kind, source === only ? 'events' : 'unrecognised');
      }
    }
  });

  it('two in one object are claimed by those who wrote them and by nobody else, and never guessed', () => {
    const { read } = createRegistry();
    for (const [one, left] of RECORDS) {
      for (const [other, right] of RECORDS) {
        const both = { ...left, ...right };
        const claims = claimants(both);
        assert.ok(claims.length > 0 && claims.every((id) => id === one || id === other));
        const reading = read(both);
        const expected = claims.length === 1 ? 'events' : 'ambiguous';
        assert.equal(reading.kind, expected, `${one} ${other}: ${claims.join(' ')}`);
      }
    }
  });
});
