// A call of the SQS API → its answer: the JSON protocol over HTTP, signed only in form.

import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { SqsCallError } from '../errors.ts';

/** The fields of an answer; what they hold is for the caller to check. */
export type Fields = Readonly<Record<string, unknown>>;

/** Calls SQS as one caller, over connections of its own. */
export interface SqsCaller {
  /** Rejects with SqsCallError for an error of the service, with Node's own error for the connection's. */
  call(action: string, input: Fields): Promise<Fields>;
  /** Closes idle connections. */
  close(): void;
}

/** Where SQS is, and who calls. */
export interface SqsCallerOptions {
  readonly endpoint: string;
  readonly region: string;
  /** Undefined sends no Authorization at all. */
  readonly accessKeyId: string | undefined;
}

/** A long poll answers within 20 s: what takes longer is a server that hangs. */
const SILENCE_MS = 30_000;

/** Opens a caller. */
export function openSqsCaller({ endpoint, region, accessKeyId }: SqsCallerOptions): SqsCaller {
  const agent = new Agent({ keepAlive: true });
  const scope = `Credential=${accessKeyId}/20260101/${region}/sqs/aws4_request`;
  const signature =
    accessKeyId === undefined
      ? {}
      : { authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=local` };
  const post = (action: string, body: string): Promise<IncomingMessage> => {
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': Buffer.byteLength(body),
      'x-amz-target': `AmazonSQS.${action}`,
      ...signature,
    };
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const request = httpRequest(endpoint, { method: 'POST', path: '/', agent, headers }, resolve);
    request.on('error', reject);
    request.setTimeout(SILENCE_MS, () => {
      request.destroy(new Error(`${action}: no answer in ${SILENCE_MS} ms`));
    });
    request.end(body);
    return promise;
  };
  const call = async (action: string, input: Fields): Promise<Fields> => {
    const response = await post(action, JSON.stringify(input));
    const { statusCode = 0 } = response;
    const output = toFields(action, statusCode, await text(response));
    if (statusCode !== 200) throw toCallError(action, statusCode, output);
    return output;
  };
  return { call, close: () => agent.destroy() };
}

function toFields(action: string, status: number, body: string): Fields {
  if (body === '') return {};
  const output = parse(action, status, body);
  if (typeof output === 'object' && output !== null && !Array.isArray(output)) return { ...output };
  throw new Error(`${action}: the answer ${status} is no JSON object`);
}

function parse(action: string, status: number, body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new Error(`${action}: the answer ${status} is no JSON`, { cause });
  }
}

function toCallError(action: string, status: number, output: Fields): SqsCallError {
  const code = String(output['__type'] ?? 'Unknown').replace(/^.*#/, '');
  return new SqsCallError(action, status, code, String(output['message'] ?? ''));
}
