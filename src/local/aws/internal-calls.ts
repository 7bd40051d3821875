// This layer's own requests to the services, past the hooks: a service principal's, so neither logged nor struck.

import { DeliveryError } from '../errors.ts';
import { ACCOUNT_ID, queueNameOf } from '../names.ts';
import type { Exchanges } from './exchange.ts';
import type { App } from './http-types.ts';

/** Sends what S3 sends, and looks up what S3 knows. */
export interface InternalCalls {
  /** Rejects with a DeliveryError where the queue does not take it. */
  sendMessage(queueArn: string, body: string): Promise<void>;
  /** Rejects with a DeliveryError where the topic does not take it. */
  publish(topicArn: string, message: string): Promise<void>;
  /** Status of a HEAD, and the size it states in bytes. */
  head(path: string): Promise<{ readonly status: number; readonly size: number }>;
}

/** Binds the calls to the servers. */
export function internalCalls(app: App, exchanges: Exchanges): InternalCalls {
  const post = async (target: string, type: string, more: object, payload: string) => {
    const headers = { ...exchanges.internalHeaders, ...more, 'content-type': type };
    const { statusCode, body } = await app.inject({ method: 'POST', url: '/', headers, payload });
    if (statusCode !== 200) {
      throw new DeliveryError(`${target} answered S3's notification ${statusCode}: ${body}`);
    }
  };
  return {
    sendMessage: async (queueArn, body) => {
      const QueueUrl = `http://local/${ACCOUNT_ID}/${queueNameOf(queueArn)}`;
      const payload = JSON.stringify({ QueueUrl, MessageBody: body });
      const target = { 'x-amz-target': 'AmazonSQS.SendMessage' };
      await post(queueArn, 'application/x-amz-json-1.0', target, payload);
    },
    publish: async (topicArn, message) => {
      const form = { Action: 'Publish', TopicArn: topicArn, Message: message, Subject: SUBJECT };
      const payload = new URLSearchParams(form).toString();
      await post(topicArn, 'application/x-www-form-urlencoded', {}, payload);
    },
    head: async (path) => {
      const headers = exchanges.internalHeaders;
      const answer = await app.inject({ method: 'HEAD', url: path, headers });
      return { status: answer.statusCode, size: Number(answer.headers['content-length'] ?? 0) };
    },
  };
}

/** What S3 writes over its notifications. */
const SUBJECT = 'Amazon S3 Notification';
