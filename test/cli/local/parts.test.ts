// The parts of `local` that decide: what is in flight, what logs and notifications say, how long it took, when settle runs.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countsText } from '../../../src/cli/local/counts.ts';
import { Enders } from '../../../src/cli/local/enders.ts';
import { failedRecords } from '../../../src/cli/local/hurry.ts';
import { InFlight, MAX_WAITING } from '../../../src/cli/local/in-flight.ts';
import { Latencies } from '../../../src/cli/local/latencies.ts';
import { continuedObjects, readLog } from '../../../src/cli/local/log-lines.ts';
import { toldObjects } from '../../../src/cli/local/s3-messages.ts';
import { SettleSchedule } from '../../../src/cli/local/settle-schedule.ts';
import type { InvokeResult, SqsEventRecord } from '../../../src/local/index.ts';

const NEVER = new AbortController().signal;

describe('objects in flight', () => {
  it('make others wait when there are too many bytes, until one is done', async () => {
    const inFlight = new InFlight();
    await inFlight.room(2 * MAX_WAITING.bytes, NEVER);
    inFlight.add('s3://logs/huge', 2 * MAX_WAITING.bytes);
    let hasRoom = false;
    const waiting = inFlight.room(1, NEVER).then(() => {
      hasRoom = true;
    });
    await Promise.resolve();
    assert.equal(hasRoom, false);
    assert.equal(inFlight.done('s3://logs/huge'), true);
    await waiting;
    assert.equal(inFlight.done('s3://logs/huge'), false, 'once');
  });

  it('make others wait when there are too many of them, or until nobody waits any more', async () => {
    const inFlight = new InFlight();
    for (let index = 0; index < MAX_WAITING.objects; index += 1) inFlight.add(`${index}`, 0);
    const stopper = new AbortController();
    const waiting = inFlight.room(0, stopper.signal);
    stopper.abort();
    await waiting;
  });
});

const LOGS = [
  '{"level":"INFO","message":"object scanned","service":"scan","object":"s3://logs/a"}',
  '{"level":"INFO","message":"object continued","service":"scan","object":"s3://logs/b","hop":1}',
  '{"level":"ERROR","message":"object incomplete","service":"scan","timestamp":"t","object":"s3://logs/c","problem":{"code":"X","message":"cut short"}}',
  '{"_aws":{"CloudWatchMetrics":[{"Metrics":[{"Name":"Records","Unit":"Count"},{"Name":"Findings"}]}]},"service":"scan","Records":[3,4],"Findings":2}',
  'Error: boom',
  '',
].join('\n');

describe('the log of an invocation', () => {
  it('holds metrics, problems in words, and what is neither', () => {
    const { metrics, problems, others } = readLog(LOGS);
    assert.deepEqual(
      [...metrics],
      [
        ['Records', 7],
        ['Findings', 2],
      ],
    );
    assert.deepEqual(problems, ['scan: object incomplete, object s3://logs/c, problem cut short']);
    assert.deepEqual(others, ['Error: boom']);
  });

  it('says of a unit that failed only what made it fail', () => {
    const unit =
      '{"level":"ERROR","message":"unit failed","service":"scan","id":"1","failure":"cut"}';
    assert.deepEqual(readLog(unit).problems, ['scan: unit failed, id 1, failure cut']);
    assert.equal(readLog(`${LOGS}\n${unit}`).problems.length, 1);
  });

  it('names the objects of which the rest is still to be scanned', () => {
    assert.deepEqual([...continuedObjects(LOGS)], ['s3://logs/b']);
  });
});

describe('a message of the source queue', () => {
  it('names the object and when it was put', () => {
    const s3 = { bucket: { name: 'logs' }, object: { key: 'date%3D2026/a+b%2B%C3%A9.json' } };
    const body = JSON.stringify({ Records: [{ eventTime: '2026-11-20T10:00:00.000Z', s3 }] });
    const putMs = Date.UTC(2026, 10, 20, 10);
    assert.deepEqual(toldObjects(body), [{ object: 's3://logs/date=2026/a b+é.json', putMs }]);
  });

  it('names the object of which the rest is asked for', () => {
    const body = '{"sigma-lambda":"continuation","object":{"bucket":"logs","key":"a"}}';
    assert.deepEqual(toldObjects(body), [{ object: 's3://logs/a', putMs: undefined }]);
  });

  it('names none where it is the test event, or nobody’s', () => {
    for (const body of ['{"Event":"s3:TestEvent"}', 'x', '{"Records":[{}]}', '[]']) {
      assert.deepEqual(toldObjects(body), [], body);
    }
  });
});

