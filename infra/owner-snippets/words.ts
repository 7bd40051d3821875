// Who reads and who owns → what the owner must know before they apply a snippet.

import type { Parties } from './parties.ts';

/** Lines of text. */
export function words(parties: Parties, tool: 'CloudFormation' | 'Terraform'): readonly string[] {
  const { bucket, owner, reader, region, roleArn } = parties;
  const policy = tool === 'CloudFormation' ? 'AWS::S3::BucketPolicy' : 'aws_s3_bucket_policy';
  const notification =
    tool === 'CloudFormation' ? 'NotificationConfiguration' : 'aws_s3_bucket_notification';
  return [
    `For the owner of the bucket ${bucket}, account ${owner}, region ${region}; written by sigma-lambda's synth.`,
    '',
    `It has the bucket tell account ${reader} of new objects, and lets one role there read them:`,
    roleArn,
    '',
    `${notification} and ${policy} each replace ALL that the bucket has: MERGE this into what is there`,
    '(aws s3api get-bucket-notification-configuration, get-bucket-policy), do not apply it beside it.',
    'A filter that overlaps with another notification of the bucket is refused by S3.',
    '',
    `Order: S3 tries the queue when the notification is set, so deploy sigma-lambda in ${reader} before the notification;`,
    'the policies may be applied before or after. Objects must be owned by the bucket (BucketOwnerEnforced).',
  ];
}

/** The lines as comments of YAML and HCL. */
export function comment(lines: readonly string[]): string {
  return lines.map((line) => `${line === '' ? '#' : `# ${line}`}\n`).join('');
}
