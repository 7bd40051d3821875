// SDK calls → the operations and permissions in the log, as an IAM policy would name them.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand, PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { ACCOUNT_ID } from '../../../src/local/index.ts';
import { type Stack, startStack } from './stack.ts';

const OBJECT = { Bucket: 'logs', Key: 'a b/é+.gz' };
const KEY_ARN = 'arn:aws:s3:::logs/a b/é+.gz';
const QUEUE_ARN = `arn:aws:sqs:us-east-1:${ACCOUNT_ID}:q`;
const TOPIC_ARN = `arn:aws:sns:us-east-1:${ACCOUNT_ID}:alerts`;

interface Call {
  readonly id: string;
  readonly send: (stack: Stack) => Promise<unknown>;
  /** `action resource`, one a permission. */
  readonly needs: readonly string[];
}

const S3_CALLS: readonly Call[] = [
  {
    id: 's3:PutObject',
    send: ({ s3 }) => s3.send(new PutObjectCommand({ ...OBJECT, Body: 'x' })),
    needs: [`s3:PutObject ${KEY_ARN}`],
  },
  {
    id: 's3:GetObject',
    send: ({ s3 }) => s3.send(new GetObjectCommand(OBJECT)),
    needs: [`s3:GetObject ${KEY_ARN}`],
  },
  {
    id: 's3:GetObject',
    send: ({ s3 }) => s3.send(new GetObjectCommand({ ...OBJECT, VersionId: 'v1' })),
    needs: [`s3:GetObjectVersion ${KEY_ARN}`],
  },
  {
    id: 's3:HeadObject',
    send: ({ s3 }) => s3.send(new HeadObjectCommand(OBJECT)),
    needs: [`s3:GetObject ${KEY_ARN}`],
  },
  {
    id: 's3:ListObjectsV2',
    send: ({ s3 }) => s3.send(new ListObjectsV2Command({ Bucket: 'logs' })),
    needs: ['s3:ListBucket arn:aws:s3:::logs'],
  },
  {
    id: 's3:ListBuckets',
    send: ({ s3 }) => s3.send(new ListBucketsCommand({})),
    needs: ['s3:ListAllMyBuckets *'],
  },
  {
    id: 's3:CopyObject',
    send: ({ s3 }) =>
      s3.send(
        new CopyObjectCommand({
          Bucket: 'logs',
          Key: 'copy',
          CopySource: `logs/${encodeURIComponent(OBJECT.Key)}`,
        }),
      ),
    needs: ['s3:PutObject arn:aws:s3:::logs/copy', `s3:GetObject ${KEY_ARN}`],
  },
  {
    id: 's3:DeleteObjects',
    send: ({ s3 }) =>
      s3.send(new DeleteObjectsCommand({ Bucket: 'logs', Delete: { Objects: [OBJECT] } })),
    needs: ['s3:DeleteObject arn:aws:s3:::logs/*'],
  },
];

const OTHER_CALLS: readonly Call[] = [
  {
    id: 'sns:PublishBatch',
    send: ({ sns }) =>
      sns.send(
        new PublishBatchCommand({
          TopicArn: TOPIC_ARN,
          PublishBatchRequestEntries: [{ Id: '1', Message: 'x' }],
        }),
      ),
    needs: [`sns:Publish ${TOPIC_ARN}`],
  },
  {
    id: 'sns:CreateTopic',
    send: ({ sns }) => sns.send(new CreateTopicCommand({ Name: 'alerts' })),
    needs: [`sns:CreateTopic ${TOPIC_ARN}`],
  },
  {
    id: 'sqs:ReceiveMessage',
    send: ({ sqs, aws }) => sqs.send(new ReceiveMessageCommand({ QueueUrl: aws.queueUrl('q') })),
    needs: [`sqs:ReceiveMessage ${QUEUE_ARN}`],
  },
  {
    id: 'sqs:DeleteMessageBatch',
    send: ({ sqs, aws }) =>
      sqs.send(
        new DeleteMessageBatchCommand({
          QueueUrl: aws.queueUrl('q'),
          Entries: [{ Id: '1', ReceiptHandle: 'unknown' }],
        }),
      ),
    needs: [`sqs:DeleteMessage ${QUEUE_ARN}`],
  },
  {
    id: 'sqs:GetQueueAttributes',
    send: ({ sqs, aws }) =>
      sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl: aws.queueUrl('q'),
          AttributeNames: ['RedrivePolicy'],
        }),
      ),
    needs: [`sqs:GetQueueAttributes ${QUEUE_ARN}`],
  },
];

