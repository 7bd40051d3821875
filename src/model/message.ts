// An alert or a digest as sent: what leaves for SNS.

/**
 * Where the scan behind a message came from. Only `live` may page (P8). `canary`: an object that the product itself put there, to see
 * that what watches everybody is alive.
 */
export type Origin = 'live' | 'replay' | 'test' | 'canary';

/** A message ready to publish. `id` is the alert's or digest's: the same however often it is sent (P2). */
export interface Message {
  readonly id: string;
  /** JSON text. */
  readonly body: string;
  /** Name → value, all of SNS's type String; none empty. */
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Bytes of all messages of one publish request, attributes included. A topic may allow more, but only with
 * subscriptions that are all queues, functions or Firehose: e-mail and HTTPS rule it out.
 * @see https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html
 */
export const MAX_MESSAGE_BYTES = 262_144;
