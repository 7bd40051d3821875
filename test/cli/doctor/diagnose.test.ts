// The whole diagnosis over fakes: what is wrong is said with what to do, and nothing that is refused hides the rest.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Check } from '../../../src/cli/doctor/check.ts';
import { diagnose, type DoctorDeps } from '../../../src/cli/doctor/diagnose.ts';
import { checksText } from '../../../src/cli/doctor/report.ts';
import type { BucketInspector, DeploymentInspector } from '../../../src/ports/index.ts';
import {
  aBucket,
  aDeployment,
  anObject,
  aQueue,
  known,
  listing,
  NOTIFY,
  objectOf,
  REFUSED,
  SCAN,
  SETTLE,
  someDeps,
} from './fakes.ts';

const request = { bucket: 'logs', prefix: '', stack: 'sigma-lambda' };

async function diagnosed(
  given: Partial<DoctorDeps> = {},
  stack: string | undefined = 'sigma-lambda',
) {
  return await diagnose({ ...request, stack }, someDeps(given));
}

function one(checks: readonly Check[], name: string): Check {
  const [found, ...others] = checks.filter(({ check }) => check === name);
  assert.ok(found !== undefined && others.length === 0, `one check ${name}`);
  return found;
}

const bad = (checks: readonly Check[]) =>
  checks.filter(({ status }) => status !== 'ok').map(({ check, status }) => `${status}: ${check}`);

