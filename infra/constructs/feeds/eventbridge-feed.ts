// Buckets that tell EventBridge → a rule for each, which tells the source queue.

import { Names, Stack } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { filtersOf, type KeyFilter, type WatchedBucket } from '../watched-bucket.ts';
import { sendFrom } from './send-from.ts';

/** What an {@link EventBridgeFeed} is made from. */
export interface EventBridgeFeedProps {
  readonly bucket: WatchedBucket;
  readonly queue: Queue;
  /** Gets what could not be put on the queue, as it is: it can be sent back from there. */
  readonly failures: Queue;
}

/**
 * The rule, which has a name, so that both queues let it send before it is there: what EventBridge may not deliver it does
 * not try again.
 */
export class EventBridgeFeed extends Construct {
  constructor(scope: Construct, id: string, { bucket, queue, failures }: EventBridgeFeedProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const name = `${stack.stackName}-${Names.nodeUniqueId(this.node).slice(-8)}`;
    const ruleArn = stack.formatArn({ service: 'events', resource: 'rule', resourceName: name });
    const principal = new ServicePrincipal('events.amazonaws.com');
    for (const one of [queue, failures]) {
      one.addToResourcePolicy(
        sendFrom({
          sid: `EventsOf${name.slice(-8)}`,
          principal,
          to: one,
          sourceArns: [ruleArn],
          account: 'in-arn',
        }),
      );
    }
    const target = {
      id: 'Source',
      arn: queue.queueArn,
      deadLetterConfig: { arn: failures.queueArn },
    };
    const rule = new CfnRule(this, 'Rule', {
      name,
      description: `New objects of ${bucket.id}`,
      eventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: [bucket.bucketName] }, ...objectPattern(filtersOf(bucket)) },
      },
      state: 'ENABLED',
      targets: [target],
    });
    rule.node.addDependency(queue, failures);
  }
}

/** Keys are not encoded here; none may hold what a wildcard would take for more (`KEY_PART`). */
function objectPattern(filters: readonly KeyFilter[]): object {
  if (filters.some(({ prefix, suffix }) => prefix === '' && suffix === '')) return {};
  return { object: { key: filters.map(keyPattern) } };
}

function keyPattern({ prefix, suffix }: KeyFilter): object {
  if (suffix === '') return { prefix };
  return prefix === '' ? { suffix } : { wildcard: `${prefix}*${suffix}` };
}
