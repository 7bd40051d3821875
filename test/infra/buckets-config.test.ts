// `buckets` of the configuration file: six modes, and what is wrong with them, alone and together.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseConfig } from '../../infra/config.ts';
import { InfraConfigError } from '../../infra/errors.ts';
import { secretOf } from './support/destinations.ts';

const KEY_ARN = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const TOPIC_ARN = 'arn:aws:sns:eu-west-1:123456789012:new-logs';
const QUEUE_URL =
  'https://sqs.us-west-1.amazonaws.com/111122223333/cs-prod-cannon-queue-0123456789';
const PLACE = { account: '123456789012', region: 'eu-west-1' };

type Entry = Readonly<Record<string, unknown>>;
const B = { mode: 'notification', name: 'example-logs' };
const D = { mode: 'sns-topic', name: 'example-logs', topicArn: TOPIC_ARN };
const E = { mode: 'other-account', name: 'example-logs', account: '444455556666' };
const F = {
  mode: 'crowdstrike-fdr',
  name: 'cs-prod-cannon-0123456789',
  queueUrl: QUEUE_URL,
  secretArn: secretOf('fdr'),
  region: 'us-west-1',
};

function problemsOf(buckets: readonly Entry[], others: Entry = {}): readonly string[] {
  try {
    parseConfig({ ...others, buckets });
  } catch (error) {
    if (error instanceof InfraConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the buckets of a configuration', () => {
  it('may be of each mode, at once', () => {
    const { buckets, tenants } = parseConfig({
      ...PLACE,
      tenant: 'acme',
      buckets: [
        { mode: 'created', prefixes: ['date=2026-11-20/'], suffix: '.json.gz', source: 'sysmon' },
        { ...B, keyArn: KEY_ARN, tenant: 'blue' },
        { mode: 'eventbridge', name: 'other.logs', enable: 'yes' },
        { ...D, name: 'third-logs' },
        { ...E, name: 'fourth-logs', prefixes: ['edr/'] },
        F,
      ],
    });
    const { mode: _mode, ...fdr } = F;
    assert.deepEqual(buckets, [
      { mode: 'created', prefixes: ['date=2026-11-20/'], suffix: '.json.gz', source: 'sysmon' },
      { ...B, prefixes: [], tenant: 'blue', keyArn: KEY_ARN },
      { mode: 'eventbridge', name: 'other.logs', prefixes: [], switchesOn: true },
      { ...D, name: 'third-logs', prefixes: [] },
      { ...E, name: 'fourth-logs', prefixes: ['edr/'] },
      { mode: 'crowdstrike-fdr', prefixes: [], ...fdr },
    ]);
    assert.deepEqual(tenants, ['acme', 'blue']);
  });

  it('of CrowdStrike have each a queue of its own', () => {
    const other = { ...F, name: 'other-cannon' };
    assert.deepEqual(problemsOf([F, { ...other, queueUrl: `${QUEUE_URL}-2` }]), []);
    assert.deepEqual(problemsOf([F, other]), [
      'buckets[1]: queueUrl is that of buckets[0], which is another bucket; expected the queue of other-cannon',
    ]);
    assert.deepEqual(
      problemsOf([
        { ...F, prefixes: ['a/'] },
        { ...F, prefixes: ['b/'] },
      ]),
      [],
    );
  });

  it('may be one bucket by prefix or by suffix, each its own source and tenant', () => {
    const entries = [
      { ...B, prefixes: ['elastic/'], source: 'elastic-defend', tenant: 'a' },
      { ...B, prefixes: ['sysmon/'], suffix: '.gz', tenant: 'b' },
      { ...B, prefixes: ['sysmon/'], suffix: '.json', tenant: 'c' },
    ];
    assert.deepEqual(problemsOf(entries), []);
  });
});

const REFUSED: readonly (readonly [readonly Entry[], Entry, string])[] = [
  [[], {}, 'buckets has 0 of them; expected 1 to 20'],
  [Array.from({ length: 21 }, () => B), {}, 'buckets has 21 of them; expected 1 to 20'],
  [[{}], {}, 'buckets[0]: mode is missing'],
  [[{ mode: 'sqs' }], {}, 'buckets[0]: mode is "sqs"; expected created or notification or'],
  [[{ mode: 'notification' }], {}, 'buckets[0]: name is missing'],
  [[{ mode: 'created', name: 'My.Bucket' }], {}, 'buckets[0]: name is "My.Bucket"; expected 3-63'],
  [[{ mode: 'created', prefixes: 'a/' }], {}, 'buckets[0]: prefixes is "a/"; expected a list'],
  [[{ ...B, prefixes: ['a*'] }], {}, 'buckets[0]: prefixes is "a*"; expected 1-128 letters'],
  [[{ ...B, prefixes: ['a%3Db/'] }], {}, 'buckets[0]: prefixes is "a%3Db/"; expected 1-128'],
  [[{ ...B, prefixes: ['a/', 7] }], {}, 'buckets[0]: prefixes is 7; expected 1-128 letters'],
  [
    [{ ...B, prefixes: Array.from({ length: 21 }, (_, index) => `p${index}/`) }],
    {},
    'buckets[0]: prefixes has 21 of them; expected at most 20',
  ],
  [[{ ...B, suffix: '' }], {}, 'buckets[0]: suffix is ""; expected 1-128 letters'],
  [[{ ...B, source: 'elastic' }], {}, 'buckets[0]: source is "elastic"; expected sysmon or'],
  [[{ ...B, tenant: 'a b' }], {}, 'buckets[0]: tenant is "a b"; expected 1-64 letters'],
  [[{ ...B, prefxies: [] }], {}, 'buckets[0]: "prefxies" is no key; did you mean "prefixes"?'],
  [
    [{ ...B, topicArn: TOPIC_ARN }],
    {},
    'buckets[0]: "topicArn" is no key; that is of mode sns-topic',
  ],
  [
    [{ ...B, keyArn: KEY_ARN.replace('key/', 'alias/') }],
    {},
    'buckets[0]: keyArn is "arn:aws:kms:',
  ],
  [[{ ...D, topicArn: 'new-logs' }], {}, 'buckets[0]: topicArn is "new-logs"; expected the ARN'],
  [
    [{ ...E, account: 444_455_556_666 }],
    PLACE,
    'buckets[0]: account is 444455556666; expected 12 digits, in quotes',
  ],
  [
    [{ ...F, secretArn: 'AKIAEXAMPLE' }],
    {},
    'buckets[0]: secretArn is another value, not shown here; expected the whole ARN',
  ],
  [[{ ...F, queueUrl: 'cs-queue' }], {}, 'buckets[0]: queueUrl is "cs-queue"; expected the URL'],
  [
    [{ ...B, prefixes: ['a/', 'a/b'] }],
    {},
    'buckets[0]: prefixes: "a/b" is inside "a/"; expected no overlap',
  ],
  [
    [{ ...B, prefixes: ['a/', 'a/'] }],
    {},
    'buckets[0]: prefixes: "a/" is inside "a/"; expected no',
  ],
  [
    [{ ...B, prefixes: ['a/b/'] }, B],
    {},
    'buckets[0]: prefixes: "a/b/" is inside the whole bucket of buckets[1]; expected no overlap',
  ],
  [
    [
      { ...B, prefixes: ['a/'], suffix: '.gz' },
      { ...B, prefixes: ['a/'], suffix: '.json.gz' },
    ],
    {},
    'buckets[1]: prefixes: "a/" is inside "a/" of buckets[0]; expected no overlap',
  ],
  [
    [
      { ...B, prefixes: ['a/'] },
      { ...D, prefixes: ['b/'] },
    ],
    {},
    'buckets[1]: is {"mode":"sns-topic","name":"example-logs",',
  ],
  [
    [{ ...B, name: 'sigma-lambda-state-keepingarchivebucket82fec37a-x1' }],
    {},
    'buckets[0]: name is "sigma-lambda-state-keepingarchivebucket82fec37a-x1", a bucket that',
  ],
  [
    [{ ...B, name: 'blue-state-keepingevidencebucket78913f76-x1' }],
    {},
    'buckets[0]: name is "blue-state-keepingevidencebucket78913f76-x1", a bucket that sigma-lambda',
  ],
  [
    [{ ...B, name: 'sigma-lambda-canary-123456789012-eu-west-1' }],
    {},
    'buckets[0]: name is "sigma-lambda-canary-123456789012-eu-west-1", a bucket that sigma-lambda',
  ],
  [
    [{ ...D, topicArn: TOPIC_ARN.replace('eu-west-1', 'us-east-1') }],
    PLACE,
    'buckets[0]: topicArn is in us-east-1; expected eu-west-1',
  ],
  [
    [{ ...B, keyArn: KEY_ARN.replace('eu-west-1', 'us-east-1') }],
    PLACE,
    'buckets[0]: keyArn is in us-east-1; expected eu-west-1',
  ],
  [[E], { region: 'eu-west-1' }, 'buckets[0]: mode other-account needs "account" at the top level'],
  [[E], { account: '123456789012' }, 'buckets[0]: mode other-account needs "region" at the top'],
  [
    [{ ...E, account: PLACE.account }],
    PLACE,
    "buckets[0]: account is 123456789012, the deployment's own",
  ],
  [
    [{ ...B, tenant: 'a' }, { mode: 'created' }],
    {},
    'buckets[1]: tenant is missing; expected one here or at the top level, as buckets[0] has one',
  ],
  [[{ ...B, tenant: 'canary' }], {}, 'buckets[0]: tenant is "canary", which is the canary\'s'],
  [
    [D],
    { trigger: 'direct' },
    'buckets[0]: mode is sns-topic; expected created or notification with trigger direct',
  ],
];

describe('wrong buckets', () => {
  for (const [buckets, others, expected] of REFUSED) {
    it(`are refused by entry, key, found and expected: ${expected.slice(0, 90)}`, () => {
      const problems = problemsOf(buckets, others);
      assert.equal(problems.length, 1, problems.join('\n'));
      assert.ok(problems[0]?.startsWith(expected), problems[0]);
    });
  }

  it('are told all at once', () => {
    assert.equal(problemsOf([{ mode: 'x' }, { ...B, keyArn: 'x', suffix: 7 }]).length, 3);
  });
});
