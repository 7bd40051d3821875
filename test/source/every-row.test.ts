// Every row of every source's tables, and every derived field, is fed by some record: a path with a slip would feed nothing.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject, LogEvent } from '../../src/model/index.ts';
import { createRegistry, listSources, type SourceId } from '../../src/source/index.ts';
import { rowReader } from '../../src/source/record-event.ts';
import { LOGGERS, SMB_CONNECTION } from './every-connection.ts';
import { EVERY_RECORD } from './every-record.ts';
import { MORE_RECORDS } from './more-records.ts';

/** Stated in the tables to be never there. */
const NEVER: ReadonlySet<string> = new Set(['crowdstrike-fdr ParentProcessId']);

const OPTIONS = { mapSecurityEvents: true };
const registry = createRegistry(OPTIONS);

const RECORDS: readonly (readonly [SourceId, JsonObject])[] = [
  ...EVERY_RECORD,
  ...MORE_RECORDS,
  ...LOGGERS.flatMap(({ source, records }) =>
    records({ ...SMB_CONNECTION, signature: 'Example Tools Ltd' }).map(
      (one): readonly [SourceId, JsonObject] => [source, one],
    ),
  ),
];

function recordsOf(id: SourceId): readonly JsonObject[] {
  return RECORDS.filter(([source]) => source === id).map(([, record]) => record);
}

function eventsOf(id: SourceId): readonly LogEvent[] {
  return recordsOf(id).flatMap((record) => {
    const reading = registry.read(record);
    assert.ok(reading.kind === 'events' && reading.source === id);
    return reading.events;
  });
}

/** Windows' shapes are shared by three sources, so any of theirs covers them. */
const SHARED: ReadonlySet<SourceId> = new Set(['windows-security', 'windows-eventlog']);

for (const { id, tables, derived } of listSources(OPTIONS)) {
  describe(`The tables of ${id}`, () => {
    const records = recordsOf(id);
    const events = eventsOf(id);
    for (const { form, rows } of SHARED.has(id) ? [] : tables) {
      for (const row of rows) {
        it(`are fed ${row.field} (${form}) by some record`, () => {
          const read = rowReader(row);
          assert.ok(records.some((record) => (read(record) ?? null) !== null));
        });
      }
    }
    it('name no field twice in one table', () => {
      for (const { rows } of tables) {
        assert.equal(new Set(rows.map(({ field }) => field)).size, rows.length);
      }
    });

    for (const { field } of derived) {
      const isFed = !NEVER.has(`${id} ${field}`);
      it(`${isFed ? 'derive' : 'never derive'} ${field}`, () => {
        assert.equal(
          events.some((event) => event.field(field) !== undefined),
          isFed,
        );
      });
    }
  });
}
