// What the next hop is told, whether there is one, and that nothing which is no such message passes for one.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import {
  MAX_FOUND,
  MAX_HOPS,
  parseContinuation,
} from '../../../functions/scan/events/continuation.ts';
import {
  continuationMessage,
  entryOf,
  type NextHop,
  reasonToStop,
} from '../../../functions/scan/hop.ts';
import { MAX_QUEUE_MESSAGE_BYTES } from '../../../src/adapters/aws/index.ts';
import { MAX_ITEM_BYTES } from '../../../src/adapters/aws/state/errors.ts';
import { itemBytes } from '../../../src/adapters/aws/state/item.ts';
import { pack } from '../../../src/adapters/aws/state/packed.ts';
import type { ScanCounts } from '../../../src/model/index.ts';
import { sumCounts, total } from '../../../src/pipeline/index.ts';

const REF = { bucket: 'logs', key: 'a b.json', versionId: 'v1', etag: 'e1', size: 1_000 };

function aHop(counts: Partial<ScanCounts> = {}, parts: Partial<NextHop> = {}): NextHop {
  return {
    tenant: 'acme',
    ruleset: 'r1',
    position: {
      compression: 'gzip',
      shape: 'ndjson',
      storedOffset: 400,
      unitOffset: 900,
      offset: 950,
      line: 4,
      ordinal: 3,
    },
    progress: { hop: 2, size: 1_000, fromBytes: 200, readBytes: 500 },
    counts: { ...sumCounts([]), records: 3, evaluated: 3, ...counts },
    balances: [{ of: 'records', total: 3, parts: { evaluated: 3 } }],
    findings: 2,
    found: 'abcdefghijklABCDEFGHIJKL',
    ...parts,
  };
}

function written(next: NextHop): Record<string, unknown> {
  return JSON.parse(continuationMessage(REF, next) ?? '');
}

