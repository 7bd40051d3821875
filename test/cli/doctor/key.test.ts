// The key that a bucket's objects are encrypted by: whether its policy lets us decrypt.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { diagnose } from '../../../src/cli/doctor/diagnose.ts';
import type { KeyInspector } from '../../../src/ports/index.ts';
import { aBucket, aKey, KEY_ARN, known, REFUSED, someDeps } from './fakes.ts';

const ROOT = 'arn:aws:iam::123456789012:root';
const ROLE = 'arn:aws:iam::123456789012:role/sigma-lambda-scan';

async function checkOf(keys: KeyInspector, stack?: string, keyId = 'alias/logs') {
  const encryption = async () => known({ algorithm: 'aws:kms', keyId, isBucketKeyOn: true });
  const deps = someDeps({ s3: aBucket({ encryption }), keys });
  const checks = await diagnose({ bucket: 'logs', prefix: '', stack }, deps);
  return checks.find(({ check }) => check === 'key policy');
}

function allow(principal: unknown, action: unknown, more: object = {}): object {
  return { Effect: 'Allow', Principal: principal, Action: action, Resource: '*', ...more };
}

describe('the policy of a key', () => {
  const grants: readonly (readonly [string, object, string])[] = [
    ['leaves it to the account’s IAM policies', allow({ AWS: ROOT }, 'kms:*'), ROOT],
    ['names a role', allow({ AWS: [ROLE] }, ['kms:Encrypt', 'kms:Decrypt']), ROLE],
    ['names the account by its number', allow({ AWS: '123456789012' }, 'kms:De*'), '123456789012'],
    ['is open to all', allow('*', '*'), '*'],
  ];
  for (const [what, statement, principal] of grants) {
    it(`is well where it ${what}`, async () => {
      const check = await checkOf(aKey([statement]), 'sigma-lambda');
      assert.equal(check?.status, 'ok');
      assert.ok(check.found.includes(`${KEY_ARN} lets ${principal} decrypt`), check.found);
    });
  }

  const useless: readonly (readonly [string, object])[] = [
    ['allows another account', allow({ AWS: 'arn:aws:iam::444455556666:root' }, 'kms:*')],
    ['allows only to encrypt', allow({ AWS: ROOT }, 'kms:GenerateDataKey*')],
    ['allows a service', allow({ Service: 's3.amazonaws.com' }, 'kms:Decrypt')],
  ];
  for (const [what, statement] of useless) {
    it(`is a problem where it ${what}, and says the statement that is missing`, async () => {
      const check = await checkOf(aKey([statement]), 'sigma-lambda');
      assert.equal(check?.status, 'problem');
      assert.match(check.action ?? '', /"kms:Decrypt".*arn:aws:s3:::logs\/\*/);
    });
  }

  it('is to be read by a person where all depends on conditions, or something is denied', async () => {
    const condition = { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } };
    const bound = allow({ AWS: ROOT }, 'kms:Decrypt', { Condition: condition });
    const denied = { ...allow({ AWS: ROLE }, 'kms:Decrypt'), Effect: 'Deny' };
    for (const statements of [[bound], [allow({ AWS: ROOT }, 'kms:*'), denied]]) {
      assert.equal((await checkOf(aKey(statements)))?.status, 'warning');
    }
  });

  it('is judged for the key’s own account where no deployment is named', async () => {
    assert.equal((await checkOf(aKey([allow({ AWS: ROOT }, 'kms:*')])))?.status, 'ok');
  });

  it('does not help where the key is switched off', async () => {
    const check = await checkOf(aKey([allow({ AWS: ROOT }, 'kms:*')], 'PendingDeletion'));
    assert.equal(check?.status, 'problem');
    assert.match(check.found, /PendingDeletion/);
  });

  it('that is no policy lets nobody decrypt', async () => {
    const key = async () => known({ arn: KEY_ARN, state: 'Enabled', policy: 'not JSON' });
    assert.equal((await checkOf({ key }))?.status, 'problem');
  });

  it('that cannot be read is not checked, and says by which command and for which statement', async () => {
    const check = await checkOf({ key: async () => REFUSED });
    assert.deepEqual([check?.status, check?.isRefused], ['not checked', true]);
    assert.match(
      check?.action ?? '',
      /get-key-policy --key-id alias\/logs .*"kms:Decrypt".*arn:aws:s3:::logs\/\*/,
    );
  });

  it('is not asked for where AWS manages the key', async () => {
    const keys = { key: () => assert.fail('asked') };
    assert.equal(await checkOf(keys, undefined, 'alias/aws/s3'), undefined);
  });
});
