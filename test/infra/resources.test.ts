// The buckets, the state table and the topics, the same with either trigger.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Match } from 'aws-cdk-lib/assertions';
import { localStack } from './support/local-stack.ts';
import { readable, templateFor } from './support/template.ts';

for (const trigger of ['queue', 'direct']) {
  describe(`with trigger=${trigger}`, () => {
    const template = templateFor({ trigger });

    it('keeps every bucket with the stack’s end, encrypted, versioned, private', () => {
      template.resourceCountIs('AWS::S3::Bucket', 3);
      template.allResources('AWS::S3::Bucket', {
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          BucketEncryption: Match.anyValue(),
          VersioningConfiguration: { Status: 'Enabled' },
          OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            BlockPublicPolicy: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
        },
      });
    });

    it('expires findings and evidence as the table does, and logs never', () => {
      const days = Object.entries(template.findResources('AWS::S3::Bucket')).map(([name, one]) => {
        const rules: readonly Readonly<Record<string, unknown>>[] =
          one['Properties'].LifecycleConfiguration.Rules;
        const [kept] = rules.flatMap(({ ExpirationInDays }) => ExpirationInDays ?? []);
        return [name.replace(/Bucket[0-9A-F]+$/, ''), kept];
      });
      assert.deepEqual(days.toSorted(), [
        ['KeepingArchive', 400],
        ['KeepingEvidence', 400],
        ['Logs', undefined],
      ]);
    });

    for (const type of [
      'AWS::S3::BucketPolicy',
      'AWS::SNS::TopicPolicy',
      'AWS::SQS::QueuePolicy',
    ]) {
      it(`refuses requests without TLS in every ${type}`, () => {
        template.allResourcesProperties(type, {
          PolicyDocument: {
            Statement: Match.arrayWith([
              Match.objectLike({
                Effect: 'Deny',
                Condition: { Bool: { 'aws:SecureTransport': 'false' } },
              }),
            ]),
          },
        });
      });
    }

    it('has the table that the stores need, restorable, and kept with the stack’s end', () => {
      template.hasResource('AWS::DynamoDB::Table', {
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          AttributeDefinitions: [
            { AttributeName: 'pk', AttributeType: 'S' },
            { AttributeName: 'sk', AttributeType: 'S' },
            { AttributeName: 'due', AttributeType: 'S' },
            { AttributeName: 'dueAt', AttributeType: 'N' },
          ],
          BillingMode: 'PAY_PER_REQUEST',
          GlobalSecondaryIndexes: [
            {
              IndexName: 'due',
              KeySchema: [
                { AttributeName: 'due', KeyType: 'HASH' },
                { AttributeName: 'dueAt', KeyType: 'RANGE' },
              ],
              Projection: { ProjectionType: 'KEYS_ONLY' },
            },
          ],
          KeySchema: [
            { AttributeName: 'pk', KeyType: 'HASH' },
            { AttributeName: 'sk', KeyType: 'RANGE' },
          ],
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
        },
      });
    });

    it('encrypts the topics of alerts, and not that of operations, where alarms could not publish then', () => {
      const keys = Object.entries(template.findResources('AWS::SNS::Topic')).map(([id, topic]) => [
        id.replace(/Topic[0-9A-F]{8}$/, ''),
        readable(topic['Properties']['KmsMasterKeyId']),
      ]);
      const key = 'arn:<AWS::Partition>:kms:<AWS::Region>:<AWS::AccountId>:alias/aws/sns';
      assert.deepEqual(Object.fromEntries(keys), {
        Alerts: key,
        AlertsText: key,
        AlertsQ: key,
        Operations: 'undefined',
      });
    });

    it('needs no custom resource, and without destinations two functions and roles alone', () => {
      const types = Object.values(
        template.toJSON()['Resources'] as Record<string, { Type: string }>,
      ).map(({ Type }) => Type);
      assert.ok(
        !types.some((type) => type.startsWith('Custom::') || type.includes('CustomResource')),
      );
      template.resourceCountIs('AWS::Lambda::Function', 2);
      template.resourceCountIs('AWS::IAM::Role', 2);
    });

    it('says at its end where logs go in and alerts come out', () => {
      assert.deepEqual(Object.keys(template.findOutputs('*')).toSorted(), [
        'AlertsQTopicArn',
        'AlertsTextTopicArn',
        'AlertsTopicArn',
        'ArchiveBucketName',
        'EvidenceBucketName',
        'FailureQueueUrl',
        'LogBucketName',
        'OperationsTopicArn',
        'ScanFunctionName',
        'SettleFunctionName',
        'StateTableName',
      ]);
    });
  });
}

describe('the stack of `local`', localStack);
