// The buckets, the state table and the topics, the same with either trigger.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Match } from 'aws-cdk-lib/assertions';
import { localStack } from './support/local-stack.ts';
import { stateTemplateFor, templateFor } from './support/template.ts';

for (const trigger of ['queue', 'direct']) {
  describe(`with trigger=${trigger}`, () => {
    const template = stateTemplateFor({ trigger });
    const compute = templateFor({ trigger });

    it('keeps every bucket with the stack’s end, encrypted, private, and versioned where it holds what matters', () => {
      template.resourceCountIs('AWS::S3::Bucket', 5);
      const versioned = { Properties: { VersioningConfiguration: { Status: 'Enabled' } } };
      const kept = Object.keys(template.findResources('AWS::S3::Bucket', versioned));
      assert.deepEqual(kept.map((id) => id.replace(/Bucket[0-9A-F]+$/, '')).sort(), [
        'KeepingArchive',
        'KeepingEvidence',
        'Logs',
      ]);
      template.allResources('AWS::S3::Bucket', {
        DeletionPolicy: 'RetainExceptOnCreate',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          BucketEncryption: Match.anyValue(),
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
        ['Canaries', 1],
        ['KeepingArchive', 400],
        ['KeepingEvidence', 400],
        ['Logs', undefined],
        ['Segments', 2],
      ]);
    });

    for (const type of [
      'AWS::S3::BucketPolicy',
      'AWS::SNS::TopicPolicy',
      'AWS::SQS::QueuePolicy',
    ]) {
      it(`refuses requests without TLS in every ${type}`, () => {
        const owner = type === 'AWS::SQS::QueuePolicy' ? compute : template;
        owner.allResourcesProperties(type, {
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

    it('has one custom resource for each bucket, run by CDK’s own function, and without destinations two functions of ours', () => {
      compute.resourceCountIs('Custom::S3BucketNotifications', 1);
      compute.resourceCountIs('AWS::Lambda::Function', 2 + 1);
      compute.resourceCountIs('AWS::IAM::Role', 2 + 1);
      for (const one of [template, compute]) {
        const types = Object.values(one.toJSON()['Resources'] as Record<string, { Type: string }>);
        const custom = types.filter(({ Type }) => /^Custom::|CustomResource/.test(Type));
        assert.equal(custom.length, one === compute ? 1 : 0);
      }
    });

    it('says at its end where logs go in and alerts come out', () => {
      const named = (one: typeof template) =>
        Object.keys(one.findOutputs('*'))
          .filter((id) => !id.startsWith('PublishOutput'))
          .toSorted();
      assert.deepEqual(named(template), [
        'AlertsQTopicArn',
        'AlertsTextTopicArn',
        'AlertsTopicArn',
        'ArchiveBucketName',
        'DataKeyArn',
        'EvidenceBucketName',
        'LogBucketName',
        'OperationsTopicArn',
        'SegmentBucketName',
        'StateTableName',
      ]);
      assert.deepEqual(named(compute), [
        'FailureQueueUrl',
        'ScanFunctionName',
        'SettleFunctionName',
      ]);
    });
  });
}

describe('the stack of `local`', localStack);