describe('the message that asks for the next hop', () => {
  it('is read as it was written, with the number of the hop that it asks for', () => {
    const next = aHop({ unattributedPerHost: { 'sysmon ws-1': 2 } });
    const [request] = parseContinuation(written(next)) ?? [];
    const { tenant, ruleset, position, counts, balances, found } = next;
    const expected = { tenant, ruleset, position, counts, balances, found, hop: 3, readBytes: 500 };
    assert.deepEqual(JSON.parse(JSON.stringify(request)), {
      kind: 'scan',
      object: REF,
      continuation: expected,
    });
  });

  it('says for people how far the scan has come', () => {
    assert.equal(written(aHop())['note'], '500 of 1000 bytes (50 %) read in 2 hops');
  });

  it('fits the queue whatever logs name, and keeps every sum', () => {
    const names = Object.fromEntries(
      Array.from({ length: 1_000 }, (_, index) => [`sysmon ${'h'.repeat(250)}${index}`, 1]),
    );
    const long = { [`ocsf ${'k'.repeat(300_000)}`]: 7 };
    const next = aHop({ unattributedPerHost: names, uncategorisedPerKind: long });
    const body = continuationMessage(REF, next) ?? '';
    assert.ok(body !== '' && Buffer.byteLength(body) <= MAX_QUEUE_MESSAGE_BYTES);
    const { counts } = JSON.parse(body);
    assert.equal(total(counts.unattributedPerHost), 1_000);
    assert.deepEqual(counts.uncategorisedPerKind, { 'ocsf (other kinds)': 7 });
  });

  it('is kept in one item of the ledger whatever logs name, with every sum', () => {
    // Without order: nothing makes them smaller.
    const text = (seed: number, length: number) => {
      const bytes = createHash('shake256', { outputLength: 2 * length })
        .update(String(seed))
        .digest();
      return Array.from({ length }, (_, at) =>
        String.fromCharCode(0x4e00 + (bytes.readUInt16LE(2 * at) % 20_000)),
      ).join('');
    };
    const named = (length: number) =>
      Object.fromEntries(
        Array.from({ length: 1_000 }, (_, index) => [`sysmon ${text(index, length)}`, 2]),
      );
    const { counts, balances } = aHop({
      unattributedPerHost: named(253),
      uncategorisedPerKind: named(64),
    });
    const entry = entryOf({ counts, balances, findings: 1, found: '' });
    assert.ok(itemBytes({ scan: pack(entry) }) < MAX_ITEM_BYTES / 2);
    assert.equal(total(entry.counts.unattributedPerHost), 2_000);
    assert.equal(total(entry.counts.uncategorisedPerKind), 2_000);
  });

  it('leaves out findings before it does not fit, and there is none where that does not do', () => {
    const rules = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, rule) => [`${rule}`.padStart(36), 1]));
    const found = 'x'.repeat(MAX_FOUND * 12);
    const next = aHop({ matchesPerRule: rules(4_500) }, { found });
    const body = continuationMessage(REF, next) ?? '';
    assert.ok(body !== '' && Buffer.byteLength(body) <= MAX_QUEUE_MESSAGE_BYTES);
    assert.equal(JSON.parse(body).found.length, found.length / 8);
    assert.equal(continuationMessage(REF, aHop({ matchesPerRule: rules(9_000) })), undefined);
  });

  it('is told apart by its shape: everything else is none', () => {
    for (const value of [undefined, 'continuation', [], {}, { 'sigma-lambda': 'other' }]) {
      assert.equal(parseContinuation(value), undefined);
    }
  });

  const POSITION = { ...aHop().position };
  const OBJECT = { ...REF };
  const FINDINGS = [{ of: 'findings', total: 1, parts: { created: 1 } }];
  const cases: readonly (readonly [string, Record<string, unknown>, RegExp])[] = [
    ['no bucket', { object: { ...OBJECT, bucket: 7 } }, /bucket is 7; expected a text/],
    ['no ETag', { object: { ...OBJECT, etag: '' } }, /etag is ""; expected a text/],
    ['no size', { object: { ...OBJECT, size: -1 } }, /size is -1; expected a whole number/],
    ['no tenant', { tenant: null }, /tenant is null; expected a text/],
    ['hop 1', { hop: 1 }, /hop is 1; expected 2 to 20/],
    ['a hop too many', { hop: MAX_HOPS + 1 }, /hop is 21; expected 2 to 20/],
    ['a hop between', { hop: 2.5 }, /hop is 2\.5; expected a whole number/],
    ['no position', { position: null }, /ordinal is missing; expected a whole number/],
    [
      'another compression',
      { position: { ...POSITION, compression: 'lz4' } },
      /"lz4"; expected plain, gzip/,
    ],
    [
      'a place behind the object',
      { position: { ...POSITION, storedOffset: 1_001 } },
      /storedOffset 1001 is behind/,
    ],
    [
      'a member behind its record',
      { position: { ...POSITION, unitOffset: 951 } },
      /unitOffset 951 is behind 950/,
    ],
    ['more read than there is', { readBytes: 1_001 }, /readBytes 1001 is behind/],
    [
      'records that were not counted',
      { position: { ...POSITION, ordinal: 4 } },
      /ordinal 4 is not the 3 records/,
    ],
    [
      'counts of another type',
      { counts: { ...aHop().counts, matchesPerRule: 3 } },
      /matchesPerRule is missing/,
    ],
    [
      'a count that is text',
      { counts: { ...aHop().counts, skipped: '3' } },
      /skipped is "3"; expected a whole/,
    ],
    ['no counts', { counts: undefined }, /ordinal 3 is not the 0 records/],
    ['no balances', { balances: [] }, /balances are of no records, ordinal is 3/],
    [
      'balances of other records',
      { balances: [{ of: 'records', total: 2, parts: { evaluated: 2 } }] },
      /balances are of 2 records, ordinal is 3/,
    ],
    [
      'a balance twice',
      { balances: [...aHop().balances, ...FINDINGS, ...FINDINGS] },
      /balances are of records, findings, findings; expected each once/,
    ],
    [
      'balances that leak',
      { balances: [{ of: 'records', total: 3, parts: { evaluated: 2 } }] },
      /evaluated 2 = 2, but/,
    ],
    [
      'balances of something else',
      { balances: [{ of: 'x', total: 0, parts: {} }] },
      /of is "x"; expected records,/,
    ],
    ['half a finding', { found: 'abc' }, /found is "string"; expected ids/],
    ['findings with a newline', { found: 'abcdefghijk\n' }, /found is "string"; expected ids/],
  ];
  for (const [what, parts, message] of cases) {
    it(`is refused with ${what}, and says so`, () => {
      const [request] = parseContinuation({ ...written(aHop()), ...parts }) ?? [];
      assert.equal(request?.kind, 'fault');
      assert.match(request.message, message);
    });
  }

  it('takes a count that the release of the hop before had not, for zero', () => {
    const { joinOverflow: _, unattributedPerHost: __, ...counts } = aHop().counts;
    const [request] = parseContinuation({ ...written(aHop()), counts }) ?? [];
    assert.ok(request?.kind === 'scan');
    assert.deepEqual(request.continuation?.counts.joinOverflow, 0);
    assert.deepEqual(request.continuation.counts.unattributedPerHost, {});
  });

  it('takes a name of logs that is one of objects too', () => {
    const counts = { ...aHop().counts, perSource: JSON.parse('{"__proto__": 3}') };
    const [request] = parseContinuation({ ...written(aHop()), counts }) ?? [];
    assert.ok(request?.kind === 'scan');
    const { perSource } = sumCounts([request.continuation?.counts ?? sumCounts([])]);
    assert.deepEqual(Object.entries(perSource), [['__proto__', 3]]);
  });
});

describe('whether another hop follows', () => {
  const progress = { hop: 1, size: 20_000, fromBytes: 0, readBytes: 0 };

  it('does while each hop reads a tenth of what each of those left must read', () => {
    assert.equal(reasonToStop({ ...progress, readBytes: 100 }), undefined);
    assert.match(
      reasonToStop({ ...progress, readBytes: 99 }) ?? '',
      /^hop 1 read 99 bytes, less than a tenth of the 1000 that each of the hops left must read: 99 of/,
    );
  });

  it('asks the more of a hop the less of them are left', () => {
    const late = { hop: 19, size: 20_000, fromBytes: 10_000, readBytes: 10_499 };
    assert.match(reasonToStop(late) ?? '', /less than a tenth of the 5000/);
    assert.equal(reasonToStop({ ...late, readBytes: 10_500 }), undefined);
  });

  it('does not after the last, however far that came', () => {
    const last = { hop: MAX_HOPS, size: 20_000, fromBytes: 0, readBytes: 19_999 };
    assert.equal(
      reasonToStop(last),
      'not done after 20 hops, the most there are: 19999 of 20000 bytes (99 %) read in 20 hops',
    );
  });
});
