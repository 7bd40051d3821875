// Every way an object can be announced → the same findings, for a key that each way spells differently.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { queueArn, queueNameOf, topicArn } from '../../../src/local/index.ts';
import { connection, lines } from '../../cli/samples.ts';
import { type Deployment, deploy } from '../support/deploy.ts';
import { cliFindings, findingsIn } from '../support/findings.ts';
import type { Assembly } from '../support/template.ts';

/** What form encoding and percent encoding spell in their own ways: plus, space, percent, not ASCII. */
const HARD = 'a+b été 100%.json';
const CAPTURE = 'capture';

/** Registers the tests. */
export function shapes(template: () => Assembly): void {
  it('scans a key with plus, space, percent and é by all six shapes of event', async (t) => {
    const stack = await deploy(t, template(), { notifications: 'none' });
    await wire(stack);
    const ways = ['sqs', 'sns', 'bridge', 'direct', 'rule', 'batch'];
    const bodies = new Map(ways.map((way, index) => [way, bodyOf(index)]));
    for (const [way, body] of bodies) await stack.put(`${way}/${HARD}`, body);
    await stack.run();
    await invokeByRule(stack);
    const answer = await stack.scan.invoke(batchEvent(`batch/${HARD}`, stack.bucket));
    assert.deepEqual(Object(answer).payload?.results, [
      { taskId: 'task-1', resultCode: 'Succeeded', resultString: 'scanned' },
    ]);
    const messages = await stack.published();
    for (const [way, body] of bodies) {
      const object = `s3://${stack.bucket}/${way}/${HARD}`;
      const expected = await cliFindings(body, object);
      assert.equal(expected.length, 1);
      assert.deepEqual(findingsIn(messages, object), expected, way);
    }
    assert.equal(messages.length, ways.length);
    assert.deepEqual(await stack.failures(), []);
  });
}

/** A finding of its own for each way: one that two objects have is published once. */
function bodyOf(index: number): string {
  return lines([connection(0, { ProcessGuid: `{313fa531-4300-5f91-ae04-00000000000${index}}` })]);
}

/** S3 → SQS; S3 → SNS → SQS; S3 → EventBridge → SQS; S3 → Lambda; S3 → EventBridge → a rule's target. */
async function wire({ aws, clients, bucket, sourceUrl, scan }: Deployment): Promise<void> {
  const source = queueArn(queueNameOf(sourceUrl));
  const topic = topicArn('notifications');
  await clients.sns.send(new CreateTopicCommand({ Name: 'notifications' }));
  const input = { TopicArn: topic, Protocol: 'sqs', Endpoint: source };
  await clients.sns.send(new SubscribeCommand(input));
  await clients.sqs.send(new CreateQueueCommand({ QueueName: CAPTURE }));
  await aws.notify(bucket, { target: { kind: 'queue', queueArn: source }, prefix: 'sqs/' });
  await aws.notify(bucket, { target: { kind: 'topic', topicArn: topic }, prefix: 'sns/' });
  const bridge = { kind: 'eventBridge', queueArn: source } as const;
  await aws.notify(bucket, { target: bridge, prefix: 'bridge/' });
  const rule = { kind: 'eventBridge', queueArn: queueArn(CAPTURE) } as const;
  await aws.notify(bucket, { target: rule, prefix: 'rule/' });
  const invoke = (s3Event: unknown) => scan.invoke(s3Event);
  await aws.notify(bucket, { target: { kind: 'lambda', invoke }, prefix: 'direct/' });
}

/** The event as EventBridge made it, given to the function as a rule does. */
async function invokeByRule({ aws, clients, scan }: Deployment): Promise<void> {
  const QueueUrl = aws.queueUrl(CAPTURE);
  const { Messages = [] } = await clients.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  const answer = await scan.invoke(JSON.parse(Messages[0]?.Body ?? ''));
  assert.equal(answer.kind, 'payload');
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-invoke-lambda.html */
function batchEvent(key: string, bucket: string): object {
  const s3Key = new URLSearchParams({ key }).toString().slice('key='.length);
  return {
    invocationSchemaVersion: '1.0',
    invocationId: 'invocation-1',
    job: { id: 'job-1' },
    tasks: [{ taskId: 'task-1', s3Key, s3VersionId: null, s3BucketArn: `arn:aws:s3:::${bucket}` }],
  };
}
