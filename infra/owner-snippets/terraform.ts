// Who reads and who owns → what the owner adds to a Terraform configuration.

import { filterText } from '../constructs/feeds/filter-text.ts';
import type { Parties } from './parties.ts';
import { bucketStatements, keyStatement } from './statements.ts';
import { comment, words } from './words.ts';

/** HCL with comments. Policies are JSON, which is HCL too. */
export function terraformSnippet(parties: Parties): string {
  const { bucket, filters, queueArn, keyArn } = parties;
  const policy = { Version: '2012-10-17', Statement: bucketStatements(parties) };
  const key = [
    '',
    `Add this to Statement in the policy of aws_kms_key ${keyArn}:`,
    ...JSON.stringify(keyStatement(parties), undefined, 2).split('\n'),
  ];
  return `${comment(words(parties, 'Terraform'))}resource "aws_s3_bucket_notification" "sigma_lambda" {
  bucket = ${JSON.stringify(bucket)}
${filters.map((filter) => queueBlock(filter, queueArn)).join('')}}

resource "aws_s3_bucket_policy" "sigma_lambda" {
  bucket = ${JSON.stringify(bucket)}
  policy = jsonencode(${indented(policy)})
}
${keyArn === undefined ? '' : comment(key)}`;
}

function queueBlock({ prefix, suffix }: Parties['filters'][number], queueArn: string): string {
  const lines = [
    `queue_arn = ${JSON.stringify(queueArn)}`,
    'events = ["s3:ObjectCreated:*"]',
    ...(prefix === '' ? [] : [`filter_prefix = ${JSON.stringify(filterText(prefix))}`]),
    ...(suffix === '' ? [] : [`filter_suffix = ${JSON.stringify(filterText(suffix))}`]),
  ];
  return `  queue {\n${lines.map((line) => `    ${line}\n`).join('')}  }\n`;
}

function indented(value: object): string {
  return JSON.stringify(value, undefined, 2).replaceAll('\n', '\n  ');
}
