// How every client of ours that sends and stores makes its calls: once, and not for ever.

/** The SDK waits for ever by default. */
const CONNECTION_TIMEOUT_MS = 3_000;

/**
 * Settings of a client whose caller retries within its own bound: of what a call may take, and of how it ends. What a
 * configuration says of the handler goes before; one attempt a call is not to be changed.
 */
export function boundedCalls<C extends object>(requestTimeout: number, config: C) {
  return {
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout,
      throwOnRequestTimeout: true,
    },
    ...config,
    maxAttempts: 1,
  };
}
