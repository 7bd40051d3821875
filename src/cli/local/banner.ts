// What runs, and where → the lines that say how to use it.

import { DEFAULT_REGION } from '../../local/index.ts';
import { CREDENTIALS } from './clients.ts';
import type { LocalOptions } from './options.ts';
import { BUCKETS } from './resources.ts';

/** Lines for people, without a newline at the end. */
export function bannerText(endpoint: string, options: LocalOptions): string {
  const { folder, isOnce, destinations } = options;
  const told = destinations.map(({ kind }) => (kind === 'slack' ? 'Slack' : 'PagerDuty'));
  const outside =
    told.length === 0 ? 'nothing leaves this machine' : `alerts also go to ${told.join(' and ')}`;
  const put = [
    `AWS_ACCESS_KEY_ID=${CREDENTIALS.accessKeyId} AWS_SECRET_ACCESS_KEY=${CREDENTIALS.secretAccessKey}`,
    `AWS_REGION=${DEFAULT_REGION} aws --endpoint-url ${endpoint} s3 cp FILE s3://${BUCKETS.logs}/`,
  ].join(' ');
  return [
    `S3, SQS, SNS, DynamoDB and the functions as they are deployed, on ${endpoint} in the memory of this process; ${outside}`,
    ...(folder === undefined
      ? []
      : [`scanned: what is in ${folder}${isOnce ? '' : ', and what is dropped there'}`]),
    ...(isOnce
      ? []
      : [
          `any S3 client: ${put}`,
          `without one: curl -T FILE ${endpoint}/${BUCKETS.logs}/`,
          'Ctrl-C ends it',
        ]),
  ].join('\n');
}
