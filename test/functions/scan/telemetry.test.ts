// What the function logs of a rejected record: cause and place, nothing of its text.

import assert from 'node:assert/strict';
import { Console } from 'node:console';
import { mock, test } from 'node:test';
import { rejectionReason } from '../../../functions/scan/rejection-reason.ts';
import { Telemetry } from '../../../functions/scan/telemetry.ts';
import { parseRecord } from '../../../src/decode/index.ts';
import type { RecordBatch } from '../../../src/model/index.ts';
import { NOTHING_TOLD, sumCounts } from '../../../src/pipeline/index.ts';
import { rejected } from '../../contracts/quarantine-files.ts';

const SECRET = `Zq9${'!x'}Kw7`;

function batchOf(text: string): RecordBatch {
  const bytes = Buffer.from(text);
  const [starts, ends] = [Uint32Array.of(0), Uint32Array.of(bytes.length)];
  return { bytes, starts, ends, count: 1, firstOrdinal: 0, baseOffset: 0, firstLine: 1 };
}

/** What the parser says of records that break in, before and behind a secret. */
function messages(): readonly string[] {
  const broken = [
    ...[
      `{"password":${SECRET}}`,
      `${SECRET}`,
      `{"a":1,"password":"${SECRET}",}`,
      `{"p":"${SECRET}`,
    ],
    ...[
      `{"password":"${SECRET}"x}`,
      `{"a":"${'y'.repeat(200)}","p":${SECRET}}`,
      `{"p":"${SECRET}\n"}`,
    ],
  ];
  return broken.flatMap((text) => {
    const parsed = parseRecord(batchOf(text), 0);
    return parsed.ok ? [] : [parsed.error.message];
  });
}

test('no piece of a record is logged with the reason of its rejection', async () => {
  const pieces = Array.from({ length: SECRET.length - 2 }, (_, at) => SECRET.slice(at, at + 3));
  const quoting = messages();
  assert.equal(quoting.length, 7);
  // Else this test would prove nothing: the parser does quote.
  assert.ok(quoting.some((message) => pieces.some((piece) => message.includes(piece))));
  const telemetry = new Telemetry();
  const warn = mock.method(telemetry.logger, 'warn', () => undefined);
  for (const message of quoting) await telemetry.keep('s3://logs/a', rejected(3, { message }));
  const logged = JSON.stringify(warn.mock.calls.map((call) => call.arguments));
  assert.deepEqual(
    pieces.filter((piece) => logged.includes(piece)),
    [],
  );
  assert.match(logged, /Unexpected token/);
});

test('a reason that quotes nothing is logged as it is', () => {
  const message = 'found an array; expected a JSON object';
  assert.equal(rejectionReason(message), message);
});

const NOTHING = { waits: 0, judged: 0, full: 0, tooLarge: 0 };
const JOINED = {
  counts: sumCounts([]),
  created: 0,
  known: 0,
  told: NOTHING_TOLD,
  failures: [],
  unreadable: 0,
  confirmed: 0,
  withdrawn: 0,
  starts: { judged: 0, late: 0, tooLarge: 0, kept: 0 },
  connections: NOTHING,
};

test('a join is counted where there was one', () => {
  const telemetry = new Telemetry();
  mock.method(telemetry.logger, 'info', () => undefined);
  const metric = mock.method(telemetry.metrics, 'addMetric', () => telemetry.metrics);
  telemetry.joined('s3://logs/a', JOINED);
  assert.equal(metric.mock.callCount(), 0);
  const starts = { judged: 2, late: 1, tooLarge: 0, kept: 7 };
  telemetry.joined('s3://logs/a', { ...JOINED, starts, connections: { ...NOTHING, waits: 3 } });
  const counted = metric.mock.calls.map(({ arguments: [name, , value] }) => [name, value]);
  assert.deepEqual(
    counted.filter(([, value]) => value !== 0),
    [
      ['StartsKept', 7],
      ['StartsLate', 1],
      ['ConnectionsWaiting', 3],
      ['ConnectionsJudged', 2],
    ],
  );
});

test('what people are told is counted where there is something to count', () => {
  const telemetry = new Telemetry();
  mock.method(telemetry.logger, 'info', () => undefined);
  const metric = mock.method(telemetry.metrics, 'addMetric', () => telemetry.metrics);
  const levels = { ...NOTHING_TOLD.levels, high: 2, medium: 1 };
  const counts = { ...sumCounts([]), suppressedPerFilter: { a: 2, b: 3 } };
  const told = { ...NOTHING_TOLD, paged: 2, posted: 1, levels, joined: 4, overBudget: 5 };
  const outcome = { object: 's3://logs/a', counts, problem: undefined, decoded: undefined };
  telemetry.scanned(outcome, { created: 12, known: 0, told });
  const counted = metric.mock.calls.map(({ arguments: [name, , value] }) => [name, value]);
  assert.deepEqual(
    counted.filter(([name]) => /^(Alerts|Budget|Matches|Findings[FDU])/.test(String(name))),
    [
      ['MatchesSuppressed', 5],
      ['AlertsPaged', 2],
      ['AlertsPosted', 1],
      ['AlertsHigh', 2],
      ['AlertsMedium', 1],
      ['FindingsFolded', 4],
      ['BudgetHits', 5],
    ],
  );
});

