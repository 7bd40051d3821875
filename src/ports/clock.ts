// The time of day, for leases and expiry alone: detection knows event time only.

/** Tells the time. */
export interface Clock {
  /** Epoch ms. */
  nowMs(): number;
}