const record = (messageId: string): SqsEventRecord => ({
  messageId,
  receiptHandle: messageId,
  body: '',
  attributes: {},
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn',
  awsRegion: 'us-east-1',
});

const SEEN = { requestId: 'r', durationMs: 1, isCold: false, logs: '' };

it('messages have failed that the answer names; all of them where it proves nothing', () => {
  const sqsEvent = { Records: [record('a'), record('b')] };
  const ids = (result: InvokeResult) => failedRecords(sqsEvent, result).map((one) => one.messageId);
  const answer = (payload: unknown): InvokeResult => ({ ...SEEN, kind: 'payload', payload });
  assert.deepEqual(ids(answer({ batchItemFailures: [{ itemIdentifier: 'b' }] })), ['b']);
  assert.deepEqual(ids(answer({ batchItemFailures: [] })), []);
  assert.deepEqual(ids(answer(null)), ['a', 'b']);
  const error = { errorType: 'Sandbox.Timedout', errorMessage: 'm' };
  assert.deepEqual(ids({ ...SEEN, kind: 'error', error }), ['a', 'b']);
});

describe('the time from the object to the post', () => {
  it('is that of the object the alert shows, once a revision', () => {
    const latencies = new Latencies();
    latencies.put('s3://logs/a', 1_000);
    latencies.alert('a1 0', 's3://logs/a');
    assert.equal(latencies.posted('a1 0', 3_500), 2_500);
    assert.equal(latencies.posted('a1 0', 9_000), undefined);
    assert.equal(latencies.posted('a2 0', 9_000), undefined);
    assert.deepEqual(latencies.summary(), { count: 1, p50Ms: 2_500, p95Ms: 2_500 });
  });

  it('is summed up by values that were measured', () => {
    const latencies = new Latencies();
    latencies.put('o', 0);
    for (let index = 1; index <= 20; index += 1) {
      latencies.alert(`${index}`, 'o');
      latencies.posted(`${index}`, index * 100);
    }
    assert.deepEqual(latencies.summary(), { count: 20, p50Ms: 1_000, p95Ms: 1_900 });
  });
});

describe('settle', () => {
  it('runs every minute, and when what the last scan left waiting has waited long enough', () => {
    const schedule = new SettleSchedule(5_000, 0);
    assert.equal(schedule.isDue(59_999), false);
    assert.equal(schedule.isDue(60_000), true);
    schedule.began(60_000);
    schedule.scanned(61_000);
    schedule.scanned(63_000);
    assert.equal(schedule.isDue(63_000 + schedule.waitMs - 1), false, 'scans go on');
    assert.equal(schedule.isDue(63_000 + schedule.waitMs), true);
    schedule.began(63_000 + schedule.waitMs);
    assert.equal(schedule.isDue(63_000 + 2 * schedule.waitMs), false, 'nothing waits');
  });

  it('runs again for a scan that ended when it began early', () => {
    const schedule = new SettleSchedule(5_000, 0);
    schedule.scanned(59_000);
    schedule.began(60_000);
    assert.equal(schedule.isDue(59_000 + schedule.waitMs), true);
  });
});

it('counts stand in one line, with what is empty left out where it says nothing', () => {
  const metrics = new Map([
    ['Records', 1_553],
    ['RecordsRejected', 2],
  ]);
  const latency = { count: 2, p50Ms: 940, p95Ms: 1_260 };
  const text = countsText(metrics, { objects: 1, rejected: 1, shown: 3, latency });
  assert.match(text, /^1 object, 1,553 records, 0 findings · alerts: /);
  assert.match(
    text,
    / · rejected: 1 object, 2 records · from PUT to post 0\.9 s \(p50\), 1\.3 s \(p95\)$/,
  );
  const quiet = countsText(new Map(), { objects: 0, rejected: 0, shown: 0, latency: undefined });
  assert.match(quiet, / · 0 rejected$/);
});

it('what was begun is ended, the last first, also where an end fails', async () => {
  const enders = new Enders();
  const ended: string[] = [];
  enders.add(() => void ended.push('first'));
  enders.add(() => Promise.reject(new Error('cannot end')));
  enders.add(async () => void ended.push('last'));
  await assert.rejects(enders.end(), /cannot end/);
  assert.deepEqual(ended, ['last', 'first']);
  await enders.end();
});
