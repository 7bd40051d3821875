// What an invocation came to: the function's payload, or the error Lambda would report for it.

/** An error as Lambda reports it: the function's own, or the sandbox's. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  /** Stack lines; the sandbox's own errors have none. */
  readonly trace?: readonly string[];
}

/** How an invocation ended. */
export type InvokeAnswer =
  /** Parsed JSON; `null` for a handler that returns nothing. */
  | { readonly kind: 'payload'; readonly payload: unknown }
  | { readonly kind: 'error'; readonly error: FunctionError };

/** An invocation, as its REPORT line and log stream would show it. */
export type InvokeResult = InvokeAnswer & {
  readonly requestId: string;
  /** From the event's delivery to the answer; 0 if the sandbox never came to ask for it. */
  readonly durationMs: number;
  /** From spawn to the first request for an event. Only for a cold start that succeeded. */
  readonly initMs?: number;
  /** The sandbox was started for this invocation. */
  readonly isCold: boolean;
  /** What was written to stdout and stderr since the invocation before, in order; a cold start's own included. */
  readonly logs: string;
};

/** Largest response of a synchronous invocation, in bytes. @see Lambda quotas, "Invocation payload": 6 MB. */
export const MAX_RESPONSE_BYTES = 6 * 1024 * 1024 + 100;

/** Largest event of a synchronous invocation, in bytes. @see Lambda quotas, "Invocation payload": 6 MB. */
export const MAX_EVENT_BYTES = 6 * 1024 * 1024;

/** The timeout of a function, in Lambda's words. */
export function timedOut(requestId: string, timeoutMs: number): FunctionError {
  const seconds = (timeoutMs / 1000).toFixed(2);
  const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`;
  return { errorType: 'Sandbox.Timedout', errorMessage };
}

/** Go's words for the signals, as Lambda's supervisor prints them. */
const SIGNAL_WORDS: Readonly<Record<string, string>> = {
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGKILL: 'killed',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
};

/** The end of a process nobody asked to end, in Lambda's words. */
export function exited(
  requestId: string,
  code: number | null,
  signal: string | null,
): FunctionError {
  const how = signal === null ? `exit status ${code}` : `signal: ${SIGNAL_WORDS[signal] ?? signal}`;
  const what = code === 0 ? 'without providing a reason' : `with error: ${how}`;
  const errorMessage = `RequestId: ${requestId} Error: Runtime exited ${what}`;
  return { errorType: 'Runtime.ExitError', errorMessage };
}

/** A response above the quota, in Lambda's words. */
export function tooLarge(bytes: number): FunctionError {
  return {
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
  };
}

/** A response body → answer. Only a streaming handler can send what is not JSON; callers here could not read it. */
export function responseToAnswer(body: string): InvokeAnswer {
  try {
    return { kind: 'payload', payload: JSON.parse(body) };
  } catch (cause) {
    const errorMessage = `The response is not JSON: ${String(cause)}`;
    return { kind: 'error', error: { errorType: 'Runtime.MalformedResponse', errorMessage } };
  }
}

/** An error body as the runtime posts it → error. Fields that are missing or of another type become empty. */
export function bodyToError(body: string): FunctionError {
  const answer = responseToAnswer(body);
  if (answer.kind === 'error') return answer.error;
  const fields: Readonly<Record<string, unknown>> =
    typeof answer.payload === 'object' ? { ...answer.payload } : {};
  const { errorType = '', errorMessage = '', trace } = fields;
  return {
    errorType: String(errorType),
    errorMessage: String(errorMessage),
    ...(Array.isArray(trace) ? { trace: trace.map(String) } : {}),
  };
}
