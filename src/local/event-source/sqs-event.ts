// Messages → the event Lambda delivers to a function mapped to a queue.
// @see Lambda developer guide, "Using Lambda with Amazon SQS": example standard queue message event

import { regionOf } from '../names.ts';
import type { SqsAttribute, SqsMessage } from './sqs-message.ts';

/** A message attribute as Lambda delivers it: the lists are reserved and always empty. */
export interface SqsEventAttribute {
  readonly stringValue?: string;
  readonly binaryValue?: string;
  readonly stringListValues: readonly never[];
  readonly binaryListValues: readonly never[];
  readonly dataType: string;
}

/** A message as Lambda delivers it. */
export interface SqsEventRecord {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, SqsEventAttribute>>;
  readonly md5OfMessageAttributes?: string;
  readonly md5OfBody: string;
  readonly eventSource: 'aws:sqs';
  readonly eventSourceARN: string;
  readonly awsRegion: string;
}

/** The event of one invocation. */
export interface SqsEvent {
  readonly Records: readonly SqsEventRecord[];
}

/** Makes the event of a batch. */
export function messagesToEvent(messages: readonly SqsMessage[], queueArn: string): SqsEvent {
  return { Records: messages.map((message) => messageToRecord(message, queueArn)) };
}

/** Makes the record of one message. */
export function messageToRecord(message: SqsMessage, queueArn: string): SqsEventRecord {
  const { messageId, receiptHandle, body, md5OfBody, md5OfMessageAttributes, attributes } = message;
  const messageAttributes = Object.entries(message.messageAttributes).map(
    ([name, attribute]) => [name, toEventAttribute(attribute)] as const,
  );
  return {
    messageId,
    receiptHandle,
    body,
    attributes,
    messageAttributes: Object.fromEntries(messageAttributes),
    ...(md5OfMessageAttributes === undefined ? {} : { md5OfMessageAttributes }),
    md5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: regionOf(queueArn),
  };
}

function toEventAttribute({ dataType, ...value }: SqsAttribute): SqsEventAttribute {
  return { ...value, stringListValues: [], binaryListValues: [], dataType };
}
