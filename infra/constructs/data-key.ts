// Nothing → the key of KMS that what is kept is encrypted by, and who may use it, through which service.

import { ArnFormat, Aws, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, type Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

/** A service that asks KMS in the caller's name. */
export type KeyUser = 'dynamodb' | 's3' | 'sns';

/** Reading and writing of what a data key of the service's own encrypts. */
const ENVELOPE = ['kms:Decrypt', 'kms:GenerateDataKey'] as const;

/**
 * What each service asks for. DynamoDB keeps a key for each table, which it also encrypts anew; grants are made by who deploys.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
const ACTIONS: Readonly<Record<KeyUser, readonly string[]>> = {
  dynamodb: [
    ...ENVELOPE,
    'kms:DescribeKey',
    'kms:Encrypt',
    'kms:GenerateDataKeyWithoutPlaintext',
    'kms:ReEncryptFrom',
    'kms:ReEncryptTo',
  ],
  s3: ENVELOPE,
  sns: ENVELOPE,
};

/**
 * One key for the state table, the archive and evidence buckets and the topics; rotated every year, retained with the stack's
 * end: without it all that is lost. $1 a month. Its policy leaves it to the account's IAM who may use it, and lets CloudWatch
 * (`kms:Decrypt`, `kms:GenerateDataKey*`), for alarms of this account, publish to the topic of operations.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
export class DataKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      description: `${Stack.of(this).stackName}: findings, evidence, alerts`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsOfThisAccount',
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        // In the policy of a key that is the key.
        resources: ['*'],
        conditions: alarmsOfThisAccount(Stack.of(this)),
      }),
    );
  }

  /** Lets a role use the key through these services, of this account and region, and in no other way. */
  letUse(role: Role, ...services: readonly KeyUser[]): void {
    for (const service of services) {
      role.addToPolicy(
        new PolicyStatement({
          sid: `UseKeyBy${service.toUpperCase()}`,
          actions: [...ACTIONS[service]],
          resources: [this.key.keyArn],
          conditions: {
            StringEquals: {
              'kms:CallerAccount': Aws.ACCOUNT_ID,
              'kms:ViaService': `${service}.${Aws.REGION}.${Aws.URL_SUFFIX}`,
            },
          },
        }),
      );
    }
  }
}

/** What a policy asks of CloudWatch when it acts for an alarm. */
export function alarmsOfThisAccount(stack: Stack): Readonly<Record<string, unknown>> {
  const alarms = stack.formatArn({
    service: 'cloudwatch',
    resource: 'alarm',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  return {
    StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
    ArnLike: { 'aws:SourceArn': alarms },
  };
}
