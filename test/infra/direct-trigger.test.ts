// S3 → Lambda without a queue between, as the template has it.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Match } from 'aws-cdk-lib/assertions';
import {
  created,
  only,
  onlyOf,
  readable,
  roleStatements,
  templateFor,
} from './support/template.ts';

describe('the direct trigger', () => {
  const template = templateFor({ trigger: 'direct', ...created('edr/') });
  const [functionId = ''] = Object.keys(template.findResources('AWS::Lambda::Function'));
  const [failuresId = ''] = Object.keys(template.findResources('AWS::SQS::Queue'));

  it('invokes the function for new objects under the prefix', () => {
    const { NotificationConfiguration } = only(template, 'Custom::S3BucketNotifications');
    assert.deepEqual(NotificationConfiguration, {
      LambdaFunctionConfigurations: [
        {
          Events: ['s3:ObjectCreated:*'],
          Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: 'edr/' }] } },
          LambdaFunctionArn: { 'Fn::GetAtt': [functionId, 'Arn'] },
        },
      ],
    });
  });

  it('has one queue, for failures, and no event source mapping', () => {
    template.resourceCountIs('AWS::Lambda::EventSourceMapping', 0);
    template.resourceCountIs('AWS::SQS::Queue', 1);
    template.hasResourceProperties('AWS::SQS::Queue', {
      MessageRetentionPeriod: 14 * 24 * 3600,
      SqsManagedSseEnabled: true,
    });
  });

  it('tries a failed invocation twice again, then puts it on the failure queue', () => {
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: functionId },
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 6 * 3600,
      DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [failuresId, 'Arn'] } } },
    });
  });

  it('lets the function send to the failure queue, and touch no other queue', () => {
    const found = roleStatements(template).filter(({ actions }) =>
      actions.some((action) => action.startsWith('sqs:')),
    );
    assert.deepEqual(found, [
      { sid: 'ReportFailures', actions: ['sqs:SendMessage'], resources: [`<${failuresId}.Arn>`] },
    ]);
  });

  it('lets this bucket of this account alone invoke the function', () => {
    const { SourceArn, ...permission } = onlyOf(template, 'AWS::Lambda::Permission', 'Scan');
    assert.deepEqual(permission, {
      Action: 'lambda:InvokeFunction',
      FunctionName: { 'Fn::GetAtt': [functionId, 'Arn'] },
      Principal: 's3.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
    });
    assert.equal(
      readable(SourceArn),
      'arn:<AWS::Partition>:s3:::sigma-lambda-logs-<AWS::AccountId>-<AWS::Region>',
    );
  });

  it('is set after the permission, for S3 tries the function at once', () => {
    const permissions = Object.keys(template.findResources('AWS::Lambda::Permission'));
    const [permission] = permissions.filter((id) => id.startsWith('Scan'));
    const DependsOn = Match.arrayWith([permission]);
    template.hasResource('Custom::S3BucketNotifications', { DependsOn });
  });
});
