// What S3 says of a bucket's settings → whether our role can read what is in it.

import type { BucketEncryption, BucketInspector, Fact, KeyInspector } from '../../ports/index.ts';
import { type Check, ifKnown, ok, problem, warning } from './check.ts';
import { checkKey, type KeyReader } from './key-checks.ts';

/** Asks for all of them, each by itself. */
export async function checkSettings(
  { bucket, account }: KeyReader,
  s3: BucketInspector,
  keys: KeyInspector,
): Promise<readonly Check[]> {
  const [ownership, encryption, versioning] = await Promise.all([
    s3.ownership(),
    s3.encryption(),
    s3.versioning(),
  ]);
  return [
    ...ifKnown('ownership', ownership, 's3:GetBucketOwnershipControls', (value) => [
      checkOwnership(value),
    ]),
    ...ifKnown('encryption', encryption, 's3:GetEncryptionConfiguration', (value) => [
      checkEncryption(value),
    ]),
    ...(await checkKeyOf(encryption, { bucket, account }, keys)),
    ...ifKnown('versioning', versioning, 's3:GetBucketVersioning', (value) => [
      checkVersioning(value),
    ]),
  ];
}

async function checkKeyOf(
  encryption: Fact<BucketEncryption>,
  reader: KeyReader,
  keys: KeyInspector,
): Promise<readonly Check[]> {
  if (encryption.kind === 'unknown') return [];
  const { algorithm, keyId } = encryption.value;
  if (!algorithm.startsWith('aws:kms') || isManaged(keyId)) return [];
  return [checkKey(keyId, await keys.key(keyId), reader)];
}

/** Region of the bucket against that of the deployment, where there is one. */
export function checkRegion(region: string, deployed: string | undefined): Check {
  if (deployed === undefined) return ok('region', region);
  if (deployed === region) return ok('region', `${region}, as the deployment`);
  return problem('region', {
    found: `the bucket is in ${region}, the deployment in ${deployed}`,
    expected: 'one region: S3 notifies queues, topics and functions of its own alone',
    action: `deploy a stack in ${region}, or forward by EventBridge (mode C); reading across regions costs $0.02 a GB`,
  });
}

function checkOwnership(ownership: string | undefined): Check {
  const action =
    'set BucketOwnerEnforced; objects that are there already stay their writers’: copy them onto themselves';
  const expected = 'BucketOwnerEnforced: the bucket’s owner owns what others write';
  switch (ownership) {
    case 'BucketOwnerEnforced':
      return ok('ownership', 'BucketOwnerEnforced: all objects are the bucket owner’s');
    case 'BucketOwnerPreferred':
      return warning('ownership', {
        found:
          'BucketOwnerPreferred: objects are the owner’s only if the writer says so (bucket-owner-full-control)',
        expected,
        action,
      });
    default:
      return warning('ownership', {
        found: `${ownership ?? 'no ownership controls'}: objects that another account writes are that account’s, and its policy alone lets us read them`,
        expected,
        action,
      });
  }
}

function checkEncryption({ algorithm, keyId, isBucketKeyOn }: BucketEncryption): Check {
  if (!algorithm.startsWith('aws:kms')) {
    return ok('encryption', `${algorithm}: reading takes no other grant`);
  }
  if (isManaged(keyId)) {
    return ok(
      'encryption',
      `${algorithm} by the key aws/s3: principals of the bucket's account read without a grant, those of others cannot at all`,
    );
  }
  if (isBucketKeyOn) return ok('encryption', `${algorithm} by ${keyId}, with a bucket key`);
  return warning('encryption', {
    found: `${algorithm} by ${keyId}, without a bucket key: a request to KMS for every object`,
    expected: 'a bucket key',
    action: 'set BucketKeyEnabled; it holds for new objects (docs/cost.md says what it saves)',
  });
}

/** By the key that AWS manages, `aws/s3`. */
function isManaged(keyId: string | undefined): keyId is undefined {
  return keyId === undefined || keyId.endsWith('alias/aws/s3');
}

function checkVersioning(status: 'Enabled' | 'Suspended' | 'Off'): Check {
  if (status === 'Enabled')
    return ok('versioning', 'Enabled: the very bytes a notification is about are scanned');
  return warning('versioning', {
    found: `${status}: what is overwritten or deleted before its scan is not seen`,
    expected: 'Enabled, with a lifecycle rule for old versions',
    action:
      'fine where whoever delivers never writes a key twice, and nobody else may write or delete',
  });
}
