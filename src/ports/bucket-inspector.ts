// A bucket → what decides whether and how its objects can be scanned. Nothing is changed.

import type { Fact } from './fact.ts';

/** One configuration of the bucket's notifications. */
export interface BucketNotification {
  readonly target: 'queue' | 'topic' | 'function';
  readonly arn: string;
  /** As S3 names them: `s3:ObjectCreated:*`. */
  readonly events: readonly string[];
  /** Empty: every key. As the filter spells it, percent-encoded but for safe characters. */
  readonly prefix: string;
  readonly suffix: string;
}

/** Whom the bucket tells. */
export interface BucketNotifications {
  readonly notifications: readonly BucketNotification[];
  /** Every event goes to EventBridge, beside the notifications. */
  readonly isEventBridgeOn: boolean;
}

/** How new objects are encrypted where their writer does not say. */
export interface BucketEncryption {
  /** `AES256`, `aws:kms`, `aws:kms:dsse`. */
  readonly algorithm: string;
  /** ARN, id or alias of the key; absent with SSE-S3, and with KMS for the key that AWS manages (`aws/s3`). */
  readonly keyId?: string;
  readonly isBucketKeyOn: boolean;
}

/** A rule of the bucket's lifecycle that removes all objects under a prefix. */
export interface BucketExpiry {
  /** Empty: every key. */
  readonly prefix: string;
  /** From when an object was put. */
  readonly days: number;
  readonly isEnabled: boolean;
}

/** An object as a listing names it. */
export interface ListedObject {
  readonly key: string;
  readonly size: number;
  readonly modifiedMs: number;
  /** `STANDARD`, `GLACIER`, … */
  readonly storageClass: string;
}

/** One page of a listing, in the order of the keys. */
export interface ListedPage {
  readonly objects: readonly ListedObject[];
  /** With a delimiter: the beginnings of keys up to it, each once. */
  readonly folders: readonly string[];
  /** For the page after it; undefined = the last. */
  readonly next: string | undefined;
}

/** What page is asked for. */
export interface ListRequest {
  readonly prefix: string;
  /** True: keys beyond the next slash are given as folders. */
  readonly byFolder: boolean;
  /** Of the page before. */
  readonly next?: string | undefined;
}

/** Asks S3 about one bucket. Each method says which permission it needs. Never throws for what S3 answers. */
export interface BucketInspector {
  /** s3:ListBucket. Its region. @param owner account that must own it: another's is refused */
  region(owner?: string): Promise<Fact<string>>;
  /** s3:GetBucketNotification */
  notifications(): Promise<Fact<BucketNotifications>>;
  /** s3:GetBucketOwnershipControls. Undefined = none set, which is that of the writer. */
  ownership(): Promise<Fact<string | undefined>>;
  /** s3:GetEncryptionConfiguration */
  encryption(): Promise<Fact<BucketEncryption>>;
  /** s3:GetBucketVersioning. */
  versioning(): Promise<Fact<'Enabled' | 'Suspended' | 'Off'>>;
  /** s3:GetLifecycleConfiguration. Rules for objects of some size or tag alone, and those of old versions, are left out. */
  lifecycle(): Promise<Fact<readonly BucketExpiry[]>>;
  /** s3:ListBucket */
  list(request: ListRequest): Promise<Fact<ListedPage>>;
}
