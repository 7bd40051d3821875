// Feeds of CrowdStrike, as a configuration file has them.

import { secretOf } from './destinations.ts';

/** One. */
export const FEED = {
  mode: 'crowdstrike-fdr',
  name: 'crowdstrike-cannon-example',
  queueUrl: 'https://sqs.us-west-1.amazonaws.com/123456789012/example-feed',
  region: 'us-west-1',
  secretArn: secretOf('fdr'),
  prefixes: ['data/'],
} as const;

/** Another. */
export const SECOND_FEED = {
  ...FEED,
  name: 'second.example',
  queueUrl: `${FEED.queueUrl}-2`,
  secretArn: secretOf('fdr-2'),
} as const;

/** A deployment that has one beside a bucket of its own. */
export const WITH_FEED = { tenant: 'acme', buckets: [{ mode: 'created' }, FEED] };
