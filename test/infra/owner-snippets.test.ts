// What owners of other accounts are given: exact, complete, and held against the template of ours.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { parseConfig } from '../../infra/config.ts';
import { type OwnerSnippet, ownerSnippets } from '../../infra/owner-snippets/snippets.ts';
import { onlyOf, type Settings, templateFor } from './support/template.ts';

const PLACE = { account: '123456789012', region: 'eu-west-1' };
const KEY_ARN = 'arn:aws:kms:eu-west-1:444455556666:key/4321dcba-21ba-43dc-65fe-0987654321ba';
const E = {
  mode: 'other-account',
  name: 'partner-logs',
  account: '444455556666',
  prefixes: ['edr/', 'date=1/'],
  suffix: '.gz',
  keyArn: KEY_ARN,
};
const SETTINGS: Settings = { ...PLACE, stackName: 'blue', buckets: [E] };
const ROLE = 'arn:aws:iam::123456789012:role/blue-scan-eu-west-1';
const QUEUE = 'arn:aws:sqs:eu-west-1:123456789012:blue-source';

const snippetsOf = (settings: Settings): readonly OwnerSnippet[] =>
  ownerSnippets(parseConfig(settings));
const endsIn = (end: string): string =>
  snippetsOf(SETTINGS).find(({ path }) => path.endsWith(end))?.text ?? '';

describe('the snippets of a bucket of another account', () => {
  const yaml = endsIn('partner-logs.cloudformation.yml');
  const hcl = endsIn('partner-logs.terraform.tf');
  const { LogBucket, LogBucketPolicy } = parse(yaml).Resources;

  it('are for CloudFormation and Terraform, in a folder of their own', () => {
    assert.deepEqual(
      snippetsOf(SETTINGS).map(({ path }) => path),
      ['for-owners/partner-logs.cloudformation.yml', 'for-owners/partner-logs.terraform.tf'],
    );
  });

  it('have the bucket tell our queue of what is watched', () => {
    const configuration = (prefix: string) => ({
      Event: 's3:ObjectCreated:*',
      Queue: QUEUE,
      Filter: {
        S3Key: {
          Rules: [
            { Name: 'prefix', Value: prefix },
            { Name: 'suffix', Value: '.gz' },
          ],
        },
      },
    });
    assert.deepEqual(LogBucket.Properties.NotificationConfiguration, {
      QueueConfigurations: [configuration('edr/'), configuration('date%3D1/')],
    });
    const blocks = hcl.match(/queue_arn = "[^"]+"|filter_(?:prefix|suffix) = "[^"]+"/g);
    assert.deepEqual(blocks, [
      `queue_arn = "${QUEUE}"`,
      'filter_prefix = "edr/"',
      'filter_suffix = ".gz"',
      `queue_arn = "${QUEUE}"`,
      'filter_prefix = "date%3D1/"',
      'filter_suffix = ".gz"',
    ]);
  });

  it('grant to the account, bound to the role, so that there need be no role yet', () => {
    const [read, list, ...others] = LogBucketPolicy.Properties.PolicyDocument.Statement;
    assert.deepEqual(others, []);
    const Principal = { AWS: 'arn:aws:iam::123456789012:root' };
    const ArnEquals = { 'aws:PrincipalArn': ROLE };
    assert.deepEqual(read, {
      Sid: 'SigmaLambdaReads',
      Effect: 'Allow',
      Principal,
      Action: ['s3:GetObject', 's3:GetObjectVersion'],
      Resource: ['arn:aws:s3:::partner-logs/edr/*.gz', 'arn:aws:s3:::partner-logs/date=1/*.gz'],
      Condition: { ArnEquals },
    });
    assert.deepEqual(
      [list.Principal, list.Action, list.Resource, list.Condition],
      [
        Principal,
        's3:ListBucket',
        'arn:aws:s3:::partner-logs',
        { ArnEquals, StringLike: { 's3:prefix': ['edr/*', 'date=1/*'] } },
      ],
    );
  });

  it('have the same policy for Terraform, which reads JSON', () => {
    const [, policy = ''] = /jsonencode\(([\s\S]*?)\)\n}/.exec(hcl) ?? [];
    assert.deepEqual(JSON.parse(policy), LogBucketPolicy.Properties.PolicyDocument);
  });

  it('let the key be used through S3 for this bucket alone, by a statement to be added', () => {
    const commented = (text: string) => text.replaceAll(/^# ?/gm, '');
    const [statement] = parse(commented(yaml.slice(yaml.indexOf('# - Sid: SigmaLambdaDecrypts'))));
    assert.deepEqual(statement.Condition, {
      ArnEquals: { 'aws:PrincipalArn': ROLE },
      StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' },
      StringLike: {
        'kms:EncryptionContext:aws:s3:arn': [
          'arn:aws:s3:::partner-logs',
          'arn:aws:s3:::partner-logs/*',
        ],
      },
    });
    assert.deepEqual(JSON.parse(commented(hcl.slice(hcl.indexOf('# {')))), statement);
    const keyless = snippetsOf({ ...SETTINGS, buckets: [{ ...E, keyArn: undefined }] });
    assert.ok(keyless.every(({ text }) => !text.includes('kms')));
  });

  it('say that they replace what is there, and in which order to apply them', () => {
    for (const text of [yaml, hcl]) {
      assert.match(text, /each replace ALL that the bucket has: MERGE/);
      assert.match(text, /^# Order: S3 tries the queue when the notification is set/m);
    }
  });

  it('name the queue and the role that our template has', () => {
    const template = templateFor(SETTINGS);
    const { QueueName } = onlyOf(template, 'AWS::SQS::Queue', 'QueueTriggerQueue');
    const { RoleName } = onlyOf(template, 'AWS::IAM::Role', 'Scan');
    assert.deepEqual([QUEUE.split(':').at(-1), ROLE.split('/').at(-1)], [QueueName, RoleName]);
  });

  it('are of the partition of the region', () => {
    const china = { ...SETTINGS, region: 'cn-north-1', buckets: [{ ...E, keyArn: undefined }] };
    assert.match(snippetsOf(china)[0]?.text ?? '', /arn:aws-cn:sqs:cn-north-1:123456789012:blue/);
  });
});

describe('the snippet of a topic of another account', () => {
  const topicArn = 'arn:aws:sns:eu-west-1:444455556666:new-logs';
  const D = { mode: 'sns-topic', name: 'partner-logs', topicArn };

  it('lets our account subscribe a queue', () => {
    const [snippet, ...others] = snippetsOf({ ...PLACE, buckets: [D] });
    assert.deepEqual(others, []);
    assert.equal(snippet?.path, 'for-owners/eu-west-1-444455556666-new-logs.topic-policy.txt');
    const json = snippet?.text.slice(snippet.text.indexOf('\n{')) ?? '';
    assert.deepEqual(JSON.parse(json), {
      Sid: 'SigmaLambdaSubscribes',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::123456789012:root' },
      Action: 'sns:Subscribe',
      Resource: topicArn,
      Condition: { StringEquals: { 'sns:Protocol': 'sqs' } },
    });
  });

  it('is not written for one of ours, nor where the account is not known', () => {
    assert.deepEqual(snippetsOf({ ...PLACE, account: '444455556666', buckets: [D] }), []);
    assert.deepEqual(snippetsOf({ buckets: [D] }), []);
  });
});
