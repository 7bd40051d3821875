// Account, region and ARNs as the local servers use them.

/** The account every local resource belongs to: fauxqs fixes it at twelve zeros, which are nobody's. */
export const ACCOUNT_ID = '0'.repeat(12);

/** The region of a request that is not signed. */
export const DEFAULT_REGION = 'us-east-1';

/** ARN of a queue. */
export function queueArn(name: string, region: string = DEFAULT_REGION): string {
  return `arn:aws:sqs:${region}:${ACCOUNT_ID}:${name}`;
}

/** ARN of a topic. */
export function topicArn(name: string, region: string = DEFAULT_REGION): string {
  return `arn:aws:sns:${region}:${ACCOUNT_ID}:${name}`;
}

/** ARN of a bucket, or of an object in it. */
export function s3Arn(bucket: string, key: string = ''): string {
  return `arn:aws:s3:::${bucket}${key === '' ? '' : `/${key}`}`;
}

/** ARN of a function. */
export function functionArn(name: string, region: string = DEFAULT_REGION): string {
  return `arn:aws:lambda:${region}:${ACCOUNT_ID}:function:${name}`;
}

/** ARN of a secret; AWS's own have six more characters behind the name. */
export function secretArn(name: string, region: string = DEFAULT_REGION): string {
  return `arn:aws:secretsmanager:${region}:${ACCOUNT_ID}:secret:${name}`;
}

/** Name of a queue, from its URL (its last path segment) or its ARN (its last part). */
export function queueNameOf(urlOrArn: string): string {
  return urlOrArn.split(/[/:]/).at(-1) ?? '';
}

/** Region of an ARN. */
export function regionOf(arn: string): string {
  return arn.split(':')[3] ?? DEFAULT_REGION;
}
