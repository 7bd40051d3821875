// A message as ReceiveMessage gives it → a message with its types checked.

import type { Fields } from './sqs-call.ts';

/** A message attribute as SQS gives it. Binary values are base64. */
export interface SqsAttribute {
  readonly dataType: string;
  readonly stringValue?: string;
  readonly binaryValue?: string;
}

/** A message in flight. */
export interface SqsMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly md5OfMessageAttributes?: string;
  /** System attributes: ApproximateReceiveCount, SentTimestamp and the like. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, SqsAttribute>>;
}

/** The messages of a ReceiveMessage answer; none if it has no such field. Throws TypeError for what SQS never sends. */
export function answerToMessages(answer: Fields): readonly SqsMessage[] {
  const messages = answer['Messages'] ?? [];
  if (!Array.isArray(messages)) throw new TypeError('ReceiveMessage: Messages is no list');
  return messages.map(toMessage);
}

function toMessage(value: unknown): SqsMessage {
  const fields = objectOf(value);
  const md5 = fields['MD5OfMessageAttributes'];
  return {
    messageId: textOf(fields, 'MessageId'),
    receiptHandle: textOf(fields, 'ReceiptHandle'),
    body: textOf(fields, 'Body'),
    md5OfBody: textOf(fields, 'MD5OfBody'),
    ...(typeof md5 === 'string' ? { md5OfMessageAttributes: md5 } : {}),
    attributes: mapValues(fields['Attributes'], String),
    messageAttributes: mapValues(fields['MessageAttributes'], toAttribute),
  };
}

function toAttribute(value: unknown): SqsAttribute {
  const fields = objectOf(value);
  const { StringValue: stringValue, BinaryValue: binaryValue } = fields;
  return {
    dataType: textOf(fields, 'DataType'),
    ...(typeof stringValue === 'string' ? { stringValue } : {}),
    ...(typeof binaryValue === 'string' ? { binaryValue } : {}),
  };
}

function mapValues<T>(value: unknown, convert: (value: unknown) => T): Readonly<Record<string, T>> {
  const entries = Object.entries(objectOf(value ?? {}));
  return Object.fromEntries(entries.map(([name, each]) => [name, convert(each)]));
}

function objectOf(value: unknown): Fields {
  if (typeof value === 'object' && value !== null) return { ...value };
  throw new TypeError(`SQS: expected an object, found ${typeof value}`);
}

function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === 'string') return value;
  throw new TypeError(`SQS: expected text in ${name}, found ${typeof value}`);
}
