// The errors this layer throws: a wrong configuration, a call that failed, a server already stopped.

/** An option AWS would refuse, or that this layer cannot honour. */
export class LocalConfigError extends Error {
  override readonly name = 'LocalConfigError';
}

/** A call to the local SQS that was answered with an error. */
export class SqsCallError extends Error {
  override readonly name = 'SqsCallError';
  readonly action: string;
  readonly status: number;
  readonly code: string;

  constructor(action: string, status: number, code: string, message: string) {
    super(`${action} was answered ${status} ${code}: ${message}`);
    this.action = action;
    this.status = status;
    this.code = code;
  }
}

/** A notification that did not reach its target; AWS would drop it after its retries, a test must see it. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
}

/** Work asked of a server, a function or a poller that has been stopped. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
}

/** An event above what Lambda takes (RequestEntityTooLargeException). */
export class EventTooLargeError extends Error {
  override readonly name = 'EventTooLargeError';
}
