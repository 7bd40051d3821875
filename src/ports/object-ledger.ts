// Which versions of objects were scanned, with which rules, and what came of it.

import type { Balance, ScanCounts } from '../model/index.ts';

/** One version of an object of one tenant: other content is another version. */
export interface ObjectVersion {
  readonly tenant: string;
  readonly bucket: string;
  readonly key: string;
  /** As S3 gives it, without quotes. */
  readonly etag: string;
  /** Bytes as stored. */
  readonly size: number;
}

/** A scan that went to its end. */
export interface CompletedScan {
  /** Hash of the rule set, and of the code that reads and judges records. */
  readonly ruleset: string;
  readonly counts: ScanCounts;
  /** Findings that the object had a part in. */
  readonly findings: number;
  /** P1, as it was computed. */
  readonly balances: readonly Balance[];
  /** Of a replay: a live scan scans the version all the same, for nobody was told of what was found. @default a live scan */
  readonly origin?: 'replay';
}

/** What the ledger says of a scanned version. */
export interface LedgerEntry extends CompletedScan {
  /** When the scan was entered, in epoch ms by the store's clock. */
  readonly completedMs: number;
}

/** Who wants to scan which part, and for how long nobody else shall. */
export interface ClaimTerms {
  /** This attempt, no other: asked again by the same, a ledger gives the same answer. */
  readonly owner: string;
  /** Hash of the rule set; an object scanned with another one may be claimed again. */
  readonly ruleset: string;
  readonly leaseMs: number;
  /** Which part of the object, from 1: large ones are scanned in hops, one invocation each. */
  readonly hop: number;
}

/**
 * What came of a claim. `held`: another owner is at this hop until then. `handed-on`: the scan is at a later hop, or
 * waits for it, so this one is done. `done`: scanned to the end with these rules by a live scan.
 */
export type Claim =
  | { readonly kind: 'claimed' }
  | { readonly kind: 'held'; readonly untilMs: number }
  | { readonly kind: 'handed-on'; readonly hop: number }
  | { readonly kind: 'done'; readonly entry: LedgerEntry };

/** A claim whose lease ended without a word: its scan met its end, or the next hop did not begin in time. */
export interface AbandonedClaim {
  readonly version: ObjectVersion;
  readonly hop: number;
  /** When its lease was over, in epoch ms. */
  readonly untilMs: number;
}

/**
 * Keeps completed scans, 400 days from the last. Throws what its transport throws.
 *
 *   claim hop 1 ──→ hand on to 2 ──→ claim hop 2 ──→ … ──→ complete
 *        │ └→ release: it failed, and says so     │
 *        └──────────── lease over ────────────────┴→ abandoned() tells of it; anybody may claim
 */
export interface ObjectLedger {
  /** What is known of a version; undefined = never scanned to its end. */
  read(version: ObjectVersion): Promise<LedgerEntry | undefined>;
  /** The same for many, in their order. */
  readMany(versions: readonly ObjectVersion[]): Promise<readonly (LedgerEntry | undefined)[]>;
  /**
   * Asks for the right to scan a hop. Worth its write for large objects only: whoever scans without it loses nothing,
   * since findings have the same ids. A later hop may always begin: that it was asked for proves that those before it
   * are done. What was known of the version stays.
   */
  claim(version: ObjectVersion, terms: ClaimTerms): Promise<Claim>;
  /** The owner is done with its hop, and the next was asked for: who asks for an earlier one is told so, until `leaseMs`. */
  handOn(version: ObjectVersion, terms: ClaimTerms): Promise<void>;
  /** The owner gives up its claim. Nothing where it has none. */
  release(version: ObjectVersion, owner: string): Promise<void>;
  /** Claims whose lease was over at `nowMs`, each told once, and ended. */
  abandoned(nowMs: number): AsyncIterable<AbandonedClaim>;
  /** When the scan of the object began that is under way for longest, in epoch ms; undefined = of none that is claimed. */
  underWaySince(): Promise<number | undefined>;
  /**
   * Enters a scan that went to its end, and ends every claim. Again changes nothing but `completedMs`. A replay's ends no claim,
   * and changes nothing where a live scan with the same rules is entered.
   */
  complete(version: ObjectVersion, scan: CompletedScan): Promise<void>;
}
