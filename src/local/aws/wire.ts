// An error → the shape each service puts it in on the wire, so that the SDK's own parser makes the error of it.

import { randomUUID } from 'node:crypto';
import { assertNever } from '../assert-never.ts';
import type { LocalReply } from './http-types.ts';
import type { Operation } from './operation.ts';

/** An error as a service states it. */
export interface WireError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** Text safe inside an XML element. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}

/** Text of an XML element, unescaped. */
export function unescapeXml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

/** The content type of Secrets Manager. */
export const SECRETS_JSON = 'application/x-amz-json-1.1';

/** Sends the error in the shape of the operation's service. */
export function sendError(
  reply: LocalReply,
  service: Operation['service'],
  error: WireError,
): LocalReply {
  reply.code(error.status);
  switch (service) {
    case 's3':
      return reply.header('content-type', 'application/xml').send(s3Xml(error));
    case 'sqs':
      // Clients of the query protocol read the code from this header; SDK v3 prefers it to __type as well.
      return reply
        .header('x-amzn-query-error', `${error.code};${blame(error)}`)
        .header('content-type', 'application/x-amz-json-1.0')
        .send(
          JSON.stringify({ __type: `com.amazonaws.sqs#${error.code}`, message: error.message }),
        );
    case 'secretsmanager':
      return reply
        .header('content-type', SECRETS_JSON)
        .send(JSON.stringify({ __type: error.code, Message: error.message }));
    case 'sns':
    case 'sts':
      return reply.header('content-type', 'text/xml').send(queryXml(error));
    default:
      return assertNever(service);
  }
}

const blame = (error: WireError): string => (error.status < 500 ? 'Sender' : 'Receiver');

function s3Xml({ code, message }: WireError): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message></Error>`;
}

function queryXml(error: WireError): string {
  const { code, message } = error;
  const inner = `<Type>${blame(error)}</Type><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>`;
  return `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error>${inner}</Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`;
}
