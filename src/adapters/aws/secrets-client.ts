// Configuration of a caller → a client of Secrets Manager fit for the reader.

import {
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from '@aws-sdk/client-secrets-manager';
import { boundedCalls } from './bounded-calls.ts';

/** The SDK waits for ever by default: a page would wait with it. */
const REQUEST_TIMEOUT_MS = 3_000;

/** A client for {@link createSecretReader}: one attempt a call, because the reader retries within its own bound. */
export function createSecretsClient(config: SecretsManagerClientConfig = {}): SecretsManagerClient {
  return new SecretsManagerClient(boundedCalls(REQUEST_TIMEOUT_MS, config));
}

/** The region that an ARN names, for the client's configuration: asked in another, Secrets Manager knows no such secret. */
export function secretRegion(arn: string): { readonly region?: string } {
  const region = arn.split(':')[3];
  return region === undefined || region === '' ? {} : { region };
}
