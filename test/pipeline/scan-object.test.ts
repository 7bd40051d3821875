// Every record and every match of an object is counted exactly once, whatever becomes of it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { total, unbalanced } from '../../src/pipeline/index.ts';
import { aFilter, aRule } from '../finding/builders.ts';
import { batchOf, endOf, rejectionOf, scanItems } from './scan.ts';

test('records are evaluated, unrecognised or rejected, and the counts add up', async () => {
  const { outcome, kept } = await scanItems({
    items: [
      batchOf(['{"id":1}', 'nonsense', '{"kind":"unknown"}', '{"kind":"both"}']),
      { kind: 'rejected', rejection: rejectionOf(4) },
      batchOf(['{"id":2}'], 5),
      endOf(6),
    ],
  });
  const { counts } = outcome;
  assert.deepEqual(
    [counts.records, counts.evaluated, counts.unrecognised, counts.rejected],
    [6, 2, 2, 2],
  );
  assert.deepEqual(counts.ambiguousPerSources, { 'sysmon+elastic-defend': 1 });
  assert.deepEqual(counts.perSource, { sysmon: 2 });
  assert.deepEqual(
    kept.map(({ ordinal }) => ordinal),
    [1, 4],
  );
  assert.deepEqual(unbalanced(counts), []);
  assert.deepEqual([counts.compressedBytes, counts.bytes], [10, 20]);
});

test('a record that the decoder counted and nobody saw is found missing', async () => {
  const { outcome } = await scanItems({ items: [batchOf(['{"id":1}']), endOf(2)] });
  assert.equal(unbalanced(outcome.counts).length, 1);
});

test('a fault of the object makes the outcome incomplete, with the matches before it', async () => {
  const error = {
    code: 'GZIP_TRUNCATED',
    message: 'cut short',
    compressedOffset: 7,
    offset: 9,
  } as const;
  const { outcome, findings } = await scanItems({
    items: [batchOf(['{"id":1}']), endOf(1, error)],
    rules: [aRule()],
  });
  assert.deepEqual(outcome.problem, error);
  assert.equal(findings.length, 1);
});

test('a record that cannot be kept ends the scan as incomplete', async () => {
  const { outcome } = await scanItems({
    items: [batchOf(['{"id":1}', 'nonsense', '{"id":2}']), endOf(3)],
    keep: () => Promise.reject(new Error('disk full')),
  });
  assert.equal(outcome.problem?.code, 'QUARANTINE_FAILED');
  assert.equal(outcome.counts.records, 2);
  assert.deepEqual(unbalanced(outcome.counts), []);
});

test('matches are new, folded or suppressed, and the counts add up', async () => {
  const filter = aFilter({ keeps: (event) => event.field('id') !== 3 });
  const { outcome, findings } = await scanItems({
    items: [batchOf(['{"id":1}', '{"id":2}', '{"id":3}', '{"id":1}']), endOf(4)],
    rules: [aRule({ filters: [aFilter({ id: 'keeps-all' }), filter] })],
  });
  const { counts } = outcome;
  assert.deepEqual([counts.newMatches, counts.foldedMatches], [1, 2]);
  assert.deepEqual(counts.matchesPerRule, { 'rule-1': 4 });
  assert.deepEqual(counts.suppressedPerFilter, { 'filter-1': 1 });
  assert.deepEqual(unbalanced(counts), []);
  assert.equal(findings[0]?.count, 2);
});

test('the first filter that drops a match is the one that is counted', async () => {
  const filters = ['a', 'b'].map((id) => aFilter({ id, keeps: () => false }));
  const items = [batchOf(['{"id":1}']), endOf(1)];
  const both = await scanItems({ items, rules: [aRule({ filters })] });
  assert.deepEqual(both.outcome.counts.suppressedPerFilter, { a: 1 });
  const second = await scanItems({ items, rules: [aRule({ filters })], disabledFilters: ['a'] });
  assert.deepEqual(second.outcome.counts.suppressedPerFilter, { b: 1 });
  const none = await scanItems({ items, rules: [aRule({ filters })], disabledFilters: ['a', 'b'] });
  assert.equal(none.findings.length, 1);
});

test('a finding says where its evidence was delivered', async () => {
  const { findings } = await scanItems({
    items: [batchOf(['{"kind":"unknown"}', '{"id":1}'], 7), endOf(2)],
    rules: [aRule()],
  });
  assert.deepEqual(findings[0]?.delivery, { object: 'a.ndjson', ordinal: 8, offset: 1_018 });
});

const WINDOW = { sinceMs: 10, untilMs: 20 };
const TIMES: readonly (readonly [string, string, number])[] = [
  ['before', '[9]', 0],
  ['at the beginning', '[10]', 1],
  ['at the end', '[20]', 0],
  ['partly inside', '[9,15,20]', 1],
  ['without a time', '[null]', 1],
];

for (const [what, times, evaluated] of TIMES) {
  test(`a record ${what} of the window is ${evaluated === 1 ? 'evaluated' : 'skipped'}`, async () => {
    const { outcome } = await scanItems({
      items: [batchOf([`{"id":1,"times":${times}}`]), endOf(1)],
      rules: [aRule()],
      window: WINDOW,
    });
    const { counts } = outcome;
    assert.equal(counts.evaluated, evaluated);
    assert.equal(counts.skipped, 1 - evaluated);
    assert.equal(counts.outsideWindow, 1 - evaluated);
    assert.equal(total(counts.matchesPerRule), evaluated);
    assert.deepEqual(unbalanced(counts), []);
  });
}
