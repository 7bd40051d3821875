// Where people are told: a channel, a pager.

/** What became of a post. No reason holds a secret: it may be logged and shown. */
export type PostOutcome =
  | { readonly kind: 'posted' }
  | {
      /** To be tried again: too many posts, a fault of theirs, of the net, of the secret's store. */
      readonly kind: 'retry';
      readonly reason: string;
      /** When they say so, not before as many ms; absent = they did not say. */
      readonly afterMs?: number;
      /** True where they may have it nevertheless: a second post then is a second message. */
      readonly mayBePosted: boolean;
    }
  | {
      /** Refused, and would be again: by them, or because the secret cannot be one. */
      readonly kind: 'permanent';
      readonly reason: string;
    };

/** Posts what is rendered. */
export interface AlertDestination {
  /**
   * Posts a body, JSON without secrets, once. Never rejects for what the destination, the net or the secret's store
   * does: that is in the outcome.
   */
  post(body: string): Promise<PostOutcome>;
}
