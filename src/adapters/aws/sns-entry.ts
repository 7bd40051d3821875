// A message → the entry of a PublishBatch that carries it, and what SNS counts it for.

import type { PublishBatchRequestEntry } from '@aws-sdk/client-sns';
import type { Message } from '../../model/index.ts';

const STRING = 'String';

/** A message on its way. */
export interface Parcel {
  readonly message: Message;
  readonly entry: PublishBatchRequestEntry & { readonly Id: string };
  /** Body, and name, type and value of every attribute, in UTF-8. */
  readonly bytes: number;
}

/**
 * The parcel of the message at `index` of a publish call. Its entry is named by that index, not by the finding:
 * SNS refuses a whole batch for two equal ids or one of more than 80 characters.
 */
export function toParcel(message: Message, index: number): Parcel {
  const attributes = Object.entries(message.attributes);
  return {
    message,
    entry: {
      Id: String(index),
      Message: message.body,
      MessageAttributes: Object.fromEntries(
        attributes.map(([name, value]) => [name, { DataType: STRING, StringValue: value }]),
      ),
    },
    bytes: attributes.reduce(
      (sum, [name, value]) => sum + byteLength(name) + STRING.length + byteLength(value),
      byteLength(message.body),
    ),
  };
}

function byteLength(text: string): number {
  return Buffer.byteLength(text);
}
