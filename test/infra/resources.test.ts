// The log bucket, the state table and the topic of findings, the same with either trigger.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Match } from 'aws-cdk-lib/assertions';
import { readable, templateFor } from './support/template.ts';

for (const trigger of ['queue', 'direct']) {
  describe(`with trigger=${trigger}`, () => {
    const template = templateFor({ trigger });

    it('keeps the log bucket with the stack’s end, encrypted, versioned, private', () => {
      template.hasResource('AWS::S3::Bucket', {
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

    it('encrypts the topic', () => {
      const [topic] = Object.values(template.findResources('AWS::SNS::Topic'));
      const key = readable(topic?.['Properties']['KmsMasterKeyId']);
      assert.equal(key, 'arn:<AWS::Partition>:kms:<AWS::Region>:<AWS::AccountId>:alias/aws/sns');
    });

    it('needs no custom resource, and two functions and roles alone', () => {
      const types = Object.values(
        template.toJSON()['Resources'] as Record<string, { Type: string }>,
      ).map(({ Type }) => Type);
      assert.ok(
        !types.some((type) => type.startsWith('Custom::') || type.includes('CustomResource')),
      );
      template.resourceCountIs('AWS::Lambda::Function', 2);
      template.resourceCountIs('AWS::IAM::Role', 2);
    });

    it('says at its end where logs go in and findings come out', () => {
      assert.deepEqual(Object.keys(template.findOutputs('*')).toSorted(), [
        'FailureQueueUrl',
        'FindingsTopicArn',
        'LogBucketName',
        'ScanFunctionName',
        'SettleFunctionName',
        'StateTableName',
      ]);
    });
  });
}
