// A batch → invoked, judged, and its succeeded messages deleted; the failed ones stay until their visibility ends.

import type { InvokeAnswer } from '../lambda/invoke-result.ts';
import type { Mapping } from './mapping.ts';
import type { Queue } from './queue.ts';
import { messagesToEvent, type SqsEvent } from './sqs-event.ts';
import type { SqsMessage } from './sqs-message.ts';
import { answerToVerdict, type Verdict, type VerdictReason } from './verdict.ts';

/** What became of a batch. */
export interface BatchOutcome {
  readonly reason: VerdictReason;
  /** Message ids, in the order delivered. */
  readonly succeeded: readonly string[];
  readonly failed: readonly string[];
  /** Receive counts (ApproximateReceiveCount) in the same order as the messages were delivered. */
  readonly receiveCounts: readonly number[];
}

/** What a batch needs. */
export interface BatchContext {
  readonly invoke: (sqsEvent: SqsEvent) => Promise<InvokeAnswer>;
  readonly queue: Queue;
  readonly queueArn: string;
  readonly mapping: Mapping;
  /** Told of what went wrong that is neither the function's nor in the outcome. */
  readonly report: (problem: Error) => void;
}

/** Tries to delete before it is left to the next delivery. */
const DELETE_ATTEMPTS = 3;

/** Settles a batch. Never rejects: a failed call is reported, and its messages come again. */
export async function settleBatch(
  context: BatchContext,
  messages: readonly SqsMessage[],
): Promise<BatchOutcome> {
  const { reason, failed } = await judge(context, messages);
  const succeeded = messages.filter(({ messageId }) => !failed.has(messageId));
  await deleteAll(context, succeeded);
  return {
    reason,
    succeeded: succeeded.map(({ messageId }) => messageId),
    failed: messages.map(({ messageId }) => messageId).filter((id) => failed.has(id)),
    receiveCounts: messages.map((message) => Number(message.attributes['ApproximateReceiveCount'])),
  };
}

async function judge(context: BatchContext, messages: readonly SqsMessage[]): Promise<Verdict> {
  const ids = new Set(messages.map(({ messageId }) => messageId));
  try {
    const answer = await context.invoke(messagesToEvent(messages, context.queueArn));
    return answerToVerdict(answer, ids, context.mapping);
  } catch (error) {
    context.report(toError(error));
    return { reason: 'notInvoked', failed: ids };
  }
}

async function deleteAll(context: BatchContext, messages: readonly SqsMessage[]): Promise<void> {
  if (messages.length === 0) return;
  for (let attempt = 1; attempt <= DELETE_ATTEMPTS; attempt += 1) {
    try {
      const problems = await context.queue.delete(messages);
      for (const problem of problems) context.report(new Error(problem));
      return;
    } catch (error) {
      context.report(toError(error));
    }
  }
}

/** What was thrown, as an error. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
