// What was posted where: a message that is delivered again is posted once.
//
//   claim ── claimed ─→ post ─→ posted
//         │                └ failed: release ─→ anybody may claim
//         ├─ held: somebody is at it, or met its end ── lease over ─→ claimed
//         └─ posted

/** One event of an alert, or one digest, for one destination. */
export interface Delivery {
  readonly tenant: string;
  /** Id of the alert or digest. */
  readonly alert: string;
  readonly revision: number;
  /** Name of the destination. */
  readonly destination: string;
}

/** What came of a claim. */
export type DeliveryClaim =
  | { readonly kind: 'claimed' }
  | { readonly kind: 'held'; readonly untilMs: number }
  | { readonly kind: 'posted' };

/** Who wants to post, and for how long nobody else shall. */
export interface DeliveryTerms {
  /** This attempt, no other: asked again by the same, a ledger gives the same answer. */
  readonly owner: string;
  readonly leaseMs: number;
}

/** Keeps deliveries for 30 days from their last change. Throws what its transport throws. */
export interface DeliveryLedger {
  /** Asks for the right to post. */
  claim(delivery: Delivery, terms: DeliveryTerms): Promise<DeliveryClaim>;
  /** It was posted, by whoever: nobody shall again. */
  posted(delivery: Delivery): Promise<void>;
  /** The owner could not post, and gives up its claim. Nothing where it has none. */
  release(delivery: Delivery, owner: string): Promise<void>;
}
