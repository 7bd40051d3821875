// Where connections wait for what other objects say of their process, and where that is kept for connections to come.
//
//   connection   keep it → note it under each of its keys → the replies hold what was offered
//   offer        add it under its key                     → the reply holds who waits
//
// The store orders the writes to one key, so of a connection and an offer whichever comes second sees the other.

import type { Offer } from '../model/index.ts';

/** Names a thing that events speak of: a process instance, a file, a host. Holds within one tenant and source. */
export interface JoinKey {
  readonly tenant: string;
  readonly source: string;
  readonly key: string;
}

/** What one event offers under one key. */
export interface KeyOffers {
  readonly key: JoinKey;
  readonly offers: readonly Offer[];
}

/** A connection whose verdict is open. */
export interface OpenConnection {
  readonly tenant: string;
  /** The event's id: the same however often it is delivered. */
  readonly ref: string;
  /** Of this tenant, the one that wins first; at least one. */
  readonly keys: readonly JoinKey[];
  /** What judging it needs: opaque here, and text. */
  readonly body: string;
  /** From when on it is judged with what there is, in epoch ms. */
  readonly dueMs: number;
}

/** A connection that waits, with all that is offered. */
export interface WaitingConnection extends OpenConnection {
  /** For each of its keys: of several offers for one head the earliest, then the one least as text. By head. */
  readonly offered: readonly (readonly Offer[])[];
  /** True = it was judged without what it lacked: another verdict now is a revision. */
  readonly isJudged: boolean;
}

/**
 * What came of a connection. `waits`: it is kept. `full`: it is, but too many wait under one of its keys: an offer that
 * comes under that one does not name it, and it is judged with the offer once it is due. `tooLarge`: it is larger than a
 * store takes, and not kept: the caller judges with what is offered. The last two are to be counted.
 */
export interface AwaitReply {
  readonly kind: 'waits' | 'full' | 'tooLarge';
  /** True where it waited before, and may have been judged without what it lacked: another verdict now is a revision. */
  readonly isLate: boolean;
  readonly offered: WaitingConnection['offered'];
}

/** What came of an offer: who waits under its key. `tooLarge`: it was not kept; nobody is told. */
export type OfferReply =
  | { readonly kind: 'kept'; readonly waiting: readonly WaitingConnection[] }
  | { readonly kind: 'tooLarge' };

/** Connections that an offer under one key names, at most (design: an item stays small). */
export const MAX_WAITING_PER_KEY = 20;

/**
 * Keeps offers and open connections, 24 hours from the last write. Every method may be repeated and changes nothing
 * then. Throws what its transport throws: the call must be repeated.
 */
export interface ProcessStore {
  /** Keeps offers; the replies are in their order. */
  putStarts(starts: readonly KeyOffers[]): Promise<readonly OfferReply[]>;
  /** Keeps a connection, and says what is offered now. */
  awaitStart(connection: OpenConnection): Promise<AwaitReply>;
  /**
   * Connections that are due at `nowMs` and were not judged yet, each once for `leaseMs`: then again, unless one of the
   * methods below was called.
   */
  settleDue(nowMs: number, leaseMs: number): AsyncIterable<WaitingConnection>;
  /** The verdict is final, and what it found is kept: forgets the connection. */
  conclude(connection: Pick<OpenConnection, 'tenant' | 'ref' | 'keys'>): Promise<void>;
  /**
   * The verdict is given with what there was, and what it found is kept: an offer may still bring another. Gives what is
   * offered now: who brought it since the verdict may have looked for what was found before it was kept.
   */
  judgedEarly(
    connection: Pick<OpenConnection, 'tenant' | 'ref' | 'keys'>,
  ): Promise<WaitingConnection['offered']>;
}
