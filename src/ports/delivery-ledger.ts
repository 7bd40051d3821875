// What was posted where: a message that is delivered again is posted once, and none behind a newer one of its alert.
//
//   claim ── claimed ─→ post ─→ posted
//         │                └ failed: release ─→ anybody may claim
//         ├─ held: somebody posts of this alert here, or met its end ── lease over ─→ claimed
//         ├─ posted: this revision
//         └─ superseded: a newer one

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
  | {
      readonly kind: 'claimed';
      /** True where the ledger knows of nothing of the alert that was posted there. */
      readonly isFirst: boolean;
    }
  | {
      readonly kind: 'held';
      readonly untilMs: number;
      /** What the holder posts: this revision, or another of the alert. */
      readonly revision: number;
    }
  | { readonly kind: 'posted' }
  /** A newer revision was posted: this one, whether it was posted before or not, would say what is no longer so. */
  | { readonly kind: 'superseded'; readonly by: number };

/** Who wants to post, and for how long nobody else shall. */
export interface DeliveryTerms {
  /** This attempt, no other: asked again by the same, a ledger gives the same answer. */
  readonly owner: string;
  readonly leaseMs: number;
}

/**
 * Keeps deliveries for 30 days from their last change. Of one alert and destination one revision at a time is posted,
 * and revisions only rise. Throws what its transport throws.
 */
export interface DeliveryLedger {
  /** Asks for the right to post. */
  claim(delivery: Delivery, terms: DeliveryTerms): Promise<DeliveryClaim>;
  /** It was posted, by whoever: nobody shall post it again, nor anything older. */
  posted(delivery: Delivery): Promise<void>;
  /** The owner could not post, and gives up its claim. Nothing where it has none. */
  release(delivery: Delivery, owner: string): Promise<void>;
}
