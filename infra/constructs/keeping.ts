// The two buckets that findings leave something in → what a function is told of them, and what its role may do there.

import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { acknowledge } from '../nag.ts';
import { StoreBucket } from './store-bucket.ts';

/** What a function writes: each has its prefix in one of the buckets. */
export type Kept = 'findings' | 'evidence' | 'quarantine';

/** Where something is written. */
interface KeptPlace {
  readonly bucket: StoreBucket;
  readonly prefix: string;
}

/** Archive: redacted, for analysts. Evidence, and quarantine: raw, for who may read the logs. */
export class Keeping extends Construct {
  readonly archive: StoreBucket;
  readonly evidence: StoreBucket;

  constructor(scope: Construct, id: string, encryptionKey: IKey) {
    super(scope, id);
    const create = (name: string) =>
      new StoreBucket(this, name, { output: `${name}BucketName`, encryptionKey });
    this.archive = create('Archive');
    this.evidence = create('Evidence');
  }

  /**
   * What functions/shared/keeping.ts reads.
   *
   * - `SIGMA_LAMBDA_ARCHIVE_BUCKET`, `SIGMA_LAMBDA_EVIDENCE_BUCKET`: names of the buckets
   * - `SIGMA_LAMBDA_BUCKET_OWNER`: the account that must own them
   */
  get environment(): Record<string, string> {
    return {
      SIGMA_LAMBDA_ARCHIVE_BUCKET: this.archive.nameElsewhere,
      SIGMA_LAMBDA_EVIDENCE_BUCKET: this.evidence.nameElsewhere,
      SIGMA_LAMBDA_BUCKET_OWNER: Aws.ACCOUNT_ID,
    };
  }

  /** Allows `s3:PutObject` of what canaries lead to, which stands apart in both buckets. */
  grantCanary(role: Role): void {
    const places = [this.archive, this.evidence].map((bucket) => ({ bucket, prefix: 'canary/' }));
    this.#grant(role, 'KeepCanaries', places);
  }

  /** Allows `s3:PutObject` under the prefixes: nothing to read, list or delete. */
  grantWrite(role: Role, ...kept: readonly Kept[]): void {
    const places = kept.map((what) => ({
      prefix: `${what}/`,
      bucket: what === 'findings' ? this.archive : this.evidence,
    }));
    this.#grant(role, 'KeepFindings', places);
  }

  /**
   * Allows `s3:GetObject` and `s3:ListBucket`, and `s3:PutObject`, of what replays keep under prefixes of the bucket of evidence:
   * plans, and files of runs, which are as raw as evidence.
   */
  grantReplays(
    role: Role,
    sid: string,
    { reads, writes }: { readonly reads: readonly string[]; readonly writes: readonly string[] },
  ): void {
    const arns = (prefixes: readonly string[]) =>
      prefixes.map((prefix) => this.evidence.objectsArn(prefix));
    const allow = (what: string, actions: string[], resources: string[], conditions?: object) =>
      role.addToPolicy(
        new PolicyStatement({
          sid: `${sid}${what}`,
          actions,
          resources,
          ...(conditions === undefined ? {} : { conditions: { ...conditions } }),
        }),
      );
    allow('Read', ['s3:GetObject'], arns(reads));
    const uploads = ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'];
    allow('Write', uploads, arns(writes));
    // Without it S3 answers 403 for a file that is not there.
    allow('List', ['s3:ListBucket'], [this.evidence.bucketArnElsewhere], {
      StringLike: { 's3:prefix': reads.map((prefix) => `${prefix}*`) },
    });
    for (const prefix of new Set([...reads, ...writes])) {
      acknowledge(
        role,
        `AwsSolutions-IAM5[Resource::${this.evidence.printedObjectsArn(prefix)}]`,
        'Plans and runs have ids of their own; the wildcard stands only behind the prefix.',
      );
    }
  }

  #grant(role: Role, sid: string, places: readonly KeptPlace[]): void {
    role.addToPolicy(
      new PolicyStatement({
        sid,
        actions: ['s3:PutObject'],
        resources: places.map(({ bucket, prefix }) => bucket.objectsArn(prefix)),
      }),
    );
    for (const { bucket, prefix } of places) {
      acknowledge(
        role,
        `AwsSolutions-IAM5[Resource::${bucket.printedObjectsArn(prefix)}]`,
        'Keys are made of the finding’s id and day, or the object’s name; the wildcard stands only behind the prefix.',
      );
    }
  }
}
