import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeGoals } from '../../bench/goals.ts';
import { figure, goalLines, sectionLines } from '../../bench/table/print-table.ts';
import { cpu, speedOf, timesAsFast } from '../../bench/table/ratio.ts';
import type { Row } from '../../bench/table/row.ts';
import { type Measured, parseMeasured } from '../../bench/table/subject.ts';

function run(cpuSeconds: number): Measured {
  return { cpuSeconds, startMs: 0, endMs: 2_000, peakBytes: 1e6 };
}

test('a ratio is of runs of the same round, so that a slow round strikes both', () => {
  const own = [run(1), run(10), run(2)];
  const other = [run(2), run(20), run(4)];
  assert.deepEqual(timesAsFast('gunzip', [own, other], cpu), {
    to: 'gunzip',
    spread: { median: 2, min: 2, max: 2 },
  });
});

test('a ratio whose peer has fewer runs is no number', () => {
  const { spread } = timesAsFast('gunzip', [[run(1)], []], cpu);
  assert.ok(Number.isNaN(spread.median));
});

test('speed is of raw bytes, in the median, with its least and greatest', () => {
  const spread = speedOf([run(1), run(2), run(4)], 100e6, cpu);
  assert.deepEqual(spread, { median: 50, min: 25, max: 100 });
});

test('a row is printed with its spread, its runs and what it is held against', () => {
  const row: Row = {
    name: 'whole pack',
    value: { median: 320, min: 300, max: 333 },
    unit: 'MB/s',
    runs: 5,
    ratios: [{ to: 'gunzip', spread: { median: 0.62, min: 0.6, max: 0.65 } }],
  };
  const lines = sectionLines({ title: 'SMB pack', rows: [row], notes: ['no jq here'], values: {} });
  const spaced = lines.map((line) => line.replaceAll(/ +/g, ' '));
  assert.deepEqual(spaced, [
    '',
    'SMB pack',
    ' whole pack 320 300 to 333 MB/s 5 0.62 × gunzip (0.60 to 0.65)',
    ' (no jq here)',
  ]);
});

test('the goals say which of them are missed', () => {
  const lines = goalLines(judgeGoals({ peak: 200, init: 300 }));
  assert.equal(lines.at(-1), 'failed: 1 of 2 measured goals are missed: peak');
  assert.equal(
    goalLines(judgeGoals({ init: 300 })).at(-1),
    'passed: none of 1 measured goals is missed',
  );
});

test('figures keep the digits that count', () => {
  const figures = [0.0512, 0.714, 12.34, 480.2, 30_512].map(figure);
  assert.deepEqual(figures, ['0.051', '0.71', '12.3', '480', '30,512']);
});

test('what a child says is checked: a figure that is lacking is named', () => {
  assert.deepEqual(parseMeasured(JSON.stringify(run(1))), run(1));
  assert.throws(() => parseMeasured('{"cpuSeconds":1}'), /expected the number startMs/);
  assert.throws(() => parseMeasured('[]'), /expected an object/);
});
