// What a delivery needs of the world, and what it says of itself.

import type { OnCallMessage } from '../../src/alert/index.ts';
import type {
  AlertDestination,
  Clock,
  DeadLetters,
  DeliveryLedger,
  HeldMessages,
} from '../../src/ports/index.ts';
import type { TellOperations } from './tell-operations.ts';
import type { Never, Told } from './told.ts';

/** What becomes of a message in its queue: deleted, or delivered again. */
export type Fate = 'done' | 'again';

/** Why there is nothing to be posted: of this message by now, for this destination, or for anybody. */
export type Passed = 'posted' | 'superseded' | 'nothing to say' | Never;

/** What is counted and logged. Reasons are safe and without secrets. */
export interface DeliveryWatch {
  /** `latencyMs`: from the event to the post, of pages that say when it happened. */
  posted(told: Told, latencyMs: number | undefined): void;
  /** Nothing is to be posted. */
  passed(told: Told, reason: Passed): void;
  /** The destination may have it nevertheless, and gets it again. */
  uncertain(told: Told, reason: string): void;
  /** It is tried again. */
  retried(told: Told | undefined, reason: string, waitMs: number): void;
  /** It is in the dead-letter queue. */
  failed(told: Told | undefined, trouble: string, reason: string): void;
  /** It was posted, and the ledger does not know: delivered again it would be posted again. */
  unrecorded(told: Told, error: unknown): void;
  /** A queue or the ledger did not do what it was asked for; the message is delivered again. */
  faulted(what: string, error: unknown): void;
  /** A bug: what was thrown. */
  crashed(thrown: unknown): void;
}

/** What a delivery is given. */
export interface DeliveryDeps {
  /** Name of the destination. */
  readonly name: string;
  /** Whose alerts may be told. */
  readonly tenants: readonly string[];
  /**
   * The body for it; undefined where it has nothing to be told, first or later. `isFirst`: nothing of the alert was posted
   * before, so that whoever reads it knows nothing else of it.
   */
  readonly render: (message: OnCallMessage, isFirst: boolean) => string | undefined;
  readonly destination: AlertDestination;
  readonly ledger: DeliveryLedger;
  readonly held: HeldMessages;
  readonly deadLetters: DeadLetters;
  readonly tellOperations: TellOperations;
  readonly watch: DeliveryWatch;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Names an attempt. */
  readonly newOwner: () => string;
}
