// What a bucket is to tell of, and to whom: the configuration, what S3 refuses in one, and which keys it covers.

import { LocalConfigError } from '../errors.ts';

/** Who is told. The ARNs name resources of this stack. */
export type NotificationTarget =
  /** S3 → SQS: the notification is the message's body. */
  | { readonly kind: 'queue'; readonly queueArn: string }
  /** S3 → SNS: subscribed queues get it as `Message` of SNS's envelope, or bare under raw delivery. */
  | { readonly kind: 'topic'; readonly topicArn: string }
  /** S3 → EventBridge → SQS: an event a message, its key not encoded. Filters stand for the rule's pattern. */
  | { readonly kind: 'eventBridge'; readonly queueArn: string }
  /** S3 → Lambda. `invoke` is called once; the asynchronous invocation's retries are its own. */
  | { readonly kind: 'lambda'; readonly invoke: (event: unknown) => Promise<unknown> };

/** One configuration of a bucket. */
export interface BucketNotification {
  readonly target: NotificationTarget;
  /** `s3:ObjectCreated:*` or one of its kinds. @default all of them */
  readonly events?: readonly string[];
  /** Beginning of the keys told of, not encoded. @default any */
  readonly prefix?: string;
  /** End of the keys told of, not encoded. @default any */
  readonly suffix?: string;
  /** `configurationId` of the notification. @default made up */
  readonly id?: string;
}

/** All the events a bucket can tell of here. */
const EVENTS: ReadonlySet<string> = new Set([
  's3:ObjectCreated:*',
  's3:ObjectCreated:Put',
  's3:ObjectCreated:Copy',
  's3:ObjectCreated:CompleteMultipartUpload',
]);

const ALL: readonly string[] = ['s3:ObjectCreated:*'];

/** Whether the configuration covers an object created by `kind` (`Put`, `Copy` …). */
export function covers(notification: BucketNotification, kind: string, key: string): boolean {
  const { events = ALL, prefix = '', suffix = '' } = notification;
  const isNamed = events.some(
    (event) => ALL.includes(event) || event === `s3:ObjectCreated:${kind}`,
  );
  return isNamed && key.startsWith(prefix) && key.endsWith(suffix);
}

/**
 * Throws where S3 refuses the configuration beside those the bucket has, or would be asked for what is not built.
 * @throws LocalConfigError
 */
export function assertConfigurable(
  bucket: string,
  added: BucketNotification,
  present: readonly BucketNotification[],
): void {
  const unknown = added.events?.find((event) => !EVENTS.has(event));
  if (unknown !== undefined || added.events?.length === 0) {
    const found = unknown ?? 'none';
    throw new LocalConfigError(
      `notification of ${bucket} for event ${found}; expected ${[...EVENTS].join(', ')}`,
    );
  }
  if (present.some((other) => overlap(added, other))) {
    throw new LocalConfigError(
      `Configurations overlap. Configurations on the same bucket cannot share a common event type. (${bucket}, prefix "${added.prefix ?? ''}", suffix "${added.suffix ?? ''}")`,
    );
  }
}

/**
 * Whether some key and event would be told of twice. EventBridge's rules may overlap: they are not the bucket's.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
 */
function overlap(one: BucketNotification, other: BucketNotification): boolean {
  if (one.target.kind === 'eventBridge' || other.target.kind === 'eventBridge') return false;
  const { prefix: p1 = '', suffix: s1 = '', events: e1 = ALL } = one;
  const { prefix: p2 = '', suffix: s2 = '', events: e2 = ALL } = other;
  const shareEvents = e1.some((event) => e2.some((second) => sameEvent(event, second)));
  const sharePrefix = p1.startsWith(p2) || p2.startsWith(p1);
  return shareEvents && sharePrefix && (s1.endsWith(s2) || s2.endsWith(s1));
}

function sameEvent(one: string, other: string): boolean {
  return one === other || ALL.includes(one) || ALL.includes(other);
}
