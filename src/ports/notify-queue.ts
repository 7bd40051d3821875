// The queue of a destination, for one who works its messages off, and where those end that cannot be posted.

/** Messages in somebody's hands. */
export interface HeldMessages {
  /**
   * Hides a message for as long from now: it is delivered again after that. At most 12 h since it was received. Rejects
   * with what its transport throws; the queue's own time applies then.
   */
  hide(receiptHandle: string, forMs: number): Promise<void>;
}

/** The dead-letter queue of a destination. */
export interface DeadLetters {
  /** Resolves once the queue has the message. `reason` is short and safe. Rejects with what its transport throws. */
  send(body: string, reason: string): Promise<void>;
}
