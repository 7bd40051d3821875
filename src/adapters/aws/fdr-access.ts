// A secret with the access key of an FDR feed → clients of CrowdStrike's queue and bucket, made anew once the key is refused.
//
//   use ── call ─ refused ─→ the secret read again, once a run ─ another key → call again
//                                                              └ the same one → refused

import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SecretSource } from '../../ports/index.ts';
import { S3AccessError } from './errors.ts';
import { type FdrKeys, FdrKeysError, parseFdrKeys } from './fdr-keys.ts';
import { createS3ReadClient } from './s3-client.ts';
import { readServiceError } from './service-error.ts';
import { createSqsClient } from './sqs-client.ts';
import { QueueError } from './sqs-queue.ts';

/** Who reads a feed: nothing of them has the role's credentials. */
export interface FdrClients {
  readonly sqs: SQSClient;
  readonly s3: S3Client;
}

/** A feed's access. */
export interface FdrAccessOptions {
  readonly secretArn: string;
  readonly secret: SecretSource;
  /** Makes the clients. @default {@link createFdrClients} in the feed's region */
  readonly clientsOf: (keys: FdrKeys) => FdrClients;
}

/** Makes a call with the clients. */
export type FdrUse = <T>(call: (clients: FdrClients) => Promise<T>) => Promise<T>;

/** Clients in the region of the feed's queue and bucket. Each has keys of its own: the SDK writes into them. */
export function createFdrClients(region: string, keys: FdrKeys): FdrClients {
  return {
    sqs: createSqsClient({ region, credentials: { ...keys } }),
    s3: createS3ReadClient({ region, credentials: { ...keys } }),
  };
}

/** Gives each run a use of the feed that reads the secret again once at most. Clients live as long as their key. */
export function createFdrAccess(options: FdrAccessOptions): () => FdrUse {
  const { secretArn, secret, clientsOf } = options;
  let kept: { readonly text: string; readonly clients: FdrClients } | undefined;
  const clientsFor = (text: string): FdrClients => {
    if (kept?.text === text) return kept.clients;
    const clients = clientsOf(parseFdrKeys(secretArn, text));
    kept = { text, clients };
    return clients;
  };
  return () => {
    let isRenewed = false;
    return async (call) => {
      const text = await secret.current();
      try {
        return await call(clientsFor(text));
      } catch (thrown) {
        if (isRenewed || !isRefusal(thrown)) throw thrown;
        isRenewed = true;
        const renewed = await secret.renewed();
        if (renewed === text) throw thrown;
        return await call(clientsFor(renewed));
      }
    };
  };
}

/**
 * By which S3 and SQS refuse a key that is unknown, inactive, or not the one that signed. A HEAD has no code: there any 403
 * may be that.
 */
const REFUSALS: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSecurity',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
]);

function isRefusal(thrown: unknown): boolean {
  if (thrown instanceof FdrKeysError || thrown instanceof S3AccessError) return true;
  const { code, status } = readServiceError(thrown instanceof QueueError ? thrown.cause : thrown);
  return status === 403 || REFUSALS.has(code);
}
