// Units succeed and fail by themselves, and only what was proved done is answered as done.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseDelivery } from '../../../functions/scan/events/parse.ts';
import { DeliveryFailedError, respond } from '../../../functions/scan/respond.ts';
import { type DeliveryDeps, scanDelivery } from '../../../functions/scan/scan-delivery.ts';
import { batchEvent, bridgeEvent, s3Event, sqsEvent, TEST_EVENT } from './events.ts';

/** Deps that fail the keys given, note what was scanned, and have time for `budget` units. */
function deps(bad: readonly string[] = [], budget = Number.POSITIVE_INFINITY) {
  const scanned: string[] = [];
  let left = budget;
  const given: DeliveryDeps = {
    scan: ({ object: { key } }) => {
      scanned.push(key);
      const isBad = bad.includes(key);
      return Promise.resolve(
        isBad ? { kind: 'failed', message: `${key} broke` } : { kind: 'done' },
      );
    },
    acknowledge: (reason) => scanned.push(reason),
    fault: (message) => scanned.push(message),
    crashed: (thrown) => scanned.push(String(thrown)),
    hasTime: () => left-- > 0,
  };
  return { scanned, given };
}

async function run(event: unknown, { given }: ReturnType<typeof deps>) {
  const delivery = parseDelivery(event);
  return respond(delivery, await scanDelivery(delivery, given));
}

describe('scanDelivery', () => {
  it('fails the messages that failed and no other', async () => {
    const event = sqsEvent(s3Event('a'), s3Event('bad'), s3Event('c'));
    const answer = await run(event, deps(['bad']));
    assert.deepEqual(answer, { batchItemFailures: [{ itemIdentifier: 'm1' }] });
  });

  it('tells each object how many are still to be scanned, which share the time', async () => {
    const { given } = deps();
    const told: string[] = [];
    const scan: typeof given.scan = async ({ object }, left) => {
      told.push(`${object.key} ${left}`);
      return { kind: 'done' };
    };
    await run(sqsEvent(s3Event('a', 'b'), TEST_EVENT, s3Event('c')), {
      scanned: [],
      given: { ...given, scan },
    });
    assert.deepEqual(told, ['a 4', 'b 3', 'c 1']);
  });

  it('fails a message whose scan crashes, and still scans its neighbours', async () => {
    const given = deps();
    const { scan } = given.given;
    const crash: typeof scan = (request, left) =>
      request.object.key === 'crash'
        ? Promise.reject(new TypeError('x is undefined'))
        : scan(request, left);
    const event = sqsEvent(s3Event('a'), s3Event('crash'), s3Event('c'));
    const answer = await run(event, { ...given, given: { ...given.given, scan: crash } });
    assert.deepEqual(answer, { batchItemFailures: [{ itemIdentifier: 'm1' }] });
    assert.deepEqual(given.scanned, ['a', 'TypeError: x is undefined', 'c']);
  });

  it('fails tasks of one name together, if one of them failed', async () => {
    const event = JSON.parse(JSON.stringify(batchEvent('bad', 'a')));
    for (const task of event.tasks) task.taskId = 'twin';
    const result = { taskId: 'twin', resultCode: 'TemporaryFailure', resultString: 'bad broke' };
    const answer = await run(event, deps(['bad']));
    assert.deepEqual(Object(answer).results, [result, result]);
  });

  it('fails messages of one name of which one was not reached', async () => {
    const event = JSON.parse(JSON.stringify(sqsEvent(s3Event('a'), s3Event('b'))));
    for (const record of event.Records) record.messageId = 'twin';
    const failed = { itemIdentifier: 'twin' };
    assert.deepEqual(await run(event, deps([], 1)), { batchItemFailures: [failed, failed] });
  });

  it('tries the other objects of a message of which one failed', async () => {
    const given = deps(['bad']);
    await run(sqsEvent(s3Event('bad', 'b')), given);
    assert.deepEqual(given.scanned, ['bad', 'b']);
  });

  it('works off what was never tried before what has failed already', async () => {
    const event = JSON.parse(JSON.stringify(sqsEvent(s3Event('poison'), s3Event('fresh'))));
    event.Records[0].attributes.ApproximateReceiveCount = '4';
    const given = deps();
    await run(event, given);
    assert.deepEqual(given.scanned, ['fresh', 'poison']);
  });

  it('fails what there was no time for', async () => {
    const answer = await run(sqsEvent(s3Event('a'), s3Event('b'), s3Event('c')), deps([], 1));
    const failed = [{ itemIdentifier: 'm1' }, { itemIdentifier: 'm2' }];
    assert.deepEqual(answer, { batchItemFailures: failed });
  });

  it('fails a message that cannot be read and acknowledges a test event', async () => {
    const answer = await run(sqsEvent('junk', TEST_EVENT), deps());
    assert.deepEqual(answer, { batchItemFailures: [{ itemIdentifier: 'm0' }] });
  });

  for (const event of [s3Event('bad'), bridgeEvent('bad')]) {
    it(`throws for ${parseDelivery(event).shape}, which knows no other failure`, async () => {
      await assert.rejects(run(event, deps(['bad'])), DeliveryFailedError);
      assert.equal(await run(event, deps()), undefined);
    });
  }

  it('answers S3 Batch task by task', async () => {
    assert.deepEqual(await run(batchEvent('a', 'bad'), deps(['bad'])), {
      invocationSchemaVersion: '1.0',
      invocationId: 'i1',
      treatMissingKeysAs: 'TemporaryFailure',
      results: [
        { taskId: 't0', resultCode: 'Succeeded', resultString: 'scanned' },
        { taskId: 't1', resultCode: 'TemporaryFailure', resultString: 'bad broke' },
      ],
    });
  });
});
