// A seed and a time → the story put while everything goes wrong, then quiet, then the verdict.
//
//   0 ───────────────── seconds ───────────────┐ faults end
//   objects put, in the seed's order           │ drain ─ 6 min ─ redrive ─ drain ─ settle ─ 20 min ─ settle …
//   scans, settle now and then   ⅓ ↑   ⅔ ↑     │         … alerts close ─ 25 h ─ and are resolved ─ verdict
//                        nothing runs: 6 minutes pass

import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '@aws-sdk/client-sqs';
import { drawFor } from '../../scripts/gen-events/random.ts';
import type { Owner } from '../e2e/support/deploy.ts';
import type { Template } from '../e2e/support/template.ts';
import { startKiller } from './kills.ts';
import { startRedelivery } from './redelivery.ts';
import { startServiceFaults } from './service-faults.ts';
import { openStage, type PutObject, type Stage } from './stage.ts';
import { leftItems } from '../e2e/support/stored.ts';
import { LARGE_KEY, shuffled, type Story } from './story/story.ts';
import { keyIn, type Verdict, verdictOf } from './verdict.ts';

/** What a run is given. */
export interface ChaosTerms {
  readonly seed: number;
  /** How long everything goes wrong. */
  readonly seconds: number;
  print(line: string): void;
}

/** Longer than a finding's lease. */
const LEASE_OVER_MS = 6 * 60_000;
/** Longer than the grace. */
const GRACE_OVER_MS = 20 * 60_000;
/** Between runs of settle while everything goes wrong; real seconds, not the functions'. */
const SETTLE_EVERY_MS = 2_500;
/** Longer than an alert must be quiet. */
const QUIET_DAY_MS = 25 * 60 * 60_000;
const MAX_QUIET_ROUNDS = 6;
const MAX_REDRIVES = 3;

/** Runs the story; the verdict holds every promise that was broken. */
export async function runChaos(
  owner: Owner,
  template: Template,
  story: Story,
  { seed, seconds, print }: ChaosTerms,
): Promise<Verdict> {
  const trouble: { current: Trouble | undefined } = { current: undefined };
  const stage = await openStage(owner, template, () => ({
    hooks: () => trouble.current?.killer.next() ?? CALM,
    inHand: (sqsEvent) => trouble.current?.redelivery.inHand(sqsEvent),
  }));
  slowLargeObject(stage);
  trouble.current = startTrouble(stage, seed);
  const began = trouble.current;
  const endMs = performance.now() + seconds * 1_000;
  const put = await tellUnderFire(stage, story, { seed, endMs });
  trouble.current = undefined;
  await began.end();
  print(`faults over after ${seconds} s: ${began.summary()}`);
  const rest = await quieten(stage, story);
  return await verdictOf(stage, story, { put, ...rest });
}

/** So late that the time of a reading is over with the first records. */
const LATE_MS = 2_600;
const LATE_TIMES = 6;

function slowLargeObject({ stack }: Stage): void {
  stack.aws.faults.add({
    operation: 's3:GetObject',
    effect: { kind: 'delay', delayMs: LATE_MS },
    times: LATE_TIMES,
    when: ({ s3 }) => s3?.key === LARGE_KEY,
  });
}

const CALM = { given: undefined, ended: () => undefined };

interface Trouble {
  readonly killer: ReturnType<typeof startKiller>;
  readonly redelivery: ReturnType<typeof startRedelivery>;
  summary(): string;
  end(): Promise<void>;
}

function startTrouble({ stack }: Stage, seed: number): Trouble {
  // The killer first: it counts calls that a fault strikes then.
  const killer = startKiller(stack, seed);
  const roles = new Set([stack.scan.roleName, stack.settle.roleName]);
  const faults = startServiceFaults(stack, seed, roles);
  const redelivery = startRedelivery(() => stack, seed);
  return {
    killer,
    redelivery,
    summary: () =>
      [
        ...Object.entries(killer.done).map(([kind, count]) => `killed ${KILLS[kind]} ${count}`),
        `sent twice ${redelivery.done.sentTwice}`,
        `visible again ${redelivery.done.visibleAgain}`,
        ...Object.entries(faults.counts()).map(([name, count]) => `${name} ${count}`),
      ].join(', '),
    end: async () => {
      killer.end();
      faults.end();
      await redelivery.end();
    },
  };
}

