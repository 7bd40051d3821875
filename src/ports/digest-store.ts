// Findings that are told together, when their hour or day is over.

import type { DigestKey, DigestMember } from '../model/index.ts';

/** When a digest is to be sent, epoch ms. */
export interface DigestTimes {
  /** With all that came, when no more is expected. */
  readonly dueMs: number;
  /** For the first time, with what came until then. @default `dueMs` */
  readonly firstMs?: number;
}

/** A digest that is to be sent. */
export interface DueDigest {
  readonly digest: DigestKey;
  /** When all of it is expected, as `put` was told last: what is sent before then is not all. */
  readonly wholeMs: number;
  /** 0 at first; one more each time it was sent. */
  readonly revision: number;
  /** Names what it holds: `sent` for it does not speak of what came later. */
  readonly version: number;
}

/** Keeps members of digests for 7 days. Every method may be repeated. Throws what its transport throws. */
export interface DigestStore {
  /**
   * Adds a member, once. A digest that was never sent is due at `firstMs`; one that was at `dueMs`, so at once where that is
   * past. `known`: it was there.
   */
  put(digest: DigestKey, member: DigestMember, times: DigestTimes): Promise<'added' | 'known'>;
  /** Every member once, in no order. Counted, they are exact. */
  members(digest: DigestKey): AsyncIterable<DigestMember>;
  /** How many there are. */
  count(digest: DigestKey): Promise<number>;
  /** What is due at `nowMs`; each is the caller's for `leaseMs`. */
  due(nowMs: number, leaseMs: number): AsyncIterable<DueDigest>;
  /** It was sent with `count` members: due again, at `wholeMs`, only if others came since it was handed out. */
  sent(due: DueDigest, count: number): Promise<void>;
}
