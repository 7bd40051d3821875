// Findings that are told together, when their hour or day is over.

import type { DigestKey, DigestMember } from '../model/index.ts';

/** A digest that is to be sent. */
export interface DueDigest {
  readonly digest: DigestKey;
  /** 0 at first; one more each time it was sent. */
  readonly revision: number;
  /** Names what it holds: `sent` for it does not speak of what came later. */
  readonly version: number;
}

/** Keeps members of digests for 7 days. Every method may be repeated. Throws what its transport throws. */
export interface DigestStore {
  /**
   * Adds a member, once. The digest is due at `dueMs`; where it was sent already, at once. `known`: it was there.
   */
  put(digest: DigestKey, member: DigestMember, dueMs: number): Promise<'added' | 'known'>;
  /** Every member once, in no order. Counted, they are exact. */
  members(digest: DigestKey): AsyncIterable<DigestMember>;
  /** How many there are. */
  count(digest: DigestKey): Promise<number>;
  /** What is due at `nowMs`; each is the caller's for `leaseMs`. */
  due(nowMs: number, leaseMs: number): AsyncIterable<DueDigest>;
  /** It was sent with `count` members: not due again, unless others came since it was handed out. */
  sent(due: DueDigest, count: number): Promise<void>;
}