test('connections are counted, and what is zero has no metric', () => {
  const telemetry = new Telemetry();
  mock.method(telemetry.logger, 'info', () => undefined);
  const metric = mock.method(telemetry.metrics, 'addMetric', () => telemetry.metrics);
  const counts = { ...sumCounts([]), records: 9, connections: 4, unattributed: 1 };
  const outcome = { object: 's3://logs/a', counts, problem: undefined, decoded: undefined };
  telemetry.scanned(outcome, { created: 0, known: 0, told: NOTHING_TOLD });
  const counted = metric.mock.calls.map(({ arguments: [name, , value] }) => [name, value]);
  assert.deepEqual(counted, [
    ['ObjectsScanned', 1],
    ['Records', 9],
    ['Connections', 4],
    ['ConnectionsUnattributed', 1],
  ]);
});

test('connections that nobody can read any more are an error', () => {
  const telemetry = new Telemetry();
  mock.method(telemetry.logger, 'info', () => undefined);
  const error = mock.method(telemetry.logger, 'error', () => undefined);
  telemetry.joined('s3://logs/a', { ...JOINED, unreadable: 1 });
  assert.equal(error.mock.callCount(), 1);
});

const SCANNED = {
  object: 's3://logs/a',
  counts: { ...sumCounts([]), records: 9, connections: 4, starts: 2, bytes: 70 },
  problem: undefined,
  decoded: undefined,
};
const REPORT = { created: 1, known: 0, told: { ...NOTHING_TOLD, paged: 1 } };

test('an object of a canary counts as nothing but what went wrong with it', () => {
  const telemetry = new Telemetry();
  mock.method(telemetry.logger, 'info', () => undefined);
  mock.method(telemetry.logger, 'error', () => undefined);
  const metric = mock.method(telemetry.metrics, 'addMetric', () => telemetry.metrics);
  const canary = telemetry.of({ tenant: 'canary', source: 'elastic-defend' }, 'default');
  canary.scanned(SCANNED, REPORT);
  canary.passed(SCANNED.object, 'known');
  assert.equal(metric.mock.callCount(), 0);
  canary.leaked(SCANNED.object, ['1 = 2']);
  assert.deepEqual(
    metric.mock.calls.map(({ arguments: [name] }) => name),
    ['ConservationMismatch'],
  );
});

test('objects of a declared source are counted twice: with all, and in one line by its name', () => {
  const lines: string[] = [];
  const log = mock.method(Console.prototype, 'log', (line: string) => void lines.push(line));
  const telemetry = new Telemetry();
  mock.method(telemetry.logger, 'info', () => undefined);
  const metric = mock.method(telemetry.metrics, 'addMetric', () => telemetry.metrics);
  for (const tenant of ['default', 'default', 'acme']) {
    telemetry.of({ tenant, source: 'sysmon' }, 'default').scanned(SCANNED, REPORT);
  }
  assert.equal(metric.mock.calls.filter(({ arguments: [name] }) => name === 'Records').length, 3);
  telemetry.ofSources.publish();
  telemetry.ofSources.publish();
  log.mock.restore();
  const found = lines.map((line) => {
    const { source, ObjectsScanned, Connections, Starts, _aws } = JSON.parse(line);
    const [{ Dimensions }] = _aws.CloudWatchMetrics;
    return { source, ObjectsScanned, Connections, Starts, Dimensions };
  });
  const Dimensions = [['service', 'source']];
  assert.deepEqual(found, [
    { source: 'sysmon', ObjectsScanned: [1, 1], Connections: [4, 4], Starts: [2, 2], Dimensions },
    { source: 'acme.sysmon', ObjectsScanned: 1, Connections: 4, Starts: 2, Dimensions },
  ]);
});

test('objects of a source that nobody declared are counted with all alone', () => {
  const telemetry = new Telemetry();
  assert.equal(telemetry.of({ tenant: 'acme' }, 'default'), telemetry);
});

test('names of hosts act on no terminal that shows the log', () => {
  const telemetry = new Telemetry();
  const info = mock.method(telemetry.logger, 'info', () => undefined);
  const counts = { ...SCANNED.counts, unattributedPerHost: { 'sysmon \u009b2Jws-1': 3 } };
  telemetry.scanned({ ...SCANNED, counts }, REPORT);
  const [, logged] = info.mock.calls[0]?.arguments ?? [];
  assert.deepEqual(Reflect.get(Object(logged), 'counts').unattributedPerHost, {
    'sysmon <U+009B>2Jws-1': 3,
  });
});
