// Buckets of CrowdStrike → the function of each feed, by the name of its bucket, which is in the names of its alarms too.

import { CfnOutput } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { BucketConfig } from '../buckets-config.ts';
import { type FdrFeed, FdrPoller, type FdrPollerProps } from './fdr-poller.ts';

/** What the functions of all feeds have alike. */
export type FdrShared = Omit<FdrPollerProps, 'feed'>;

/** Creates them under the scope, with outputs of their queues. Other buckets are left out. */
export function createFeeds(
  scope: Construct,
  buckets: readonly BucketConfig[],
  shared: FdrShared,
): ReadonlyMap<string, FdrPoller> {
  const feeds = feedsOf(buckets).map(
    (feed) => [feed.name, createFeed(scope, feed, shared)] as const,
  );
  return new Map(feeds);
}

/** Entries of one bucket are one feed: what one function passes over, no other would get. */
function feedsOf(buckets: readonly BucketConfig[]): readonly FdrFeed[] {
  const entries = buckets.flatMap((one) => (one.mode === 'crowdstrike-fdr' ? [one] : []));
  return [...Map.groupBy(entries, ({ name }) => name).values()].flatMap((ofBucket) =>
    ofBucket.slice(0, 1).map((first) => ({ ...first, entries: ofBucket })),
  );
}

function createFeed(scope: Construct, feed: FdrFeed, shared: FdrShared): FdrPoller {
  const poller = new FdrPoller(scope, `Fdr-${feed.name}`, { feed, ...shared });
  const id = `Fdr${outputPart(feed.name)}`;
  const { own, failures } = poller.queues;
  const outputs = {
    FunctionName: poller.function.functionName,
    QueueUrl: own.queueUrl,
    FailureQueueUrl: failures.queue.queueUrl,
  };
  for (const [name, value] of Object.entries(outputs)) {
    new CfnOutput(scope, `${id}${name}`, { value });
  }
  return poller;
}

/** `crowdstrike-cannon-1.x` → `CrowdstrikeCannon1X`: an output has letters and digits alone. */
function outputPart(name: string): string {
  return name.replaceAll(/(?:^|[-.]+)([a-z0-9])/g, (_whole, first: string) => first.toUpperCase());
}
