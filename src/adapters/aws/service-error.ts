// Something the SDK threw → what the service said, and whether asking again can help.

import { isRecord } from './record.ts';

/** An error of the SDK, read without trusting its type: a broken error body gives errors of other shapes. */
export interface ServiceError {
  /** The service's code, `AccessDenied`; for transport faults the class of the error. */
  readonly code: string;
  readonly message: string;
  /** HTTP status; undefined = no answer came. */
  readonly status: number | undefined;
  /** The operating system's or the HTTP parser's code, `ECONNRESET`; undefined otherwise. */
  readonly transportCode: string | undefined;
}

/** Codes that mean "later", whatever their status: some are 400. */
const THROTTLES: ReadonlySet<string> = new Set([
  'SlowDown',
  'Throttled',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestTimeout',
  'TooManyRequestsException',
  'KMSThrottling',
  'KMSThrottlingException',
  'ProvisionedThroughputExceededException',
]);

/** True for a code by which a service asks to be called less often. */
export function isThrottle(code: string): boolean {
  return THROTTLES.has(code);
}

/** Reads what was thrown. */
export function readServiceError(thrown: unknown): ServiceError {
  const error = isRecord(thrown) ? thrown : {};
  return {
    code: text(error['name']) ?? 'Error',
    message: text(error['message']) ?? String(thrown),
    status:
      status(error['$metadata'], 'httpStatusCode') ?? status(error['$response'], 'statusCode'),
    transportCode: text(error['code']),
  };
}

/** Errors of the system and of Node's HTTP parser. Not ERR_INVALID_ARG_TYPE and its like, nor certificates. */
const TRANSPORT = /^(?:E(?!RR_)[A-Z_]+|HPE_\w+|ERR_STREAM_PREMATURE_CLOSE)$/;

/**
 * Throttled, the service's own fault, an answer that could not be read, or none. Not: a missing credential, a
 * bug of ours.
 */
export function isRetryable({ code, status, transportCode }: ServiceError): boolean {
  if (isThrottle(code) || status === 429) return true;
  if (status !== undefined) return status >= 500 || status < 300;
  return code === 'TimeoutError' || (transportCode !== undefined && TRANSPORT.test(transportCode));
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function status(holder: unknown, key: string): number | undefined {
  const value = isRecord(holder) ? holder[key] : undefined;
  return typeof value === 'number' ? value : undefined;
}
