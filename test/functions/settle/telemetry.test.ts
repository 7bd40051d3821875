// What settle counts of a run: nothing of a quiet one, and of what no run came to how much it is.

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { SettleReport } from '../../../functions/settle/settle.ts';
import { SettleTelemetry } from '../../../functions/settle/telemetry.ts';
import { NOTHING_TOLD, sumCounts } from '../../../src/pipeline/index.ts';

const QUIET: SettleReport = {
  groups: 0,
  connections: { early: 0, final: 0 },
  joined: { confirmed: 0, withdrawn: 0, unreadable: 0, counts: sumCounts([]) },
  starts: { merged: 0, left: 0, leftForMs: 0, promoted: 0, late: 0, tooLarge: 0 },
  revisions: 0,
  created: 0,
  republished: 0,
  told: NOTHING_TOLD,
  alerts: { closed: 0, resolved: 0, waiting: 0, digests: 0 },
  abandoned: [],
  heldBackMs: 0,
  failures: [],
};

function countedOf(report: Partial<SettleReport>) {
  const telemetry = new SettleTelemetry();
  const logged = mock.method(telemetry.logger, 'error', () => undefined);
  const metric = mock.method(telemetry.metrics, 'addMetric', () => telemetry.metrics);
  telemetry.settled({ ...QUIET, ...report });
  const counted = metric.mock.calls.map(({ arguments: [name, , value] }) => [name, value]);
  return { counted, logged: logged.mock.calls.map((call) => call.arguments) };
}

test('a run that finds nothing to do costs no metric', () => {
  assert.deepEqual(countedOf({}), { counted: [], logged: [] });
  assert.deepEqual(countedOf({ overdue: { findings: 0, pendings: 0 } }), {
    counted: [],
    logged: [],
  });
});

test('what is overdue is counted and logged, and how far judging is behind', () => {
  const { counted, logged } = countedOf({
    overdue: { findings: 2, pendings: 3 },
    heldBackMs: 61_400,
  });
  assert.deepEqual(counted, [
    ['FindingsOverdue', 2],
    ['PendingsOverdue', 3],
    ['JudgingHeldBack', 61],
  ]);
  assert.deepEqual(logged, [['overdue', { findings: 2, pendings: 3 }]]);
});

test('what came of files of starts is counted, and those that no run came to, with how long they wait', () => {
  const starts = { merged: 7, left: 2, leftForMs: 90_400, promoted: 3, late: 1, tooLarge: 1 };
  assert.deepEqual(countedOf({ starts }).counted, [
    ['SegmentsMerged', 7],
    ['SegmentsWaiting', 2],
    ['SegmentAge', 90],
    ['StartsPromoted', 3],
    ['StartsLate', 1],
    ['StartsTooLarge', 1],
  ]);
});

test('a file of starts that cannot be read is counted and logged', () => {
  const telemetry = new SettleTelemetry();
  const logged = mock.method(telemetry.logger, 'error', () => undefined);
  const metric = mock.method(telemetry.metrics, 'addMetric', () => telemetry.metrics);
  telemetry.segmentBroken('0/new/x', 'it is cut');
  assert.deepEqual(metric.mock.calls[0]?.arguments, ['SegmentsBroken', 'Count', 1]);
  assert.deepEqual(logged.mock.calls[0]?.arguments, [
    'file of starts put aside',
    { key: '0/new/x', reason: 'it is cut' },
  ]);
});
