// A seed → messages that come again: sent twice, or visible again while a function has them in hand.

import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { SqsEvent } from '../../src/local/index.ts';
import type { Deployment } from '../e2e/support/deploy.ts';
import { endVisibility } from '../e2e/support/poll-queues.ts';
import { diceOf } from './dice.ts';

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

/** What comes again. */
export interface RedeliveryTerms {
  readonly queueUrl: string;
  readonly seed: number;
  /** Names the dice. */
  readonly purpose: string;
}

/** Lets it begin. */
export function startRedelivery(
  { clients: { sqs } }: Deployment,
  { queueUrl, seed, purpose }: RedeliveryTerms,
): Redelivery {
  const dice = diceOf(seed, purpose);
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
        run(endVisibility(sqs, queueUrl, handle));
      }, afterMs);
      timers.add(timer);
    },
    end: async () => {
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(running);
    },
  };

  async function again({ Records }: SqsEvent, copies: readonly boolean[]): Promise<void> {
    const chosen = Records.filter((_record, index) => copies[index] === true);
    for (const { body: MessageBody } of chosen) {
      await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
    }
    done.sentTwice += chosen.length;
  }
}
