// Which versions of objects were scanned, with which rules, and what came of it.

import type { ScanCounts } from '../model/index.ts';

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
  /** Hash of the rule set. */
  readonly ruleset: string;
  readonly counts: ScanCounts;
  /** Findings that the object had a part in. */
  readonly findings: number;
}

/** What the ledger says of a scanned version. */
export interface LedgerEntry extends CompletedScan {
  /** When the scan was entered, in epoch ms by the store's clock. */
  readonly completedMs: number;
}

/** Who wants to scan, and for how long nobody else shall. */
export interface ClaimTerms {
  /** The delivery, the same when it is repeated: what it began before a crash it may go on with. */
  readonly owner: string;
  /** Hash of the rule set; an object scanned with another one may be claimed again. */
  readonly ruleset: string;
  readonly leaseMs: number;
}

/** What came of a claim. `held`: another owner has it until then. `done`: scanned with these rules already. */
export type Claim =
  | { readonly kind: 'claimed' }
  | { readonly kind: 'held'; readonly untilMs: number }
  | { readonly kind: 'done'; readonly entry: LedgerEntry };

/** Keeps completed scans, 400 days from the last. Throws what its transport throws. */
export interface ObjectLedger {
  /** What is known of a version; undefined = never scanned to its end. */
  read(version: ObjectVersion): Promise<LedgerEntry | undefined>;
  /** The same for many, in their order. */
  readMany(versions: readonly ObjectVersion[]): Promise<readonly (LedgerEntry | undefined)[]>;
  /**
   * Asks for the right to scan. Worth its write for large objects only: whoever scans without it loses nothing, since
   * findings have the same ids. What was known of the version stays.
   */
  claim(version: ObjectVersion, terms: ClaimTerms): Promise<Claim>;
  /** Enters a scan that went to its end, and ends every claim. Again changes nothing but `completedMs`. */
  complete(version: ObjectVersion, scan: CompletedScan): Promise<void>;
}
