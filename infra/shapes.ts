// What texts of the configuration must look like, by the service that takes them.

import type { TextShape } from './value-reader.ts';

/** With the longest region's name the derived bucket name keeps S3's 63 characters. */
export const STACK_NAME: TextShape = {
  pattern: /^[a-z](?:[a-z0-9-]{0,24}[a-z0-9])?$/,
  expected: '1-26 lower-case letters, digits, hyphens; first a letter, last no hyphen',
};

/** No dots, though S3 takes them: its TLS certificate covers no name with a dot. */
export const NEW_BUCKET_NAME: TextShape = {
  pattern: /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  expected: '3-63 lower-case letters, digits, hyphens; no hyphen at the ends',
};

/** Of a bucket that is there: the SDK reaches one with dots by its path. */
export const BUCKET_NAME: TextShape = {
  pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  expected: '3-63 lower-case letters, digits, dots, hyphens; a letter or digit at the ends',
};

export const TENANT: TextShape = {
  pattern: /^[\w.-]{1,64}$/,
  expected: '1-64 letters, digits, . _ -',
};

/**
 * S3's safe characters without `*`, which IAM would take for a wildcard, and the `=` of Hive's partitions, so that a
 * prefix means the same in the notification's filter (`filterText`), in the role and in the function.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
 */
export const KEY_PART: TextShape = {
  pattern: /^[\w!.'()/=-]{1,128}$/,
  expected: "1-128 letters, digits, / = ! - _ . ' ( )",
};

export const ACCOUNT: TextShape = { pattern: /^\d{12}$/, expected: '12 digits' };

export const REGION: TextShape = {
  pattern: /^[a-z]{2}(?:-[a-z]+){1,3}-\d$/,
  expected: 'a region, as eu-west-1',
};

export const TOPIC_ARN: TextShape = {
  pattern: /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
  expected: 'the ARN of a standard topic, arn:aws:sns:REGION:ACCOUNT:NAME',
};

/** Not an alias: a policy of IAM that names one lets nobody use the key. */
export const KEY_ARN: TextShape = {
  pattern: /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]{1,64}$/,
  expected: 'the ARN of a key, arn:aws:kms:REGION:ACCOUNT:key/ID, not of an alias',
};

export const POLICY_ARN: TextShape = {
  pattern: /^arn:aws[a-z-]*:iam::(?:\d{12}|aws):policy\/[\w+=,.@/-]{1,512}$/,
  expected: 'the ARN of a managed policy, arn:aws:iam::ACCOUNT:policy/NAME',
};

/** Whole, with the six characters that AWS adds: a role is let read this secret, and none that is made anew by its name. */
export const SECRET_ARN: TextShape = {
  pattern: /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6}$/,
  expected: 'the whole ARN of a secret, arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-SUFFIX',
};

export const QUEUE_URL: TextShape = {
  pattern: /^https:\/\/[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?\/\d{12}\/[\w-]{1,80}$/,
  expected: 'the URL of a queue, https://sqs.REGION.amazonaws.com/ACCOUNT/NAME',
};

/** Region and account of an ARN that has both. */
export function placeOf(arn: string): { readonly region: string; readonly account: string } {
  const [, , , region = '', account = ''] = arn.split(':');
  return { region, account };
}
