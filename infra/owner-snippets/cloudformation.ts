// Who reads and who owns → what the owner adds to a CloudFormation template.

import { stringify } from 'yaml';
import { filterText } from '../constructs/feeds/filter-text.ts';
import type { Parties } from './parties.ts';
import { bucketStatements, keyStatement } from './statements.ts';
import { comment, words } from './words.ts';

/** YAML with comments: a fragment to be merged into the template that has the bucket. */
export function cloudFormationSnippet(parties: Parties): string {
  const { bucket, filters, queueArn } = parties;
  const queueConfigurations = filters.map((filter) => ({
    Event: 's3:ObjectCreated:*',
    Queue: queueArn,
    ...ruled(filter),
  }));
  const fragment = {
    Resources: {
      LogBucket: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          BucketName: bucket,
          NotificationConfiguration: { QueueConfigurations: queueConfigurations },
        },
      },
      LogBucketPolicy: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: {
          Bucket: bucket,
          PolicyDocument: { Version: '2012-10-17', Statement: bucketStatements(parties) },
        },
      },
    },
  };
  // By 1.1, as CloudFormation reads it: a version that looks like a date is quoted.
  const options = { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false } as const;
  const yaml = (value: unknown) => stringify(value, options);
  return [
    comment(words(parties, 'CloudFormation')),
    yaml(fragment),
    ...keyLines(parties, yaml([keyStatement(parties)])),
  ].join('');
}

function keyLines({ keyArn }: Parties, statement: string): readonly string[] {
  if (keyArn === undefined) return [];
  return [
    comment([
      '',
      `Add this to Statement in KeyPolicy of the AWS::KMS::Key ${keyArn}:`,
      ...statement.trimEnd().split('\n'),
    ]),
  ];
}

function ruled({ prefix, suffix }: Parties['filters'][number]): object {
  const rules = [
    ...(prefix === '' ? [] : [{ Name: 'prefix', Value: filterText(prefix) }]),
    ...(suffix === '' ? [] : [{ Name: 'suffix', Value: filterText(suffix) }]),
  ];
  return rules.length === 0 ? {} : { Filter: { S3Key: { Rules: rules } } };
}
