// Where messages go: a topic.

import type { Message } from '../model/index.ts';

/** What became of one message; `id` is the message's. */
export type PublishOutcome =
  | { readonly kind: 'published'; readonly id: string }
  | {
      readonly kind: 'failed';
      readonly id: string;
      /** The service's error code, or the sink's own: `MESSAGE_TOO_LARGE`, `NO_RESULT`. */
      readonly code: string;
      readonly message: string;
    };

/** One outcome for each message, in the order given: nothing is lost in silence (P1). */
export interface PublishReport {
  readonly outcomes: readonly PublishOutcome[];
}

/** Publishes messages, at least once each. */
export interface AlertSink {
  /** Never rejects for what the service answers or fails to answer: that is in the report. */
  publish(messages: readonly Message[]): Promise<PublishReport>;
}
