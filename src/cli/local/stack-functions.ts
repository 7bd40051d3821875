// The resources of a stack → its functions, each polled for, watched, and ended with it.

import { availableParallelism } from 'node:os';
import type { AwsLocal, EventSource } from '../../local/index.ts';
import { reasonOf } from '../errors.ts';
import type { Clients } from './clients.ts';
import type { Desk } from './desk.ts';
import { createDestination, type LocalDestination } from './destinations.ts';
import type { Enders } from './enders.ts';
import { type RunSettings, scanEnvironment, settleEnvironment } from './environment.ts';
import { watchFailures } from './failure-watch.ts';
import { hostFunction, pollFor, type RunningFunction } from './function-host.ts';
import { failedRecords, hurry } from './hurry.ts';
import { continuedObjects } from './log-lines.ts';
import { Removals } from './removals.ts';
import type { InFlight } from './in-flight.ts';
import {
  NOTIFY_BATCH_SIZE,
  NOTIFY_MEMORY_MB,
  NOTIFY_TIMEOUT_SECONDS,
  SCAN_BATCH_SIZE,
  SCAN_FAILURES,
  SCAN_MEMORY_MB,
  SCAN_TIMEOUT_SECONDS,
  SETTLE_MEMORY_MB,
  SETTLE_TIMEOUT_SECONDS,
} from './resources.ts';
import { toldObjects } from './s3-messages.ts';

/** What the functions of a stack are started with. */
export interface StackDeps {
  readonly aws: AwsLocal;
  readonly clients: Clients;
  readonly run: RunSettings;
  readonly desk: Desk;
  readonly inFlight: InFlight;
  readonly enders: Enders;
}

/** Scans at once: no more than there are processors, and a mapping has two at least. */
const MAX_SCANS = Math.min(4, Math.max(2, availableParallelism()));

/** The settle function, which who keeps the schedule invokes. */
export async function hostSettle({ run, desk, enders }: StackDeps): Promise<RunningFunction> {
  const settle = await hostFunction({
    name: 'settle',
    environment: settleEnvironment(run),
    limits: { timeoutMs: SETTLE_TIMEOUT_SECONDS * 1_000, memoryMb: SETTLE_MEMORY_MB },
    ended: (result) => desk.ended('settle', result),
  });
  enders.add(() => settle.lambda.stop());
  return settle;
}

/** The scan function, polled for. What is scanned of the watched folder is taken from the bucket again. */
export async function startScans(deps: StackDeps, scanned: () => void): Promise<RunningFunction> {
  const { aws, clients, run, desk, enders } = deps;
  const removals = new Removals(deps);
  enders.add(() => removals.ended());
  const scan = await hostFunction({
    name: 'scan',
    environment: scanEnvironment(run),
    limits: {
      timeoutMs: SCAN_TIMEOUT_SECONDS * 1_000,
      memoryMb: SCAN_MEMORY_MB,
      maxSandboxes: MAX_SCANS,
    },
    ended: (result) => {
      scanned();
      desk.ended('scan', result);
    },
  });
  const source = await pollFor(scan, {
    endpoint: run.endpoint,
    queueUrl: run.scanQueueUrl,
    mapping: { batchSize: SCAN_BATCH_SIZE, maximumConcurrency: MAX_SCANS },
    given: (sqsEvent) => desk.scanGiven(sqsEvent),
    settled: async (sqsEvent, result) => {
      const failed = failedRecords(sqsEvent, result);
      const rest = continuedObjects(result.logs);
      const done = sqsEvent.Records.filter((record) => !failed.includes(record));
      for (const { object } of done.flatMap(({ body }) => toldObjects(body))) {
        if (rest.has(object)) continue;
        desk.done();
        removals.remove(object);
      }
      await hurry(clients.sqs, run.scanQueueUrl, failed);
    },
  });
  endTogether(enders, scan, source);
  watch(deps, aws.queueUrl(SCAN_FAILURES), (body) => {
    for (const { object } of toldObjects(body)) {
      desk.rejected(object);
      removals.remove(object);
    }
  });
  return scan;
}

/** A destination, and the queues that are empty when nothing is on its way to it. */
export interface StartedDestination {
  readonly target: RunningFunction;
  readonly queueUrls: readonly string[];
}

/** The function of a destination, polled for. Its own waits stand: it says itself when a message is to come again. */
export async function startDestination(
  deps: StackDeps,
  destination: LocalDestination,
): Promise<StartedDestination> {
  const { aws, clients, run, desk, enders } = deps;
  const created = await createDestination(aws, clients, run, destination);
  const { functionName, environment, queueUrl, failuresUrl } = created;
  const target = await hostFunction({
    name: 'notify',
    functionName,
    environment,
    limits: { timeoutMs: NOTIFY_TIMEOUT_SECONDS * 1_000, memoryMb: NOTIFY_MEMORY_MB },
    ended: (result) => desk.ended(functionName, result),
  });
  warm(deps, target);
  const source = await pollFor(target, {
    endpoint: run.endpoint,
    queueUrl,
    mapping: { batchSize: NOTIFY_BATCH_SIZE, maximumConcurrency: 2 },
    given: (sqsEvent) => desk.alertsGiven(sqsEvent),
    settled: () => Promise.resolve(),
  });
  endTogether(enders, target, source);
  watch(deps, failuresUrl, () => desk.undelivered(destination.name));
  return { target, queueUrls: [queueUrl, failuresUrl] };
}

/** Its cold start need not wait for the first alert. */
function warm({ desk, enders }: StackDeps, target: RunningFunction): void {
  const warming = target.invoke({ Records: [] }).catch((cause: unknown) => {
    desk.problem(`${target.lambda.functionName} cannot be invoked: ${reasonOf(cause)}`);
  });
  enders.add(async () => {
    await target.lambda.stop();
    await warming;
  });
}

/** The function first: its poller would wait for what is in hand, which nobody needs any more. */
function endTogether(enders: Enders, target: RunningFunction, source: EventSource): void {
  enders.add(async () => {
    await Promise.all([target.lambda.stop(), source.stop()]);
  });
}

function watch(deps: StackDeps, queueUrl: string, told: (body: string) => void): void {
  const { clients, desk, enders } = deps;
  const stopper = new AbortController();
  const watched = { sqs: clients.sqs, queueUrl, told };
  const watching = watchFailures(watched, stopper.signal).catch((cause: unknown) => {
    desk.problem(`${queueUrl} is not watched any more: ${reasonOf(cause)}`);
  });
  enders.add(async () => {
    stopper.abort();
    await watching;
  });
}
