// A URL and a body → one POST over a connection of its own, and what was answered, in bounded time and space.
// Node's own client follows no redirect, reads no proxy variable and repeats nothing (ADR 0105).

import * as http from 'node:http';
import * as https from 'node:https';

/** For all of it: name, connection, request, answer. */
export const POST_TIMEOUT_MS = 10_000;

/** Bytes of an answer that are read: what a service has to say of a fault is short. */
export const MAX_ANSWER_BYTES = 4_096;

/** What came of a POST. */
export type Exchange =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** The header as it came. */
      readonly retryAfter: string | undefined;
      /** The first {@link MAX_ANSWER_BYTES} of the body, or as much as came; of a success nothing. */
      readonly body: string;
    }
  | {
      readonly kind: 'failed';
      /** `ECONNRESET`, `CERT_HAS_EXPIRED`; `TIMEOUT` where no answer came in time. */
      readonly code: string;
      /** True where all of the request had left. */
      readonly isSent: boolean;
    };

/** Posts JSON. Never rejects. */
export async function exchange(
  url: URL,
  body: string,
  timeoutMs = POST_TIMEOUT_MS,
): Promise<Exchange> {
  const signal = AbortSignal.timeout(timeoutMs);
  const outgoing = openRequest(url, body, signal);
  try {
    const answer = await answerTo(outgoing);
    const { statusCode: status = 0, headers } = answer;
    const isSuccess = status >= 200 && status < 300;
    const text = isSuccess ? '' : await readStart(answer);
    return { kind: 'answered', status, retryAfter: headers['retry-after'], body: text };
  } catch (error) {
    const code = signal.aborted ? 'TIMEOUT' : codeOf(error);
    return { kind: 'failed', code, isSent: outgoing.writableFinished };
  } finally {
    outgoing.destroy();
  }
}

function openRequest(url: URL, body: string, signal: AbortSignal): http.ClientRequest {
  const bytes = Buffer.from(body);
  const { request } = url.protocol === 'https:' ? https : http;
  const outgoing = request(url, {
    method: 'POST',
    // No pool: a function sleeps between posts, and a connection that died meanwhile would make a post uncertain.
    agent: false,
    signal,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-length': bytes.length,
      'user-agent': 'sigma-lambda',
    },
  });
  outgoing.end(bytes);
  return outgoing;
}

function answerTo(outgoing: http.ClientRequest): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve);
    // Stays: what breaks after the answer must not end the process.
    outgoing.on('error', reject);
    outgoing.once('close', () => reject(Object.assign(new Error('closed'), { code: 'CLOSED' })));
  });
}

/** What came of the body before it ended, broke or reached the bound: with all of it or not, the status is the answer. */
function readStart(answer: http.IncomingMessage): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const end = () => resolve(Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES).toString());
    answer.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= MAX_ANSWER_BYTES) answer.destroy();
    });
    answer.on('error', end);
    answer.on('close', end);
  });
}

/** The error's code alone: messages can hold what was sent. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{0,63}$/.test(code) ? code : error.name;
}