it('names each operation and what it needs, also of one that is refused', async (t) => {
  const stack = await startStack(t);
  await stack.s3.send(new CreateBucketCommand({ Bucket: 'logs' }));
  await stack.sns.send(new CreateTopicCommand({ Name: 'alerts' }));
  await stack.queue('q');
  for (const { id, send, needs } of [...S3_CALLS, ...OTHER_CALLS]) {
    await Promise.allSettled([send(stack)]);
    const operation = stack.aws.log.at(-1);
    assert.equal(operation?.id, id);
    const found = operation.permissions.map(({ action, resource }) => `${action} ${resource}`);
    assert.deepEqual(found, needs);
  }
});

it('tells callers apart by access key, and names resources in the region of each', async (t) => {
  const { aws, config } = await startStack(t);
  const own = { ...config, region: 'eu-west-1' };
  const credentials = { accessKeyId: 'AKIDSCAN', secretAccessKey: 'x', sessionToken: 'token' };
  const clients = [
    new SQSClient({ ...own, credentials }),
    new SNSClient({ ...own, credentials }),
    new S3Client({ ...own, credentials }),
  ] as const;
  t.after(() => {
    for (const client of clients) client.destroy();
  });
  const [sqs, sns, s3] = clients;
  const QueueUrl = aws.queueUrl('q');
  await Promise.allSettled([sqs.send(new ReceiveMessageCommand({ QueueUrl }))]);
  await sns.send(new CreateTopicCommand({ Name: 'alerts' }));
  await s3.send(new CreateBucketCommand({ Bucket: 'logs' }));
  assert.deepEqual(
    aws.log.map(({ accessKeyId, permissions }) => [accessKeyId, permissions[0]?.resource]),
    [
      ['AKIDSCAN', `arn:aws:sqs:eu-west-1:${ACCOUNT_ID}:q`],
      ['AKIDSCAN', `arn:aws:sns:eu-west-1:${ACCOUNT_ID}:alerts`],
      ['AKIDSCAN', 'arn:aws:s3:::logs'],
    ],
  );
});

it('names the caller of a presigned URL, and nobody for a request without signature', async (t) => {
  const { aws } = await startStack(t);
  const scope = encodeURIComponent('AKIDLINK/20260101/eu-west-1/s3/aws4_request');
  await fetch(`${aws.endpoint}/logs/k?X-Amz-Credential=${scope}&X-Amz-Signature=00`);
  await fetch(`${aws.endpoint}/logs/k`);
  const callers = aws.log.map(({ id, accessKeyId }) => [id, accessKeyId]);
  assert.deepEqual(callers, [
    ['s3:GetObject', 'AKIDLINK'],
    ['s3:GetObject', undefined],
  ]);
});

it('has the texts that were to be published, and the session token of who called', async (t) => {
  const { aws, config } = await startStack(t);
  const credentials = { ...config.credentials, sessionToken: 'of-a-sandbox' };
  const sns = new SNSClient({ ...config, credentials });
  t.after(() => sns.destroy());
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'alerts' }));
  const texts = ['one', 'two'];
  const PublishBatchRequestEntries = texts.map((Message, index) => ({ Id: `${index}`, Message }));
  await sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }));
  const seen = aws.log.map(({ messages, sessionToken }) => [messages, sessionToken]);
  assert.deepEqual(seen, [
    [[], 'of-a-sandbox'],
    [texts, 'of-a-sandbox'],
  ]);
});
