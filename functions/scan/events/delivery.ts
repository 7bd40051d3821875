// What an invocation asks for, whichever service delivered it.

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

/** What one notification asks for. */
export type Request =
  | { readonly kind: 'scan'; readonly object: ObjectRef }
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
