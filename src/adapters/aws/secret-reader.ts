// An ARN → the text that Secrets Manager keeps under it.

import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SecretReader } from '../../ports/index.ts';
import { backoffMs, SYSTEM_WAITING, type Waiting } from './backoff.ts';
import { isRetryable, readServiceError, type ServiceError } from './service-error.ts';

/** Times a secret is asked for, at most: the cache knows the last one while there is no answer. */
const MAX_ATTEMPTS = 3;

/** A secret could not be read, or is none that can be posted with. Its message holds nothing of the secret. */
export class SecretError extends Error {
  override readonly name = 'SecretError';
  /** The service's code, or the transport's; `NO_TEXT` for a secret that is binary or empty. */
  readonly code: string;

  constructor(arn: string, code: string, what: string) {
    super(`${arn}: ${code}: ${what}`);
    this.code = code;
  }
}

/** Reads current versions. Needs secretsmanager:GetSecretValue on them, and kms:Decrypt where a key of one's own is used. */
export function createSecretReader(
  client: SecretsManagerClient,
  waiting: Waiting = SYSTEM_WAITING,
): SecretReader {
  return {
    async read(arn) {
      const { SecretString: text } = await ask(client, arn, waiting);
      if (text !== undefined && text.trim() !== '') return text;
      throw new SecretError(arn, 'NO_TEXT', 'the secret is binary or empty; expected plain text');
    },
  };
}

async function ask(client: SecretsManagerClient, arn: string, waiting: Waiting) {
  for (let retry = 0; ; retry++) {
    try {
      return await client.send(new GetSecretValueCommand({ SecretId: arn }));
    } catch (thrown) {
      const error = readServiceError(thrown);
      if (!isRetryable(error) || retry + 1 >= MAX_ATTEMPTS) throw secretError(arn, error);
    }
    await waiting.sleep(backoffMs(retry, waiting.random));
  }
}

/**
 * Without its cause: of an answer of 2xx that the SDK could not read its error quotes the text, and errors are logged with
 * their causes. Of a refusal the service's own words.
 */
function secretError(arn: string, { code, status, message }: ServiceError): SecretError {
  const isRefusal = status !== undefined && status >= 300;
  return new SecretError(arn, code, isRefusal ? message : 'no answer that could be read');
}
