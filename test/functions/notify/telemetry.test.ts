// What is counted and logged of a delivery: names and numbers, nothing that a log says.

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { NotifyTelemetry } from '../../../functions/notify/telemetry.ts';
import { type Told, toTold } from '../../../functions/notify/told.ts';
import { parseOnCallMessage } from '../../../src/alert/index.ts';
import { messageOf } from './world.ts';

function watched() {
  const telemetry = new NotifyTelemetry();
  const logged: unknown[] = [];
  for (const level of ['info', 'warn', 'error'] as const) {
    mock.method(telemetry.logger, level, (...args: unknown[]) => void logged.push(args));
  }
  const metric = mock.method(telemetry.metrics, 'addMetric', () => telemetry.metrics);
  const counted = () => metric.mock.calls.map(({ arguments: [name, , value] }) => [name, value]);
  return { telemetry, logged, counted };
}

function told(): Told {
  const parsed = parseOnCallMessage(messageOf().body);
  assert.ok(parsed.ok);
  return toTold(parsed.value, 'slack');
}

test('a page that was posted has its latency, unless the clock of its event is ahead', () => {
  const { telemetry, counted } = watched();
  telemetry.posted(told(), 4_200);
  telemetry.posted(told(), -5);
  telemetry.posted(told(), undefined);
  assert.deepEqual(counted(), [
    ['Posted', 1],
    ['PageLatency', 4_200],
    ['Posted', 1],
    ['Posted', 1],
  ]);
});

test('each fate of a message has a metric of its own', () => {
  const { telemetry, counted } = watched();
  const reasons = [
    'posted',
    'superseded',
    'nothing to say',
    'route store',
    'origin canary',
  ] as const;
  for (const reason of reasons) telemetry.passed(told(), reason);
  telemetry.uncertain(told(), 'r');
  telemetry.retried(undefined, 'r', 1);
  telemetry.failed(told(), 'refused', 'r');
  telemetry.unrecorded(told(), new Error('e'));
  telemetry.faulted('hide', new Error('e'));
  telemetry.untold(new Error('e'));
  assert.deepEqual(
    counted().map(([name]) => name),
    [
      ...['PostsRedelivered', 'PostsSuperseded', ...Array(3).fill('PostsPassedOver')],
      ...['PostsUncertain', 'PostsRetried', 'PostsFailed', 'PostsUnrecorded', 'DeliveryFaults'],
      'OperationsUntold',
    ],
  );
});

test('logs name an alert, and hold no title, no command line and nothing that a bug quotes', () => {
  const { telemetry, logged } = watched();
  telemetry.posted(told(), 1);
  telemetry.failed(told(), 'refused', 'host answered 404');
  telemetry.crashed(new TypeError('scan.exe --range 192.0.2.0/24\n    of a log'));
  const text = JSON.stringify(logged);
  assert.match(text, /a1_b{27}/);
  assert.match(text, /TypeError.*telemetry\.test\.ts/);
  assert.doesNotMatch(text, /scan\.exe|Untrusted|of a log/);
});
