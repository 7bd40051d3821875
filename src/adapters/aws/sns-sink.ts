// Messages → an SNS topic, with a word on what became of each.

import { PublishBatchCommand, type SNSClient } from '@aws-sdk/client-sns';
import { MAX_MESSAGE_BYTES, type Message } from '../../model/index.ts';
import type { AlertSink, PublishOutcome } from '../../ports/index.ts';
import { backoffMs, SYSTEM_WAITING, type Waiting } from './backoff.ts';
import { judgeEntry, judgeThrown, type Verdict } from './sns-answer.ts';
import { packBatches } from './sns-batches.ts';
import { type Parcel, toParcel } from './sns-entry.ts';

/** Times a message is sent, at most; five take about 1.5 s of waiting. The queue's redelivery comes after. */
export const MAX_PUBLISH_ATTEMPTS = 5;

/**
 * A sink for `topicArn`. Needs sns:Publish on the topic, and kms:GenerateDataKey* and kms:Decrypt where the
 * topic is encrypted with a key of one's own. Sends what failed again, alone, unless SNS says that the message
 * itself is at fault.
 */
export function createSnsSink(
  client: SNSClient,
  topicArn: string,
  waiting: Waiting = SYSTEM_WAITING,
): AlertSink {
  return {
    publish: async (messages) => {
      const parcels = messages.map(toParcel);
      const run: Run = { client, topicArn, verdicts: new Map() };
      let pending = parcels.filter((parcel) => isSendable(run, parcel));
      for (let attempt = 0; pending.length > 0 && attempt < MAX_PUBLISH_ATTEMPTS; attempt++) {
        if (attempt > 0) await waiting.sleep(backoffMs(attempt - 1, waiting.random));
        for (const batch of packBatches(pending)) await send(run, batch);
        pending = pending.filter((parcel) => run.verdicts.get(parcel)?.kind === 'again');
      }
      return {
        outcomes: parcels.map((parcel) => toOutcome(parcel.message, run.verdicts.get(parcel))),
      };
    },
  };
}

/** One call of publish. */
interface Run {
  readonly client: SNSClient;
  readonly topicArn: string;
  /** The latest verdict on each parcel. */
  readonly verdicts: Map<Parcel, Verdict>;
}

function isSendable({ verdicts }: Run, parcel: Parcel): boolean {
  if (parcel.bytes <= MAX_MESSAGE_BYTES) return true;
  const message = `${parcel.bytes} bytes with attributes, at most ${MAX_MESSAGE_BYTES} are taken`;
  verdicts.set(parcel, { kind: 'failed', code: 'MESSAGE_TOO_LARGE', message });
  return false;
}

/** Sends a batch; where SNS refuses it as a whole for what an entry holds, each entry by itself. */
async function send(run: Run, batch: readonly Parcel[]): Promise<void> {
  const verdicts = await publishBatch(run, batch);
  for (const [index, parcel] of batch.entries()) {
    const verdict = verdicts[index];
    if (verdict === undefined) continue;
    if (verdict.kind === 'alone') await send(run, [parcel]);
    else run.verdicts.set(parcel, verdict);
  }
}

async function publishBatch(
  { client, topicArn }: Run,
  batch: readonly Parcel[],
): Promise<readonly Verdict[]> {
  const command = new PublishBatchCommand({
    TopicArn: topicArn,
    PublishBatchRequestEntries: batch.map(({ entry }) => entry),
  });
  try {
    const answer = await client.send(command);
    return batch.map((parcel) => judgeEntry(parcel, answer));
  } catch (thrown) {
    const verdict = judgeThrown(batch, thrown);
    return batch.map(() => verdict);
  }
}

function toOutcome({ id }: Message, verdict: Verdict | undefined): PublishOutcome {
  if (verdict === undefined) throw new TypeError(`no verdict on message ${id}`);
  if (verdict.kind === 'published') return { kind: 'published', id };
  return { kind: 'failed', id, code: verdict.code, message: verdict.message };
}
