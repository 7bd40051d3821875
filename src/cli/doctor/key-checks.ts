// A key of KMS that objects are encrypted by → whether our role may decrypt with it.

import type { Fact, KeyFacts } from '../../ports/index.ts';
import { type Check, notChecked, ok, problem, warning } from './check.ts';
import { decryptGrants } from './key-policy.ts';

/** Who reads what. */
export interface KeyReader {
  readonly bucket: string;
  /** The deployment's; undefined where none is named: then the key's own is meant. */
  readonly account: string | undefined;
}

const NAME = 'key policy';

/** Judges the key that new objects are encrypted by. @param keyId as the bucket names it */
export function checkKey(keyId: string, key: Fact<KeyFacts>, reader: KeyReader): Check {
  if (key.kind === 'unknown') {
    const action = `ask in the key's account, with kms:DescribeKey and kms:GetKeyPolicy: aws kms get-key-policy --key-id ${keyId} --policy-name default must hold, where it does not leave it to IAM: ${statementFor(reader)}`;
    return {
      ...notChecked(NAME, `${keyId}: ${key.code}: ${key.message}`, action),
      isRefused: true,
    };
  }
  const { arn, state, policy } = key.value;
  if (state !== 'Enabled') {
    return problem(NAME, {
      found: `${arn} is ${state}: nothing that it encrypted can be read`,
      expected: 'Enabled',
      action: `aws kms enable-key, or cancel-key-deletion, --key-id ${arn}`,
    });
  }
  const account = reader.account ?? arn.split(':')[4] ?? '';
  const { allowed, isConditional } = decryptGrants(policy, account);
  if (allowed.length === 0) {
    return problem(NAME, {
      found: `the policy of ${arn} lets nobody of ${account} decrypt`,
      expected: `kms:Decrypt for the role of scan, or for the account ${account}`,
      action: `add ${statementFor(reader)} and set keyArn in the configuration`,
    });
  }
  const found = `${arn} lets ${allowed.join(', ')} decrypt`;
  const advice = 'keyArn in the configuration grants the role of scan the same';
  if (!isConditional) return ok(NAME, `${found}; ${advice}`);
  return warning(NAME, {
    found: `${found}, but under conditions, or beside a statement that denies`,
    expected: 'the role of scan is met by them',
    action: `read it: aws kms get-key-policy --key-id ${arn} --policy-name default; ${advice}`,
  });
}

/** What the key's policy must hold where IAM policies do not count. */
function statementFor({ bucket, account = 'ACCOUNT' }: KeyReader): string {
  return JSON.stringify({
    Sid: 'SigmaLambdaScan',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: 'kms:Decrypt',
    Resource: '*',
    Condition: {
      // With a bucket key the context is the bucket's ARN, else the object's.
      StringLike: {
        'kms:EncryptionContext:aws:s3:arn': [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
      },
    },
  });
}