const KILLS: Readonly<Record<string, string>> = {
  time: 'at some time',
  before: 'before a call',
  after: 'after a call',
};

/** Puts the objects evenly over the time, and lets minutes pass twice. */
async function tellUnderFire(
  stage: Stage,
  { objects }: Story,
  { seed, endMs }: { readonly seed: number; readonly endMs: number },
): Promise<readonly PutObject[]> {
  const order = shuffled(objects, drawFor(`chaos ${seed} order`));
  const startMs = performance.now();
  const jumps = new Set([Math.floor(order.length / 3), Math.floor((2 * order.length) / 3)]);
  const put: PutObject[] = [];
  await stage.poll();
  const settling = startSettling(stage);
  try {
    for (const [index, { key, body }] of order.entries()) {
      put.push(await stage.put(key, body));
      if (jumps.has(index)) {
        await settling.pause();
        await stage.pause();
        stage.letTimePass(LEASE_OVER_MS);
        await stage.poll();
        settling.resume();
      }
      // The last tenth of the time is for what is in the queue.
      const dueMs = startMs + ((endMs - startMs) * 0.9 * (index + 1)) / order.length;
      await sleep(Math.max(0, dueMs - performance.now()));
    }
    await sleep(Math.max(0, endMs - performance.now()));
    return put;
  } finally {
    await settling.stop();
  }
}

/** Runs settle at intervals, beside the scans. */
function startSettling(stage: Stage) {
  let isPaused = false;
  let running: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    if (!isPaused) running = running.then(() => (isPaused ? undefined : stage.settle()));
  }, SETTLE_EVERY_MS);
  return {
    pause: async () => {
      isPaused = true;
      await running;
    },
    resume: () => {
      isPaused = false;
      timer.refresh();
    },
    stop: async () => {
      clearInterval(timer);
      isPaused = true;
      await running;
    },
  };
}

/** What came to rest. */
interface Rest {
  /** Messages that were sent again from the failure queue. */
  readonly redriven: number;
  /** What is in the failure queue for good. */
  readonly dead: readonly Message[];
}

/** All is well again: what is left is done, by scans and by settle, until nothing is due. */
async function quieten(stage: Stage, story: Story): Promise<Rest> {
  await stage.drain();
  // An object that was claimed by a scan that died is not scanned before the claim is over.
  stage.letTimePass(LEASE_OVER_MS);
  const rest = await redrive(stage, story);
  for (let round = 0; round < MAX_QUIET_ROUNDS; round++) {
    await settleInPeace(stage);
    await stage.drain();
    if (round > 0 && (await leftItems(stage.stack)).length === 0) break;
    stage.letTimePass(GRACE_OVER_MS);
  }
  // What is left is for time to bring: alerts are closed, and resolved.
  for (let day = 0; day < 2; day++) {
    stage.letTimePass(QUIET_DAY_MS);
    await settleInPeace(stage);
  }
  return rest;
}

async function settleInPeace(stage: Stage): Promise<void> {
  const { kind, logs } = await stage.settle();
  if (kind === 'error') throw new Error(`settle failed though nothing was struck: ${logs}`);
}

/**
 * What is in the failure queue comes again, as an operator has it, all of it once; then what is not there for good. A
 * failed message is visible at once here, so that one whose object another delivery has claimed fails five times in a
 * moment, where SQS would give it 15 minutes.
 */
async function redrive(stage: Stage, story: Story): Promise<Rest> {
  const isForGood = (message: Message) =>
    story.objects.some(({ key, isCutShort }) => isCutShort && key === keyIn(message));
  let dead = await stage.stack.failures();
  let redriven = 0;
  for (let round = 0; round < MAX_REDRIVES; round++) {
    if (round > 0 && dead.every(isForGood)) break;
    redriven += dead.length;
    for (const { Body = '' } of dead) await stage.stack.send(Body);
    await stage.drain();
    dead = await stage.stack.failures();
  }
  return { redriven, dead };
}
