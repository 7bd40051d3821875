// Every way an object is announced gives the same request; what cannot be read fails its unit and no other.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Request } from '../../../functions/scan/events/delivery.ts';
import { parseDelivery, UnknownEventError } from '../../../functions/scan/events/parse.ts';
import {
  batchEvent,
  bridgeEvent,
  s3Event,
  s3Record,
  snsEnvelope,
  sqsEvent,
  TEST_EVENT,
} from './events.ts';

function requests(event: unknown): readonly Request[] {
  return parseDelivery(event).units.flatMap((unit) => unit.requests);
}

function keys(event: unknown): readonly string[] {
  return requests(event).map((request) =>
    request.kind === 'scan' ? request.object.key : request.kind,
  );
}

describe('parseDelivery', () => {
  for (const [what, event, shape] of [
    ['an S3 event', s3Event('a.gz'), 's3'],
    ['an S3 event in SQS', sqsEvent(s3Event('a.gz')), 'sqs'],
    ['an S3 event in SNS in SQS', sqsEvent(snsEnvelope(s3Event('a.gz'))), 'sqs'],
    ['an EventBridge event', bridgeEvent('a.gz'), 'eventbridge'],
    ['an EventBridge event in SQS', sqsEvent(bridgeEvent('a.gz')), 'sqs'],
    ['an S3 Batch invocation', batchEvent('a.gz'), 's3-batch'],
  ] as const) {
    it(`tells ${what} by its structure`, () => {
      assert.equal(parseDelivery(event).shape, shape);
      assert.deepEqual(keys(event), ['a.gz']);
    });
  }

  const spelt = 'a+b%2B%C3%A9+100%25/%F0%9F%98%80.gz';
  const meant = 'a b+é 100%/😀.gz';
  for (const [what, event] of [
    ['S3', s3Event(spelt)],
    ['SQS', sqsEvent(s3Event(spelt))],
    ['SNS', sqsEvent(snsEnvelope(s3Event(spelt)))],
    ['S3 Batch', batchEvent(spelt)],
  ] as const) {
    it(`decodes the key that ${what} encoded`, () => assert.deepEqual(keys(event), [meant]));
  }

  it('leaves the key of EventBridge as it is', () => {
    assert.deepEqual(keys(bridgeEvent('a+b %2B.gz')), ['a+b %2B.gz']);
    assert.deepEqual(keys(sqsEvent(bridgeEvent('a+b %2B.gz'))), ['a+b %2B.gz']);
  });

  it('keeps version, ETag and size, by which the object is pinned', () => {
    const [first] = requests({ Records: [s3Record('a', { versionId: 'v1' })] });
    const object = { bucket: 'logs', key: 'a', versionId: 'v1', etag: 'e1', size: 12 };
    assert.deepEqual(first, { kind: 'scan', object });
    assert.deepEqual(requests(bridgeEvent('a'))[0], { kind: 'scan', object });
  });

  it('makes one unit of each SQS message and of each task', () => {
    const ids = (event: unknown) => parseDelivery(event).units.map(({ id }) => id);
    assert.deepEqual(ids(sqsEvent(s3Event('a', 'b'), s3Event('c'))), ['m0', 'm1']);
    assert.deepEqual(ids(batchEvent('a', 'b')), ['t0', 't1']);
    assert.deepEqual(keys(sqsEvent(s3Event('a', 'b'), s3Event('c'))), ['a', 'b', 'c']);
  });

  it('acknowledges the test event and what is no creation', () => {
    const removed = { ...Object(s3Record('a')), eventName: 'ObjectRemoved:Delete' };
    assert.deepEqual(keys(sqsEvent(TEST_EVENT, { Records: [removed] })), [
      'acknowledge',
      'acknowledge',
    ]);
    assert.deepEqual(keys(bridgeEvent('a', 'Object Deleted')), ['acknowledge']);
    assert.deepEqual(keys(TEST_EVENT), ['acknowledge']);
  });

  for (const [what, body] of [
    ['no JSON', 'hello'],
    ['an empty text', ''],
    ['another JSON', { hello: 1 }],
    ['null', 'null'],
    ['a list', []],
    ['SNS around something else', snsEnvelope('hello')],
    ['a key whose encoding is broken', s3Event('%E9')],
    ['no key', { Records: [{ s3: { bucket: { name: 'logs' }, object: {} } }] }],
    ['no bucket', { Records: [{ s3: { object: { key: 'a' } } }] }],
    [
      'a bucket of another type',
      { Records: [{ s3: { bucket: { name: 5 }, object: { key: 'a' } } }] },
    ],
  ] as const) {
    it(`fails a message that holds ${what}, and only that`, () => {
      assert.deepEqual(keys(sqsEvent(s3Event('a'), body, s3Event('b'))), ['a', 'fault', 'b']);
    });
  }

  for (const event of [undefined, null, 5, 'x', [], {}, { Records: [] }, { tasks: [] }]) {
    it(`refuses ${JSON.stringify(event)} instead of calling it done`, () => {
      assert.throws(() => parseDelivery(event), UnknownEventError);
    });
  }

  it('never reads what an event inherits', () => {
    const event = JSON.parse('{"__proto__":{"Records":[]}}');
    assert.throws(() => parseDelivery(event), UnknownEventError);
  });
});
