// Conditional writes: If-None-Match:* and If-Match on PutObject and CompleteMultipartUpload, which fauxqs ignores.

import type { Exchange, Exchanges } from './exchange.ts';
import { type App, headerOf, type LocalRequest } from './http-types.ts';
import { sendError, type WireError } from './wire.ts';

const FAILED: WireError = {
  status: 412,
  code: 'PreconditionFailed',
  message: 'At least one of the pre-conditions you specified did not hold',
};

const CONFLICT: WireError = {
  status: 409,
  code: 'ConditionalRequestConflict',
  message: 'A conflicting conditional operation is currently in progress against this resource.',
};

const ABSENT: WireError = {
  status: 404,
  code: 'NoSuchKey',
  message: 'The specified key does not exist.',
};

const WRITES = new Set(['s3:PutObject', 's3:CompleteMultipartUpload', 's3:CopyObject']);

/**
 * Registers the hooks. One conditional write a key at a time; another meanwhile gets 409, as from S3: else two
 * writers of If-None-Match:* could both find the key free.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function installS3Conditions(app: App, exchanges: Exchanges): void {
  const locked = new Set<string>();
  const unlock = (exchange: Exchange | undefined): void => {
    if (exchange?.lockedKey !== undefined) locked.delete(exchange.lockedKey);
  };
  const etagOf = async (path: string): Promise<string | undefined> => {
    const headers = exchanges.internalHeaders;
    const head = await app.inject({ method: 'HEAD', url: path, headers });
    return head.statusCode === 200 ? String(head.headers.etag) : undefined;
  };
  app.addHook('preHandler', async (request, reply) => {
    const exchange = exchanges.of(request);
    if (exchange === undefined || !isConditionalWrite(exchange, request)) return;
    const path = request.url.split('?')[0] ?? request.url;
    if (locked.has(path)) return sendError(reply, 's3', CONFLICT);
    locked.add(path);
    exchange.lockedKey = path;
    const error = unmet(request, await etagOf(path));
    return error === undefined ? undefined : sendError(reply, 's3', error);
  });
  app.addHook('onSend', (request, _reply, payload, done) => {
    unlock(exchanges.of(request));
    done(null, payload);
  });
  app.addHook('onRequestAbort', async (request) => unlock(exchanges.of(request)));
}

function isConditionalWrite({ operation }: Exchange, request: LocalRequest): boolean {
  if (!WRITES.has(operation.id)) return false;
  return (
    request.headers['if-none-match'] !== undefined || request.headers['if-match'] !== undefined
  );
}

function unmet(request: LocalRequest, etag: string | undefined): WireError | undefined {
  if (headerOf(request, 'if-none-match') === '*' && etag !== undefined) return FAILED;
  const ifMatch = headerOf(request, 'if-match');
  if (ifMatch === undefined) return undefined;
  if (etag === undefined) return ABSENT;
  return ifMatch === etag || ifMatch === '*' ? undefined : FAILED;
}