describe('a diagnosis', () => {
  it('finds nothing in a bucket and a deployment that are well', async () => {
    const checks = await diagnosed();
    assert.deepEqual(bad(checks), []);
    assert.match(one(checks, 'mode').found, /told of all that it scans/);
    assert.match(one(checks, 'queue policy').found, /s3\.amazonaws\.com for arn:aws:s3:::logs/);
  });

  it('asks on whatever is refused, and says what it takes', async () => {
    const refused = async () => REFUSED;
    const s3: BucketInspector = {
      ...{ region: refused, notifications: refused, ownership: refused },
      ...{ encryption: refused, versioning: refused, lifecycle: refused, list: refused },
    };
    const deployment: DeploymentInspector = {
      ...aDeployment(),
      ...{ mappings: refused, queue: refused, subscriptions: refused, table: refused },
    };
    const checks = await diagnosed({ s3, deployment });
    const lacking = checks.filter(({ isRefused }) => isRefused);
    assert.ok(
      lacking.every(({ status, action = '' }) => status === 'not checked' && action !== ''),
    );
    assert.match(one(checks, 'encryption').action ?? '', /s3:GetEncryptionConfiguration/);
    assert.match(one(checks, 'state table').action ?? '', /dynamodb:DescribeTable/);
    assert.equal(one(checks, 'functions').status, 'ok');
    const nothing = await diagnosed({ deployment: aDeployment({ functions: refused }) });
    assert.match(one(nothing, 'functions').action ?? '', /lambda:ListFunctions/);
    assert.equal(one(nothing, 'sample').status, 'ok');
  });

  const settings: readonly (readonly [string, Partial<BucketInspector>, string, RegExp])[] = [
    [
      'another region',
      { region: async () => known('us-east-1') },
      'region',
      /S3 notifies queues.*own alone/,
    ],
    [
      'writers that own',
      { ownership: async () => known('ObjectWriter') },
      'ownership',
      /BucketOwnerEnforced/,
    ],
    [
      'no ownership',
      { ownership: async () => known(undefined) },
      'ownership',
      /BucketOwnerEnforced/,
    ],
    ['no versions', { versioning: async () => known('Off') }, 'versioning', /Enabled/],
    [
      'a key without bucket key',
      { encryption: async () => known({ algorithm: 'aws:kms', keyId: 'k', isBucketKeyOn: false }) },
      'encryption',
      /bucket key/,
    ],
    [
      'archived objects',
      { list: listing([anObject('a', { storageClass: 'GLACIER' })]).list },
      'storage class',
      /restored/,
    ],
    [
      'old objects',
      { list: listing([anObject('a', { modifiedMs: 0 })]).list },
      'objects',
      /24 hours/,
    ],
    ['small objects', { list: listing([anObject('a', { size: 900 })]).list }, 'sizes', /64\.0 KB/],
    ['no objects', { list: listing([]).list }, 'objects', /logs/],
  ];
  for (const [what, given, check, expected] of settings) {
    it(`says of ${what} what is expected`, async () => {
      const checks = await diagnosed({ s3: aBucket(given) });
      const found = one(checks, check);
      assert.ok(found.status === 'warning' || found.status === 'problem', found.status);
      assert.match(found.expected ?? '', expected);
      assert.ok(found.action);
    });
  }

  it('knows a bucket of another account by asking for its owner', async () => {
    const region = async (owner?: string) => (owner === undefined ? known('eu-west-1') : REFUSED);
    const checks = await diagnosed({ s3: aBucket({ region }) });
    assert.match(one(checks, 'account').found, /mode E/);
  });

  const deployed: readonly (readonly [string, Partial<DeploymentInspector>, string, RegExp])[] = [
    [
      'no functions',
      { functions: async () => known([]) },
      'functions',
      /no function scan of the stack sigma-lambda/,
    ],
    [
      'no destination',
      { functions: async () => known([SCAN, SETTLE]) },
      'destinations',
      /nobody is told/,
    ],
    [
      'two rule sets',
      {
        functions: async () =>
          known([
            SCAN,
            {
              ...SETTLE,
              environment: { ...SETTLE.environment, SIGMA_LAMBDA_RULES_HASH: 'b'.repeat(64) },
            },
            NOTIFY,
          ]),
      },
      'rule set',
      /scan has a{12}, settle b{12}/,
    ],
    [
      'another bucket',
      {
        functions: async () =>
          known([
            {
              ...SCAN,
              environment: { ...SCAN.environment, SIGMA_LAMBDA_SOURCES: '[{"bucket":"others"}]' },
            },
            SETTLE,
            NOTIFY,
          ]),
      },
      'scanned',
      /scans others/,
    ],
    [
      'a mapping that is off',
      { mappings: async () => known([{ sourceArn: 'q', state: 'Disabled' }]) },
      `mapping ${SCAN.name}`,
      /Disabled/,
    ],
    [
      'what was given up',
      { queueByArn: async () => known(aQueue({ waiting: 3 })) },
      `failure queue of ${SCAN.name}`,
      /3 messages/,
    ],
    [
      'a queue that lets nobody send',
      { queue: async () => known(aQueue({ policy: undefined })) },
      'queue policy',
      /nobody may send/,
    ],
    [
      'nobody who confirmed',
      {
        subscriptions: async () =>
          known([{ protocol: 'email', endpoint: 'a@example.com', isConfirmed: false }]),
      },
      'operations',
      /1 subscription, none confirmed/,
    ],
    ['a table that is going', { table: async () => known('DELETING') }, 'state table', /DELETING/],
  ];
  for (const [what, given, check, found] of deployed) {
    it(`says of ${what} that it is a problem`, async () => {
      const checks = await diagnosed({ deployment: aDeployment(given) });
      const { status, found: words, action } = one(checks, check);
      assert.equal(status, 'problem');
      assert.match(words, found);
      assert.ok(action);
    });
  }

  it('warns where the deployed rules are not those of this repository', async () => {
    assert.equal(one(await diagnosed({ rulesHash: 'c'.repeat(64) }), 'rule set').status, 'warning');
  });

  it('says which objects could not be read, and judges the others', async () => {
    const list = listing([anObject('a'), anObject('b')]).list;
    const openObject: DoctorDeps['openObject'] = ({ key }) =>
      key === 'a'
        ? {
            ...objectOf(key, ''),
            open: () => {
              throw new Error('s3://logs/a: 403 AccessDenied');
            },
          }
        : someDeps().openObject(anObject(key));
    const checks = await diagnosed({ s3: aBucket({ list }), openObject });
    const sample = one(checks, 'sample');
    assert.equal(sample.status, 'problem');
    assert.match(sample.found, /1 object could not be read: a: .*AccessDenied/);
    assert.equal(one(checks, 'records').status, 'ok');
  });

  it('prints nothing that moves the cursor, whatever a bucket is told', async () => {
    const list = listing([anObject('a\u001b[2J\nok  b')]).list;
    const openObject = () => objectOf('a\u001b[2J\nx', 'no json\n');
    const text = checksText(await diagnosed({ s3: aBucket({ list }), openObject }), 80);
    assert.doesNotMatch(text.replaceAll('\n', ''), /\p{Cc}/u);
  });
});
