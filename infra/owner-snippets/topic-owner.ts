// A topic of another account → what its owner adds to its policy.

import type { InfraConfig } from '../config.ts';
import { placeOf } from '../shapes.ts';
import { comment } from './words.ts';

/** JSON with a comment above: a statement of the topic's policy. */
export function topicSnippet({ account }: InfraConfig, topicArn: string): string {
  const [, partition = 'aws'] = topicArn.split(':');
  const statement = {
    Sid: 'SigmaLambdaSubscribes',
    Effect: 'Allow',
    Principal: { AWS: `arn:${partition}:iam::${account}:root` },
    Action: 'sns:Subscribe',
    Resource: topicArn,
    Condition: { StringEquals: { 'sns:Protocol': 'sqs' } },
  };
  const lines = [
    `For the owner of the topic ${topicArn}; written by sigma-lambda's synth.`,
    `Add this statement to the topic's policy before account ${account} deploys: it subscribes a queue.`,
  ];
  return `${comment(lines)}${JSON.stringify(statement, undefined, 2)}\n`;
}

/** Topics whose owner is another account than the deployment's, where that is known. */
export function foreignTopics({ account, buckets }: InfraConfig): readonly string[] {
  if (account === undefined) return [];
  const topics = buckets.flatMap((one) => ('topicArn' in one ? [one.topicArn] : []));
  return [...new Set(topics)].filter((arn) => placeOf(arn).account !== account);
}
