// What an invocation asks for, whichever service delivered it.

import type { Balance, DecodePosition, ScanCounts } from '../../../src/model/index.ts';

/** An object to scan, as a notification names it. */
export interface ObjectRef {
  readonly bucket: string;
  /** Decoded: the key as S3 has it. */
  readonly key: string;
  readonly versionId?: string;
  readonly etag?: string;
  /** Bytes, where the notification says. */
  readonly size?: number;
}

/** What earlier invocations have done of an object, and where the next goes on. */
export interface Continuation {
  readonly tenant: string;
  /** Hash of the rule set that the hops before were scanned with. */
  readonly ruleset: string;
  /** Number of the hop that is asked for, from 2. */
  readonly hop: number;
  readonly position: DecodePosition;
  /** Stored bytes read so far, from the object's start: how far the scan has come, whatever the position says. */
  readonly readBytes: number;
  /** Of all hops before. */
  readonly counts: ScanCounts;
  readonly balances: readonly Balance[];
  /** Findings that the object had a part in, each in {@link FOUND_CHARACTERS} of its id; the first of them where they are many. */
  readonly found: string;
}

/** What one notification asks for. */
export type Request =
  | {
      readonly kind: 'scan';
      readonly object: ObjectRef;
      /** Absent: from the object's start. */
      readonly continuation?: Continuation;
    }
  /** Nothing to scan: acknowledged and counted under `reason`. */
  | { readonly kind: 'acknowledge'; readonly reason: 'test-event' | 'not-created' }
  /** Cannot be read: the unit fails, so that it ends in the DLQ and is looked at. */
  | { readonly kind: 'fault'; readonly message: string };

/** The least part of an invocation that can succeed or fail by itself. */
export interface DeliveryUnit {
  /** SQS messageId, S3 Batch taskId; `0` where the invocation is one unit. */
  readonly id: string;
  /** How often it was delivered, this time included; 1 where the service does not say. */
  readonly receiveCount: number;
  readonly requests: readonly Request[];
}

/** How the invocation came, which decides how success and failure are answered. */
export type DeliveryShape = 'sqs' | 's3' | 'eventbridge' | 's3-batch';

/** An invocation, understood. */
export interface Delivery {
  readonly shape: DeliveryShape;
  readonly units: readonly DeliveryUnit[];
  /** S3 Batch: what its answer must repeat. */
  readonly batch?: { readonly invocationSchemaVersion: string; readonly invocationId: string };
}
