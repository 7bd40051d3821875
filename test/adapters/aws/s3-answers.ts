// What S3 answers to a GET, rightly and wrongly.

import type { Answer } from './test-server.ts';

/** An object's ETag, and another's. */
export const ETAG = '"0123456789abcdef0123456789abcdef"';
export const OTHER_ETAG = '"ffffffffffffffffffffffffffffffff"';

/** Headers that replace the right ones; undefined leaves one out. */
export type Headers = Readonly<Record<string, string | number | undefined>>;

/** How a body that should have gone on ends: with the socket, or with silence. */
export type Break = 'reset' | 'stall';

/** The range a request asks for, from its first byte. */
export function firstByte(range: string | undefined): number {
  return Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
}

/** Headers of the right answer for the rest of `object` from `from` on. */
export function restHeaders(object: Buffer, from: number): Headers {
  const range = { 'content-range': `bytes ${from}-${object.length - 1}/${object.length}` };
  return { etag: ETAG, 'content-length': object.length - from, ...(from > 0 ? range : {}) };
}

/** The object, or the rest that is asked for. */
export function whole(object: Buffer, headers: Headers = {}): Answer {
  return (response, request) => {
    const from = firstByte(request.headers.range);
    for (const [name, value] of Object.entries({ ...restHeaders(object, from), ...headers })) {
      if (value !== undefined) response.setHeader(name, value);
    }
    response.writeHead(from > 0 ? 206 : 200).end(object.subarray(from));
  };
}

/** The same up to byte `until` of the object, then `how`. */
export function brokenAt(object: Buffer, until: number, how: Break = 'reset'): Answer {
  return (response, request) => {
    const from = firstByte(request.headers.range);
    const headers = Object.entries(restHeaders(object, from));
    for (const [name, value] of headers) if (value !== undefined) response.setHeader(name, value);
    response.writeHead(from > 0 ? 206 : 200);
    response.flushHeaders();
    response.write(object.subarray(from, until), () => {
      if (how === 'reset') response.destroy();
    });
  };
}

/** An error of S3. */
export function s3Error(status: number, code: string, details = ''): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(`<Error><Code>${code}</Code><Message>of ${code}</Message>${details}</Error>`);
  };
}

/** An answer of a proxy, in no format of S3's. */
export function htmlError(status: number): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end('<html><body>Bad gateway');
  };
}
