// Who reads and who owns → the statements that the owner adds to the bucket's policy and to the key's.

import type { Parties } from './parties.ts';

/** A statement of a policy, as JSON has it. */
export type PolicyJson = Readonly<Record<string, unknown>>;

/**
 * The bucket's. Granted to the account, bound to the role by a condition: a policy that named the role itself would be refused
 * before the role is there, and would lapse when it is made anew.
 */
export function bucketStatements({
  bucketArn,
  filters,
  roleArn,
  ...parties
}: Parties): readonly PolicyJson[] {
  const prefixes = [...new Set(filters.map(({ prefix }) => prefix))];
  const isRole = { ArnEquals: { 'aws:PrincipalArn': roleArn } };
  const isWatched = { StringLike: { 's3:prefix': prefixes.map((prefix) => `${prefix}*`) } };
  return [
    {
      Sid: 'SigmaLambdaReads',
      Effect: 'Allow',
      Principal: principalOf(parties),
      Action: ['s3:GetObject', 's3:GetObjectVersion'],
      Resource: filters.map(({ prefix, suffix }) => `${bucketArn}/${prefix}*${suffix}`),
      Condition: isRole,
    },
    {
      Sid: 'SigmaLambdaTellsMissingFromForbidden',
      Effect: 'Allow',
      Principal: principalOf(parties),
      Action: 's3:ListBucket',
      Resource: bucketArn,
      Condition: prefixes.includes('') ? isRole : { ...isRole, ...isWatched },
    },
  ];
}

/** The key's, for objects of this bucket, through S3 alone. */
export function keyStatement({ bucketArn, roleArn, viaService, ...parties }: Parties): PolicyJson {
  return {
    Sid: 'SigmaLambdaDecrypts',
    Effect: 'Allow',
    Principal: principalOf(parties),
    Action: 'kms:Decrypt',
    // In the policy of a key that is the key.
    Resource: '*',
    Condition: {
      ArnEquals: { 'aws:PrincipalArn': roleArn },
      StringEquals: { 'kms:ViaService': viaService },
      StringLike: { 'kms:EncryptionContext:aws:s3:arn': [bucketArn, `${bucketArn}/*`] },
    },
  };
}

function principalOf({ partition, reader }: Pick<Parties, 'partition' | 'reader'>): PolicyJson {
  return { AWS: `arn:${partition}:iam::${reader}:root` };
}
