// A queue that is read by who decides himself when: one message at a time.

import type { HeldMessages } from './notify-queue.ts';

/** A message in somebody's hands. */
export interface ReceivedMessage {
  /** SQS messageId. */
  readonly id: string;
  /** Names this delivery of it, until it is hidden no more. */
  readonly receiptHandle: string;
  readonly body: string;
  /** Deliveries, this one included; about. */
  readonly receiveCount: number;
  /** When it was sent, in epoch ms; undefined where the queue does not say. */
  readonly sentMs: number | undefined;
}

/** How a message is asked for. */
export interface ReceiveTerms {
  /** How long to wait for one, 0-20; from 1 on all of the queue's servers are asked. */
  readonly waitSeconds: number;
  /** How long nobody else gets it. */
  readonly hiddenSeconds: number;
}

/** The queue. Rejects with what its transport throws. */
export interface MessageSource extends HeldMessages {
  /** Undefined: there is none now. */
  receive(terms: ReceiveTerms): Promise<ReceivedMessage | undefined>;
  /** It is done: nobody gets it again. */
  remove(receiptHandle: string): Promise<void>;
}
