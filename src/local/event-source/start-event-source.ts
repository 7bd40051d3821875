// A queue and a function → a poller that invokes the one with batches of the other, by Lambda's rules.

import { setTimeout as sleep } from 'node:timers/promises';
import { StoppedError } from '../errors.ts';
import type { InvokeAnswer } from '../lambda/invoke-result.ts';
import { DEFAULT_REGION } from '../names.ts';
import { checkQueue, type MappingOptions, toMapping } from './mapping.ts';
import { type Polling, startPolling } from './polling.ts';
import { countMessages, openQueue, type Queue, type QueueSettings } from './queue.ts';
import type { BatchContext, BatchOutcome } from './settle-batch.ts';
import { openSqsCaller } from './sqs-call.ts';
import type { SqsEvent } from './sqs-event.ts';

/** The function to invoke; what `startLambda` gives is one. */
export interface EventTarget {
  /** Checked against the queue's visibility timeout, which must not be less. */
  readonly timeoutMs?: number;
  invoke(sqsEvent: SqsEvent): Promise<InvokeAnswer>;
}

/** What to poll, and for whom. */
export interface EventSourceOptions {
  /** `http://127.0.0.1:PORT` of the local SQS. */
  readonly endpoint: string;
  readonly queueUrl: string;
  readonly target: EventTarget;
  readonly mapping?: MappingOptions;
  /** As whom to poll. @default unsigned */
  readonly role?: PollerRole;
}

/** The function's role: Lambda polls with its permissions (ReceiveMessage, DeleteMessage, GetQueueAttributes). */
export interface PollerRole {
  readonly accessKeyId: string;
  /** @default us-east-1 */
  readonly region?: string;
}

/** A running poller. */
export interface EventSource {
  /** Every batch settled so far, in the order settled. */
  readonly batches: readonly BatchOutcome[];
  /** Calls that failed, and invocations that did not take place. */
  readonly problems: readonly Error[];
  /** Resolves when the queue is empty (failed messages: moved to the DLQ) and nothing is in flight. Rejects with StoppedError after `stop()`. */
  drained(): Promise<void>;
  /** Receives no more, invokes with what was received, and waits for what is in flight. */
  stop(): Promise<void>;
}

/** How often `drained` looks. */
const DRAIN_PAUSE_MS = 20;

/**
 * Starts polling. Unlike Lambda: one poller, no backing off after errors, no filter criteria, no FIFO queues.
 * Throws LocalConfigError for what Lambda would refuse, SqsCallError if the queue does not exist.
 */
export async function startEventSource(options: EventSourceOptions): Promise<EventSource> {
  const { endpoint, queueUrl, target, role } = options;
  const mapping = toMapping(options.mapping ?? {});
  const region = role?.region ?? DEFAULT_REGION;
  const caller = openSqsCaller({ endpoint, region, accessKeyId: role?.accessKeyId });
  // `drained` is no part of a mapping: its calls are nobody's, and cannot pass for the role's.
  const observer = openSqsCaller({ endpoint, region, accessKeyId: undefined });
  const queue = openQueue(caller, queueUrl);
  const settings = await checkedSettings(queue, target).catch((error: unknown) => {
    caller.close();
    throw error;
  });
  const problems: Error[] = [];
  const context: BatchContext = {
    invoke: (sqsEvent) => target.invoke(sqsEvent),
    queue,
    queueArn: settings.arn,
    mapping,
    report: (problem) => problems.push(problem),
  };
  const polling = startPolling(context);
  const count = (): Promise<number> => countMessages(observer, queueUrl);
  return {
    batches: polling.batches,
    problems,
    drained: () => waitUntilDrained(count, polling),
    stop: async () => {
      await polling.stop();
      caller.close();
      observer.close();
    },
  };
}

async function checkedSettings(queue: Queue, target: EventTarget): Promise<QueueSettings> {
  const settings = await queue.settings();
  checkQueue(settings, target.timeoutMs);
  return settings;
}

async function waitUntilDrained(count: () => Promise<number>, polling: Polling): Promise<void> {
  while (!polling.stopping.aborted) {
    // The queue counts what is in flight, also what a poll is just bringing; once deleted, only the outcome is to come.
    // While a batch is being settled the queue need not be asked: it holds the batch.
    if (!polling.isSettling && (await count()) === 0 && !polling.isSettling) return;
    await sleep(DRAIN_PAUSE_MS);
  }
  throw new StoppedError('the event source was stopped before its queue was empty');
}
