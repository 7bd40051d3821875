// Refuses the S3 requests that fauxqs would answer wrongly without saying so.

import { ACCOUNT_ID } from '../names.ts';
import type { Exchange, Exchanges } from './exchange.ts';
import { type App, headerOf, type LocalRequest } from './http-types.ts';
import { sendError, type WireError } from './wire.ts';

/**
 * Query parameters fauxqs honours or may ignore. All others are refused: fauxqs answers `?versioning` with 200 and
 * forgets it, and a PUT of `?tagging` overwrites the object with the tags.
 */
const KNOWN = new Set(
  (
    'x-id attributes delete lifecycle uploads uploadId partNumber versionId renameObject list-type prefix delimiter ' +
    'max-keys max-parts continuation-token start-after marker encoding-type fetch-owner max-buckets bucket-region'
  ).split(' '),
);

/** Of the known ones, those that are another operation (ListMultipartUploads, ListParts) when read. */
const NOT_READABLE = new Set(['uploads', 'uploadId']);

/** Registers the hook: 501 for what is not implemented, 404 for versions, 403 for another's bucket. */
export function installS3Limits(app: App, exchanges: Exchanges): void {
  app.addHook('preHandler', async (request, reply) => {
    const exchange = exchanges.of(request);
    const error = exchange === undefined ? undefined : refusal(exchange, request);
    return error === undefined ? undefined : sendError(reply, 's3', error);
  });
}

function refusal(
  { operation, isVersionRead }: Exchange,
  request: LocalRequest,
): WireError | undefined {
  const { id, s3 } = operation;
  if (s3 === undefined) return undefined;
  // A form upload names its key in the form, which nothing here reads: its object would not be notified of.
  if (id === 's3:PostObject') return notImplemented('POST of an object');
  for (const name of s3.query.keys()) {
    const isRead = request.method === 'GET' && NOT_READABLE.has(name);
    if (name.startsWith('X-Amz-') || (KNOWN.has(name) && !isRead)) continue;
    return notImplemented(`?${name}`);
  }
  const version = s3.query.get('versionId');
  if (version !== null && version !== 'null' && isVersionRead !== true) {
    // fauxqs would serve, or delete, the only object there is.
    const message = 'The specified version does not exist.';
    return { status: 404, code: 'NoSuchVersion', message };
  }
  const owner = headerOf(request, 'x-amz-expected-bucket-owner');
  if (owner !== undefined && owner !== ACCOUNT_ID) {
    return { status: 403, code: 'AccessDenied', message: 'Access Denied' };
  }
  return undefined;
}

function notImplemented(what: string): WireError {
  const message = `${what} is not implemented by the local S3`;
  return { status: 501, code: 'NotImplemented', message };
}
