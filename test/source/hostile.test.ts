// Whatever a record holds in whatever place, reading it never throws and never reaches what it did not log.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/model/index.ts';
import { createRegistry, listSources } from '../../src/source/index.ts';
import { check } from '../support/check.ts';
import { hostileText } from '../support/hostile.ts';
import { cortexConnection } from './agent-records.ts';
import { carbonBlack } from './carbon-black-records.ts';
import { EVERY_RECORD } from './every-record.ts';
import { fdrConnection } from './fdr-records.ts';
import { azure, defender, eventOf, sentinel } from './records.ts';

const RECORDS: readonly JsonObject[] = EVERY_RECORD.map(([, record]) => record);

const OPTIONS = { mapSecurityEvents: true };

const FIELDS: readonly string[] = [
  ...listSources(OPTIONS).flatMap((source) => [
    ...source.tables.flatMap((table) => table.rows.map(({ field }) => field)),
    ...source.derived.map(({ field }) => field),
  ]),
  ...['TargetFilename', 'ParentUser', 'Threat Name', 'a.b', '', '.', '_', 'Execution_'],
];

/** Keys whose values are taken apart: paths, command lines, names, ids, times, subjects, directions, states. */
const LONG_KEYS =
  /cmd|command|image|path|user|name|guid|uid|time|stamp|message|subject|state|status|ip|address|action|type|hash|data|flags/i;

const INHERITED = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '__defineGetter__'];

const hostileValue: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom<JsonValue>(null, true, 0, -1, 445, NaN, 2 ** 60, '0x1d20', '{', '<Data Name='),
    hostileText,
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(
        fc.tuple(fc.constantFrom('#text', '#attributes', 'Name', 'exists', 'id'), tie('value')),
      )
      .map((entries): JsonObject => Object.fromEntries(entries)),
  ),
})).value;

/** Every path to a value in a record, as keys. */
function pathsOf(record: JsonObject): readonly (readonly string[])[] {
  return Object.entries(record).flatMap(([key, value]) => {
    const inner = isJsonObject(value) ? pathsOf(value) : [];
    return [[key], ...inner.map((path) => [key, ...path])];
  });
}

function replaceAt(record: JsonObject, path: readonly string[], value: JsonValue): JsonObject {
  const [key = '', ...rest] = path;
  const inner = record[key];
  const next = rest.length > 0 && isJsonObject(inner) ? replaceAt(inner, rest, value) : value;
  return { ...record, [key]: next };
}

const hostileRecord: fc.Arbitrary<JsonObject> = fc.constantFrom(...RECORDS).chain((record) =>
  fc
    .array(fc.tuple(fc.constantFrom(...pathsOf(record)), hostileValue), {
      minLength: 1,
      maxLength: 3,
    })
    .map((changes) =>
      changes.reduce((changed, [path, value]) => replaceAt(changed, path, value), record),
    ),
);

function readFields(record: JsonObject): void {
  const reading = createRegistry(OPTIONS).read(record);
  for (const event of reading.kind === 'events' ? reading.events : []) {
    for (const field of FIELDS) assert.doesNotThrow(() => event.field(field), field);
    for (const field of INHERITED) assert.equal(event.field(field), undefined);
    assert.equal(typeof event.hostKey, 'string');
    assert.equal(typeof event.eventKind, 'string');
    assert.equal(typeof event.isAttributed, 'boolean');
    assert.ok(event.timeMs === undefined || Number.isSafeInteger(event.timeMs));
    assert.ok(event.entityKey === undefined || typeof event.entityKey === 'string');
    for (const key of event.joinKeys) assert.equal(typeof key, 'string');
    assert.ok(event.joinOffer === undefined || typeof event.joinOffer.key === 'string');
    assert.ok([...event.leaves()].every((leaf) => typeof leaf !== 'object' || leaf === null));
    assert.ok((event.identity ?? []).every((part) => typeof part === 'string'));
  }
}

describe('Hostile records', () => {
  it('are read without a throw, whatever stands where', () => {
    check(
      fc.property(hostileRecord, (record) => {
        const reading = createRegistry(OPTIONS).read(record);
        if (reading.kind === 'events') readFields(record);
      }),
      3_000,
    );
  });

  it('have every field of their own read the same twice', () => {
    for (const record of RECORDS) {
      readFields(record);
      const reading = createRegistry(OPTIONS).read(record);
      assert.equal(reading.kind, 'events');
      for (const event of reading.kind === 'events' ? reading.events : []) {
        for (const field of FIELDS) assert.deepEqual(event.field(field), event.field(field));
      }
    }
  });

  it('of no known shape are unrecognised, not an error', () => {
    check(
      fc.property(fc.dictionary(hostileText, hostileValue), (record) => {
        assert.equal(createRegistry().read(record).kind, 'unrecognised');
      }),
      500,
    );
  });

  // A pattern that backtracks, or a loop in a loop, would not come back from a megabyte within the hour.
  for (const part of ['a', ' ', '&amp;', '0', 'EventType: ', 'CN="a\\,']) {
    it(`are read where a value is a megabyte of ${JSON.stringify(part)}`, () => {
      const text = part.repeat(1_000_000 / part.length);
      for (const record of RECORDS) {
        for (const path of pathsOf(record)) {
          const key = path.at(-1) ?? '';
          if (LONG_KEYS.test(key)) readFields(replaceAt(record, path, text));
        }
      }
      readFields(azure(3, `<${text}`));
      readFields(azure(3, `{${text}`));
    });
  }

  it('keep ids beyond 2^53 as they are logged, and no two of them for one process', () => {
    for (const id of ['9223372036854775806', '9223372036854775807']) {
      const records = [
        fdrConnection({ ContextProcessId: id }),
        sentinel({ 'src.process.uid': id }),
        defender('DeviceNetworkEvents', { InitiatingProcessUniqueId: id }),
        carbonBlack({ process_guid: id }),
        cortexConnection({ os_actor_process_instance_id: id }),
      ];
      for (const record of records) assert.equal(eventOf(record).entityKey, id);
    }
  });
});
