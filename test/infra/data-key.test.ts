// The key of what is kept: all of it is encrypted by it, and who touches it may use it through that service, and in no other way.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DESTINATIONS } from './support/destinations.ts';
import { WITH_FEED } from './support/feed.ts';
import {
  only,
  readable,
  roleStatements,
  type Statement,
  stateTemplateFor,
  templateFor,
} from './support/template.ts';

const state = stateTemplateFor();
const [KEY = ''] = Object.keys(state.findResources('AWS::KMS::Key'));

/** Beginning of a function's logical ids → its template. */
const template = templateFor({ ...WITH_FEED, destinations: DESTINATIONS });
const direct = templateFor({ trigger: 'direct' });
const ROLES = Object.entries(template.findResources('AWS::IAM::Role'))
  .filter(([, { Properties }]) => !/notifications of log buckets/.test(Properties.Description))
  .map(([id]) => id.replace(/Role.*$/, ''));

/** Services by which a role may use the key. */
function keyUsers(statements: readonly Statement[]): readonly string[] {
  return statements.flatMap(({ sid, resources, condition }) => {
    if (!sid.startsWith('UseKeyBy')) return [];
    assert.deepEqual(resources, [`<${KEY}.Arn>`]);
    const { StringEquals, ...others } = Object(condition);
    assert.deepEqual(others, {});
    assert.equal(readable(StringEquals['kms:CallerAccount']), '<AWS::AccountId>');
    return [readable(StringEquals['kms:ViaService'])];
  });
}

/** Services whose encrypted things a role's other statements are about. */
function touched(statements: readonly Statement[]): readonly string[] {
  const isKept = (prefix: string, resource: RegExp) =>
    statements.some(
      ({ actions, resources }) =>
        actions.some((action) => action.startsWith(prefix)) &&
        resources.some((one) => resource.test(one)),
    );
  return [
    ...(isKept('dynamodb:', /StateTable/) ? ['dynamodb'] : []),
    ...(isKept('s3:Put', /<(?:Archive|Evidence)BucketName>/) ? ['s3'] : []),
    ...(isKept('sns:', /Topic/) ? ['sns'] : []),
  ].map((service) => `${service}.<AWS::Region>.<AWS::URLSuffix>`);
}

describe('the key of what is kept', () => {
  it('is one, rotated, and kept', () => {
    state.hasResource('AWS::KMS::Key', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: { EnableKeyRotation: true },
    });
  });

  it('encrypts the table, the buckets of findings and evidence, by a key of the bucket, and every topic', () => {
    const arn = { 'Fn::GetAtt': [KEY, 'Arn'] };
    assert.deepEqual(only(state, 'AWS::DynamoDB::Table')['SSESpecification'], {
      KMSMasterKeyId: arn,
      SSEEnabled: true,
      SSEType: 'KMS',
    });
    const buckets = Object.entries(state.findResources('AWS::S3::Bucket'));
    const keeping = buckets.filter(([id]) => id.startsWith('Keeping'));
    assert.equal(keeping.length, 2);
    for (const [, { Properties }] of keeping) {
      const [rule] = Properties.BucketEncryption.ServerSideEncryptionConfiguration;
      assert.deepEqual(rule, {
        BucketKeyEnabled: true,
        ServerSideEncryptionByDefault: { KMSMasterKeyID: arn, SSEAlgorithm: 'aws:kms' },
      });
    }
    const topics = Object.values(state.findResources('AWS::SNS::Topic'));
    assert.equal(topics.length, 4);
    for (const { Properties } of topics) assert.deepEqual(Properties.KmsMasterKeyId, arn);
  });

  it('may be used by CloudWatch for alarms of this account, else by whom IAM lets', () => {
    const { KeyPolicy } = only(state, 'AWS::KMS::Key');
    const [root, alarms, ...others] = Object(KeyPolicy).Statement;
    assert.deepEqual(others, []);
    assert.equal(readable(root.Principal.AWS), 'arn:<AWS::Partition>:iam::<AWS::AccountId>:root');
    assert.deepEqual(alarms.Principal, { Service: 'cloudwatch.amazonaws.com' });
    assert.deepEqual(alarms.Action, ['kms:Decrypt', 'kms:GenerateDataKey*']);
    assert.equal(readable(alarms.Condition.StringEquals['aws:SourceAccount']), '<AWS::AccountId>');
    assert.equal(
      readable(alarms.Condition.ArnLike['aws:SourceArn']),
      'arn:<AWS::Partition>:cloudwatch:<AWS::Region>:<AWS::AccountId>:alarm:*',
    );
  });

  it('may be used by each role through the services whose encrypted things it touches, and no others', () => {
    assert.ok(ROLES.length >= 3 + DESTINATIONS.length);
    assert.equal(keyUsers(roleStatements(template, 'Fdr')).length, 3);
    for (const id of ROLES) {
      const statements = roleStatements(template, id);
      assert.deepEqual(keyUsers(statements), touched(statements), id);
    }
    const statements = roleStatements(direct);
    assert.deepEqual(keyUsers(statements), touched(statements));
    assert.equal(keyUsers(statements).length, 3);
  });

  it('may be used by DynamoDB for all that its documentation names but grants, which who deploys makes', () => {
    const [forTable] = roleStatements(template).filter(({ sid }) => sid === 'UseKeyByDYNAMODB');
    assert.deepEqual(forTable?.actions, [
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey',
      'kms:GenerateDataKeyWithoutPlaintext',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ]);
  });
});
