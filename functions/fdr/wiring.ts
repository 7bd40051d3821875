// Configuration → the parts of an FDR feed's function, made once per cold start.

import {
  createDeadLetters,
  createFdrAccess,
  createFdrClients,
  createMessageSource,
  createS3Object,
  createSecretCache,
  createSecretReader,
  createSecretsClient,
  createSqsClient,
  type FdrUse,
  headS3Object,
  secretRegion,
} from '../../src/adapters/aws/index.ts';
import type { MessageSource, ReceivedMessage } from '../../src/ports/index.ts';
import { type Invocation, objectTime } from '../scan/object-time.ts';
import { scanAndPublish } from '../scan/scan-and-publish.ts';
import { objectDeps } from '../scan/wiring.ts';
import { SYSTEM_CLOCK } from '../shared/state.ts';
import type { FdrConfig } from './config.ts';
import type { FileDeps } from './file-scan.ts';
import { type PolledQueue, pollQueues } from './poll.ts';
import type { FdrTelemetry } from './telemetry.ts';
import { type FeedQueue, type MessageDeps, workMessage } from './work-message.ts';

/** Kept for publishing what was found and for what becomes of the message, when reading stops for want of time. */
export const RESERVE_MS = 15_000;

/** Least that is left of a run for a file that begins: with less, one of usual size would go on in another run. */
const LEAST_FILE_MS = 60_000;

/** And for a message that is received. */
const LEAST_MESSAGE_MS = 90_000;

/** Longer than a run lives, so that nobody else gets what it has in hand: CrowdStrike's queue need not let that be prolonged. */
const HIDDEN_SECONDS = 300;

/** Long polls, so that an empty answer is one, and short ones, since the function is paid for while it waits. */
const WAIT_SECONDS = { own: 1, crowdstrike: 2 } as const;

/** Works off what is in the feed's queue and in our own, while there is time. Throws what their transport throws. */
export type PollNow = (remainingMs: () => number) => Promise<void>;

/** Builds it. */
export function wireFdr(
  config: FdrConfig,
  telemetry: FdrTelemetry,
  waitSeconds: Readonly<Record<FeedQueue['kind'], number>> = WAIT_SECONDS,
): PollNow {
  const { feed, bucket, sources } = config;
  const sqs = createSqsClient();
  const own = createMessageSource(sqs, config.queueUrl);
  const failures = createDeadLetters(sqs, config.failureQueueUrl);
  const scans = objectDeps(config, telemetry.scan);
  const secrets = createSecretCache(
    createSecretReader(createSecretsClient(secretRegion(feed.secretArn))),
    SYSTEM_CLOCK,
  );
  const forRun = createFdrAccess({
    secretArn: feed.secretArn,
    secret: secrets(feed.secretArn),
    clientsOf: (keys) => createFdrClients(feed.region, keys),
  });
  return async (remainingMs) => {
    const signal = AbortSignal.timeout(Math.max(0, remainingMs() - RESERVE_MS));
    const invocation = { remainingMs, signal, reserveMs: RESERVE_MS, canGoOn: true };
    const use = forRun();
    const files: FileDeps = {
      bucket,
      sources,
      look: (key) => lookAt(bucket, key, use, signal),
      scan: ({ object, ref, source }, part) => scanAndPublish(object, ref, scans(source), part),
      watch: telemetry,
    };
    const deps = messageDeps(invocation, { files, failures, watch: telemetry });
    const polled = (queue: FeedQueue): PolledQueue => ({
      receive: () =>
        queue.source.receive({
          waitSeconds: waitSeconds[queue.kind],
          hiddenSeconds: HIDDEN_SECONDS,
        }),
      work: (message: ReceivedMessage) => workMessage(message, queue, deps),
    });
    const crowdstrike = polled({ kind: 'crowdstrike', source: feedSource(feed.queueUrl, use) });
    const hasTime = () => remainingMs() >= LEAST_MESSAGE_MS;
    await pollQueues([polled({ kind: 'own', source: own }), crowdstrike], hasTime);
  };
}

/** A file takes what it needs of the run: those that are not reached are first in the next. */
function messageDeps(
  invocation: Invocation,
  parts: Pick<MessageDeps, 'files' | 'failures' | 'watch'>,
): MessageDeps {
  return {
    ...parts,
    hasTime: () => invocation.remainingMs() >= LEAST_FILE_MS,
    fileTime: () => objectTime(invocation, 1),
    nowMs: () => SYSTEM_CLOCK.nowMs(),
  };
}

/** The feed's queue, by whatever key is valid. */
function feedSource(queueUrl: string, use: FdrUse): MessageSource {
  const call = <T>(what: (source: MessageSource) => Promise<T>) =>
    use(({ sqs }) => what(createMessageSource(sqs, queueUrl)));
  return {
    receive: (terms) => call((source) => source.receive(terms)),
    remove: (receiptHandle) => call((source) => source.remove(receiptHandle)),
    hide: (receiptHandle, forMs) => call((source) => source.hide(receiptHandle, forMs)),
  };
}

function lookAt(bucket: string, key: string, use: FdrUse, signal: AbortSignal) {
  return use(async ({ s3 }) => {
    const head = await headS3Object(s3, { bucket, key }, { signal });
    return {
      head,
      object: (ref: Parameters<typeof createS3Object>[1]) => createS3Object(s3, ref, { signal }),
    };
  });
}
