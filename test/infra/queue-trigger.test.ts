// S3 → SQS → Lambda, as the template has it.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  created,
  only,
  onlyOf,
  readable,
  roleStatements,
  templateFor,
} from './support/template.ts';

describe('the queue trigger', () => {
  const template = templateFor(created('edr/', 'fdr/'));
  const queues = Object.entries(template.findResources('AWS::SQS::Queue'));
  const [sourceId = '', source] =
    queues.find(([, { Properties }]) => Properties.RedrivePolicy) ?? [];
  const [failuresId = '', failures] = queues.find(([id]) => id !== sourceId) ?? [];

  it('hides a message for six times the function’s timeout, and gives it up after five deliveries', () => {
    const { Timeout } = onlyOf(template, 'AWS::Lambda::Function', 'Scan');
    assert.equal(source?.['Properties'].VisibilityTimeout, 6 * Number(Timeout));
    assert.deepEqual(source?.['Properties'].RedrivePolicy, {
      deadLetterTargetArn: { 'Fn::GetAtt': [failuresId, 'Arn'] },
      maxReceiveCount: 5,
    });
  });

  it('keeps messages 14 days in the queue and in the DLQ, encrypted', () => {
    template.resourceCountIs('AWS::SQS::Queue', 2);
    template.allResourcesProperties('AWS::SQS::Queue', {
      MessageRetentionPeriod: 14 * 24 * 3600,
      SqsManagedSseEnabled: true,
    });
  });

  it('keeps the DLQ with the stack’s end', () => {
    assert.equal(failures?.['DeletionPolicy'], 'RetainExceptOnCreate');
  });

  it('lets S3 send for this bucket of this account alone', () => {
    const policies = Object.values(template.findResources('AWS::SQS::QueuePolicy'));
    const statements = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
    const [allow, ...others] = statements.filter(({ Effect }) => Effect === 'Allow');
    assert.deepEqual(others, []);
    assert.equal(allow.Action, 'sqs:SendMessage');
    assert.deepEqual(allow.Principal, { Service: 's3.amazonaws.com' });
    assert.deepEqual(allow.Resource, { 'Fn::GetAtt': [sourceId, 'Arn'] });
    assert.deepEqual(Object.keys(allow.Condition).toSorted(), ['ArnEquals', 'StringEquals']);
    assert.deepEqual([allow.Condition.ArnEquals['aws:SourceArn']].flat().map(readable), [
      'arn:<AWS::Partition>:s3:::sigma-lambda-logs-<AWS::AccountId>-<AWS::Region>',
    ]);
    assert.deepEqual(allow.Condition.StringEquals, {
      'aws:SourceAccount': { Ref: 'AWS::AccountId' },
    });
  });

  it('has failed messages alone tried again, in small batches, and never more at once than configured', () => {
    assert.deepEqual(only(templateFor({ maxConcurrency: 7 }), 'AWS::Lambda::EventSourceMapping'), {
      BatchSize: 5,
      EventSourceArn: { 'Fn::GetAtt': [sourceId, 'Arn'] },
      FunctionName: { Ref: Object.keys(template.findResources('AWS::Lambda::Function'))[0] },
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 7 },
    });
  });

  it('lets the function take messages from its own queue, put the rest of an object there, and knows no other', () => {
    const found = roleStatements(template).filter(({ actions }) =>
      actions.some((action) => action.startsWith('sqs:')),
    );
    assert.deepEqual(found, [
      {
        sid: 'ConsumeOwnQueue',
        actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
        resources: [`<${sourceId}.Arn>`],
      },
      {
        sid: 'ContinueByOwnQueue',
        actions: ['sqs:SendMessage'],
        resources: [`<${sourceId}.Arn>`],
      },
    ]);
  });

  it('tells the function its queue, and lets a chain of hops be longer than Lambda lets a loop be', () => {
    const scan = onlyOf(template, 'AWS::Lambda::Function', 'Scan');
    const { Variables } = scan['Environment'] as { Variables: Readonly<Record<string, unknown>> };
    assert.deepEqual(Variables['SIGMA_LAMBDA_QUEUE_URL'], { Ref: sourceId });
    assert.equal(scan['RecursiveLoop'], 'Allow');
  });
});
