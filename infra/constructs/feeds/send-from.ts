// Who sends, and to which queue → the statement of the queue's policy that lets them.

import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, type ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';

/** What a queue lets in. */
export interface Sender {
  /** Of the statement; unique in the policy. */
  readonly sid: string;
  /** The service that sends. */
  readonly principal: ServicePrincipal;
  readonly to: IQueue;
  /** What it sends for: buckets, rules or topics. */
  readonly sourceArns: readonly string[];
  /**
   * The account those are of: a bucket's name may be somebody else's one day. `in-arn`: their ARNs say it, and the service is not
   * known to say it once more. @default the deployment's
   */
  readonly account?: string;
}

/** `sqs:SendMessage`, for these sources of this account alone. */
export function sendFrom({ sid, principal, to, sourceArns, account }: Sender): PolicyStatement {
  return new PolicyStatement({
    sid,
    principals: [principal],
    actions: ['sqs:SendMessage'],
    resources: [to.queueArn],
    conditions: {
      ArnEquals: { 'aws:SourceArn': [...sourceArns] },
      ...(account === 'in-arn'
        ? {}
        : { StringEquals: { 'aws:SourceAccount': account ?? Aws.ACCOUNT_ID } }),
    },
  });
}
