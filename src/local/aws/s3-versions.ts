// Buckets with versions: each write is kept under an id of its own, and a read by that id gives it back.

import { randomBytes } from 'node:crypto';
import { LocalConfigError } from '../errors.ts';
import { creationKind } from './created-object.ts';
import type { Exchanges } from './exchange.ts';
import type { App } from './http-types.ts';
import type { S3Target } from './s3-target.ts';

/** The versions of all buckets. */
export interface Versions {
  /**
   * Gives the bucket's objects versions from now on; they outlive an overwrite and a delete. GetObject and HeadObject take a
   * `versionId`, nothing else does. Rejects with a LocalConfigError where it cannot.
   */
  enableVersions(bucket: string): Promise<void>;
}

const READS = new Set(['s3:GetObject', 's3:HeadObject']);
const ID_BYTES = 16;

/**
 * Registers the hooks: before the limits, which refuse what is no version, and before the notifications, which tell of it.
 * fauxqs has no versions, so each is a copy, by fauxqs, in a bucket beside; a read by version is led there, and so is
 * ranged, conditional and struck by faults like any other.
 */
export function installS3Versions(app: App, exchanges: Exchanges): Versions {
  const versioned = new Set<string>();
  const kept = new Map<string, Promise<boolean>>();
  const put = async (url: string, more: Readonly<Record<string, string>>): Promise<boolean> => {
    const headers = { ...exchanges.internalHeaders, ...more };
    const { statusCode } = await app.inject({ method: 'PUT', url, headers });
    return statusCode === 200;
  };
  app.addHook('preHandler', async (request) => {
    const exchange = exchanges.of(request);
    const target = exchange?.operation.s3;
    if (exchange === undefined || target === undefined || !READS.has(exchange.operation.id)) return;
    const id = target.query.get('versionId') ?? '';
    if ((await kept.get(placeOf(target, id))) !== true) return;
    exchange.isVersionRead = true;
    Object.assign(Object(request.params), { bucket: besideOf(target.bucket), '*': id });
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    const operation = exchanges.of(request)?.operation;
    const target = operation?.s3;
    if (operation === undefined || target === undefined) return done(null, payload);
    const isWritten = creationKind(operation) !== undefined && reply.statusCode === 200;
    if (isWritten && versioned.has(target.bucket)) {
      const id = randomBytes(ID_BYTES).toString('hex');
      reply.header('x-amz-version-id', id);
      const source = request.url.split('?')[0] ?? request.url;
      const copied = put(`/${besideOf(target.bucket)}/${id}`, { 'x-amz-copy-source': source });
      kept.set(placeOf(target, id), copied);
    }
    done(null, payload);
  });
  const enableVersions = async (bucket: string): Promise<void> => {
    if (!(await put(`/${besideOf(bucket)}`, {}))) {
      throw new LocalConfigError(`versions of ${bucket}: no place to keep them`);
    }
    versioned.add(bucket);
  };
  return { enableVersions };
}

const besideOf = (bucket: string): string => `${bucket}--versions`;

const placeOf = ({ bucket, key }: S3Target, id: string): string => `${bucket}/${key}?${id}`;
