// A seed → messages that come again: sent twice, or visible again while a scan has them in hand.

import type { SqsEvent } from '../../src/local/index.ts';
import type { Deployment } from '../e2e/support/deploy.ts';
import { endVisibility } from '../e2e/support/poll-queues.ts';
import { diceOf } from './dice.ts';
import { sendAgain } from './stage.ts';

/** Redelivery at work. */
export interface Redelivery {
  /** Told of each batch that a function is given. */
  inHand(sqsEvent: SqsEvent): void;
  readonly done: { sentTwice: number; visibleAgain: number };
  /** Does no more, and waits for what it is doing. */
  end(): Promise<void>;
}

/** Of a thousand messages. */
const SENT_TWICE = 60;
/** Of a thousand batches: one message each. */
const VISIBLE_AGAIN = 150;
const LATEST_MS = 250;

/** Lets it begin. */
export function startRedelivery(stack: () => Deployment, seed: number): Redelivery {
  const dice = diceOf(seed, 'redelivery');
  const done = { sentTwice: 0, visibleAgain: 0 };
  const running = new Set<Promise<void>>();
  const timers = new Set<NodeJS.Timeout>();
  const run = (work: Promise<void>) => {
    running.add(work);
    void work.finally(() => running.delete(work));
  };
  return {
    done,
    inHand: (sqsEvent) => {
      const copies = sqsEvent.Records.map(() => dice.hits(SENT_TWICE));
      const isVisible = dice.hits(VISIBLE_AGAIN);
      const afterMs = dice.draw(1, LATEST_MS);
      run(again(sqsEvent, copies));
      const handle = sqsEvent.Records[0]?.receiptHandle;
      if (!isVisible || handle === undefined) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        done.visibleAgain += 1;
        const { clients, sourceUrl } = stack();
        run(endVisibility(clients.sqs, sourceUrl, handle));
      }, afterMs);
      timers.add(timer);
    },
    end: async () => {
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(running);
    },
  };

  async function again(sqsEvent: SqsEvent, copies: readonly boolean[]): Promise<void> {
    let at = 0;
    done.sentTwice += await sendAgain(stack(), sqsEvent, () => copies[at++] ?? false);
  }
}
