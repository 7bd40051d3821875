// A queue that is looked into now and then: what has come since, and when it came.

/** A message that came. */
export interface Arrival {
  readonly body: string;
  /** When it came into the queue, epoch ms, by the queue's own clock; undefined where that does not say. */
  readonly sentMs: number | undefined;
  readonly receiptHandle: string;
}

/** A queue to look into. Both reject with what the transport throws. */
export interface Arrivals {
  /** Some of what waits, ten at most; waits for the first up to `waitSeconds`, 0 to 20. Empty = nothing came. */
  receive(waitSeconds: number): Promise<readonly Arrival[]>;
  /** These need not come again. What is not said of comes again, in its time. */
  done(arrivals: readonly Arrival[]): Promise<void>;
}
