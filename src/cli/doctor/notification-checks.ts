// A bucket's notifications × what we would add, or have added → whether they go together, and by which mode to be told.

import type { BucketNotification, BucketNotifications } from '../../ports/index.ts';
import { plural } from '../plural.ts';
import { type Check, ok, problem, warning } from './check.ts';
import { covers, overlaps } from './overlap.ts';
import { maySend } from './queue-policy.ts';

/** What is known beside the notifications. */
export interface NotificationContext {
  readonly bucket: string;
  /** Of keys that are to be scanned; at least one, `''` for all. */
  readonly prefixes: readonly string[];
  /** ARNs of the deployment's source queue and scan function; empty without a deployment. */
  readonly ours: ReadonlySet<string>;
  /** Policy of the source queue, which says by whom else it may be told; undefined where it is not known. */
  readonly queuePolicy: string | undefined;
  /** Regions of bucket and deployment, where both are known. */
  readonly isOtherRegion: boolean;
  readonly isOtherAccount: boolean;
}

const CREATED = ['s3:ObjectCreated:*'];

/** Checks `notifications`, `overlap` and `mode`. */
export function checkNotifications(
  { notifications, isEventBridgeOn }: BucketNotifications,
  context: NotificationContext,
): readonly Check[] {
  const own = notifications.filter(({ arn }) => context.ours.has(arn));
  const others = notifications.filter(({ arn }) => !context.ours.has(arn));
  return [
    present(notifications, isEventBridgeOn),
    ...selfOverlaps(notifications),
    own.length > 0
      ? covered(own, context)
      : (toldOtherwise(others, isEventBridgeOn, context) ??
        suggested(others, isEventBridgeOn, context)),
  ];
}

function present(all: readonly BucketNotification[], isEventBridgeOn: boolean): Check {
  const each = all.map(describe).join('; ');
  const bridge = `EventBridge is ${isEventBridgeOn ? 'on' : 'off'}`;
  return ok(
    'notifications',
    `${plural(all.length, 'notification')}${each && `: ${each}`}; ${bridge}`,
  );
}

/** S3 refuses such a configuration today; one of before it did tells one of both, or both. */
function selfOverlaps(all: readonly BucketNotification[]): readonly Check[] {
  const pairs = all.flatMap((one, index) =>
    all.slice(index + 1).flatMap((other) => (overlaps(one, other) ? [[one, other] as const] : [])),
  );
  return pairs.map(([one, other]) =>
    problem('overlap', {
      found: `${describe(one)} and ${describe(other)} overlap`,
      expected: 'no key under two notifications of one event type',
      action: 'narrow one of them: S3 refuses every change of the configuration until then',
    }),
  );
}

function covered(own: readonly BucketNotification[], { prefixes }: NotificationContext): Check {
  const open = prefixes.filter((prefix) => !own.some((one) => covers(one, prefix)));
  if (open.length === 0) return ok('mode', 'the deployment is told of all that it scans');
  return warning('mode', {
    found: `the deployment is told by ${own.map(describe).join('; ')}`,
    expected: `to be told of every new object under ${open.map(shownPrefix).join(', ')}`,
    action: 'where that is not on purpose (a suffix), deploy again',
  });
}

/** By a topic or EventBridge, as far as the queue's policy says. */
function toldOtherwise(
  others: readonly BucketNotification[],
  isEventBridgeOn: boolean,
  { queuePolicy, prefixes }: NotificationContext,
): Check | undefined {
  const topic = others.find(
    ({ target, arn }) => target === 'topic' && maySend(queuePolicy, 'sns.amazonaws.com', arn),
  );
  if (topic !== undefined) {
    const open = prefixes.filter((prefix) => !covers(topic, prefix)).map(shownPrefix);
    if (open.length === 0) return ok('mode', `D (sns-topic): told through ${topic.arn}`);
    return warning('mode', {
      found: `the deployment is told through ${describe(topic)}`,
      expected: `that the topic is told of ${open.join(', ')}`,
      action: 'ask who owns the notification to widen it, or narrow `prefixes`',
    });
  }
  if (!isEventBridgeOn || queuePolicy?.includes('events.amazonaws.com') !== true) return undefined;
  return ok('mode', 'C (eventbridge): it is on, and may send to the source queue');
}

/** Modes as docs/deploy.md has them. */
function suggested(
  others: readonly BucketNotification[],
  isEventBridgeOn: boolean,
  { bucket, prefixes, ours, isOtherRegion, isOtherAccount }: NotificationContext,
): Check {
  const clashing = others.filter((one) =>
    prefixes.some((prefix) => overlaps(one, { events: CREATED, prefix, suffix: '' })),
  );
  const topic = clashing.find(
    (one) => one.target === 'topic' && prefixes.every((prefix) => covers(one, prefix)),
  );
  const mode = modeOf();
  if (ours.size === 0) return ok('mode', mode);
  return warning('mode', {
    found: `none of the notifications of ${bucket} names the deployment's queue or function`,
    expected: 'a notification, or EventBridge or a topic that tells the queue',
    action: mode,
  });

  function modeOf(): string {
    if (/(?:^|-)cannon-/.test(bucket)) {
      return 'F (crowdstrike-fdr): the name is like those of CrowdStrike, whose buckets tell a queue of their own alone';
    }
    if (isOtherAccount) return 'E (other-account): the owner applies what synth writes';
    if (isOtherRegion) {
      return 'C (eventbridge), with a rule in the bucket’s region that sends on to ours; or deploy a stack in the bucket’s region: S3 notifies only within it';
    }
    if (topic !== undefined) return `D (sns-topic): ${topic.arn} is told of these keys already`;
    if (clashing.length === 0) return 'B (notification): nothing overlaps with ours';
    const why = `${clashing.map(describe).join('; ')} would overlap with ours`;
    return isEventBridgeOn
      ? `C (eventbridge): it is on, and ${why}`
      : `C (eventbridge): ${why}; switching EventBridge on leaves them as they are`;
  }
}

function describe({ target, arn, prefix, suffix, events }: BucketNotification): string {
  const name = arn.slice(arn.lastIndexOf(':') + 1);
  const ending = suffix === '' ? '' : ` ending in ${suffix}`;
  return `${target} ${name} (${shownPrefix(prefix)}${ending}, ${events.join(' ')})`;
}

function shownPrefix(prefix: string): string {
  return prefix === '' ? 'all keys' : prefix;
}
