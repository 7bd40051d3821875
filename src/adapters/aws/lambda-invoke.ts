// The name of a function and a payload → what it answers.

import { parseJson } from '../../model/index.ts';
import { isRecord } from './record.ts';
import { readServiceError } from './service-error.ts';

/** Longer than any function of ours may run. */
const REQUEST_TIMEOUT_MS = 150_000;

/** What an invocation came to. */
export type Invoked =
  | {
      readonly kind: 'answered';
      /** What the function returned, parsed. */
      readonly value: unknown;
    }
  | {
      /** The function threw, or met its end. */
      readonly kind: 'failed';
      readonly errorType: string;
      readonly message: string;
    };

/** The function could not be invoked at all. */
export class InvokeError extends Error {
  override readonly name = 'InvokeError';
  /** The service's code, `ResourceNotFoundException`; for transport faults the class of the error. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * Invokes a function and waits for it, once: what it does must not be done twice. Needs lambda:InvokeFunction on it.
 * Throws {@link InvokeError}.
 * @param region as the SDK finds it where it is absent
 */
export async function invokeFunction(
  functionName: string,
  payload: unknown,
  region?: string,
): Promise<Invoked> {
  // Loaded here: of all that use this layer only one command invokes anything.
  const { InvokeCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
  try {
    const client = new LambdaClient({
      ...(region !== undefined && { region }),
      maxAttempts: 1,
      requestHandler: { requestTimeout: REQUEST_TIMEOUT_MS, throwOnRequestTimeout: true },
    });
    const Payload = Buffer.from(JSON.stringify(payload));
    const answer = await client.send(new InvokeCommand({ FunctionName: functionName, Payload }));
    const value = parseJson(Buffer.from(answer.Payload ?? []).toString());
    if (answer.FunctionError === undefined) return { kind: 'answered', value };
    return { kind: 'failed', ...thrownIn(value) };
  } catch (cause) {
    throw invokeError(cause);
  }
}

function invokeError(cause: unknown): InvokeError {
  const { code, message } = readServiceError(cause);
  return new InvokeError(code, message, { cause });
}

function thrownIn(value: unknown): { readonly errorType: string; readonly message: string } {
  const { errorType, errorMessage } = isRecord(value) ? value : {};
  return {
    errorType: typeof errorType === 'string' ? errorType : 'Error',
    message: typeof errorMessage === 'string' ? errorMessage : 'without a word',
  };
}
