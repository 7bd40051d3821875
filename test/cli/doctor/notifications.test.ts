// Whom a bucket tells already → what would overlap with ours, and which mode goes together with it.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkNotifications } from '../../../src/cli/doctor/notification-checks.ts';
import { overlaps } from '../../../src/cli/doctor/overlap.ts';
import type { BucketNotification } from '../../../src/ports/index.ts';

const ALL = ['s3:ObjectCreated:*'];
const filter = (prefix = '', suffix = '', events = ALL) => ({ prefix, suffix, events });

describe('two notifications', () => {
  for (const [a, b, expected] of [
    [filter(), filter('edr/'), true],
    [filter('edr/'), filter('edr/x'), true],
    [filter('edr/'), filter('fdr/'), false],
    [filter('', '.gz'), filter('', '.json.gz'), true],
    [filter('', '.gz'), filter('', '.json'), false],
    [filter('edr/', '.gz'), filter('edr/', ''), true],
    [filter('date%3D1/'), filter('date=1/'), true],
    [filter('', '', ['s3:ObjectCreated:Put']), filter(), true],
    [filter('', '', ['s3:ObjectRemoved:*']), filter(), false],
    [filter('', '', ['s3:ObjectCreated:Put']), filter('', '', ['s3:ObjectCreated:Copy']), false],
  ] as const) {
    const words = (one: typeof a) => `${one.prefix}*${one.suffix} ${one.events.join()}`;
    it(`${expected ? 'overlap' : 'go together'}: ${words(a)} and ${words(b)}`, () => {
      assert.equal(overlaps(a, b), expected);
      assert.equal(overlaps(b, a), expected);
    });
  }
});

describe('the mode', () => {
  const context = {
    bucket: 'logs',
    prefixes: ['edr/'],
    ours: new Set<string>(),
    queuePolicy: undefined as string | undefined,
    isOtherRegion: false,
    isOtherAccount: false,
  };
  const told = (target: BucketNotification['target'], prefix = ''): BucketNotification => ({
    ...{ target, arn: `arn:aws:x:r:1:${target}`, events: ALL, prefix, suffix: '' },
  });
  const mode = (
    notifications: readonly BucketNotification[],
    given: Partial<typeof context> & { readonly isEventBridgeOn?: boolean } = {},
  ) => {
    const { isEventBridgeOn = false, ...rest } = given;
    const checks = checkNotifications({ notifications, isEventBridgeOn }, { ...context, ...rest });
    return checks.find(({ check }) => check === 'mode');
  };

  for (const [what, found, letter] of [
    ['nobody is told', mode([]), 'B'],
    ['others are told of other keys', mode([told('queue', 'web/')]), 'B'],
    ['a topic is told of ours', mode([told('topic')]), 'D'],
    ['a topic is told of a part of ours', mode([told('topic', 'edr/x/')]), 'C'],
    ['a queue is told of ours', mode([told('queue')]), 'C'],
    [
      'EventBridge is on, and a queue is told',
      mode([told('queue')], { isEventBridgeOn: true }),
      'C',
    ],
    ['the region is another', mode([], { isOtherRegion: true }), 'C'],
    ['the account is another', mode([], { isOtherAccount: true }), 'E'],
    ['the name is CrowdStrike’s', mode([], { bucket: 'cs-prod-cannon-0123-ab' }), 'F'],
  ] as const) {
    it(`is ${letter} where ${what}`, () => {
      assert.equal(found?.status, 'ok');
      assert.equal(found?.found[0], letter);
    });
  }

  it('warns where a deployment is there, and not told', () => {
    const found = mode([told('topic')], { ours: new Set(['arn:aws:sqs:r:1:ours']) });
    assert.equal(found?.status, 'warning');
    assert.match(found?.action ?? '', /^D /);
  });

  it('is right where the queue may be told by the topic, or by EventBridge', () => {
    const allowed = (Service: string, Condition?: object) =>
      JSON.stringify({
        Statement: [
          { Effect: 'Allow', Principal: { Service }, Action: ['sqs:SendMessage'], Condition },
        ],
      });
    const ours = new Set(['arn:aws:sqs:r:1:ours']);
    const ofTopic = { ArnLike: { 'AWS:SourceArn': 'arn:aws:x:r:*:t?pic' } };
    const queuePolicy = allowed('sns.amazonaws.com', ofTopic);
    assert.match(mode([told('topic')], { ours, queuePolicy })?.found ?? '', /^D .*told through/);
    assert.equal(mode([told('topic', 'edr/x/')], { ours, queuePolicy })?.status, 'warning');
    const bridge = allowed('events.amazonaws.com');
    assert.equal(mode([], { ours, queuePolicy: bridge, isEventBridgeOn: true })?.status, 'ok');
    assert.equal(mode([], { ours, queuePolicy: bridge })?.status, 'warning');
  });

  it('warns where the deployment is told of less than it scans', () => {
    const ours = new Set([told('queue').arn]);
    assert.equal(mode([told('queue', 'edr/x/')], { ours })?.status, 'warning');
    assert.equal(mode([told('queue', 'edr/')], { ours })?.status, 'ok');
  });

  it('tells notifications that overlap among each other', () => {
    const both = { notifications: [told('queue'), told('topic')], isEventBridgeOn: false };
    const statuses = checkNotifications(both, context).map(({ check, status }) => [check, status]);
    assert.deepEqual(statuses[1], ['overlap', 'problem']);
  });
});
