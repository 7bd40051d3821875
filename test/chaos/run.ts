// A seed and a time → the story put while everything goes wrong, then quiet, then the verdict.
//
//   0 ───────────────── seconds ───────────────┐ faults end
//   objects put, in the seed's order           │ drain ─ 6 min ─ redrive ─ drain ─ settle ─ 20 min ─ settle … opened
//   scans, posts, settle now and then ⅓ ↑  ⅔ ↑ │   faults: posts ─ 6 min ─ posts ─ 6 min ─ all is posted ─ 25 h ─ settle: closed
//                        nothing runs: 6 minutes pass   faults: posts ─ 25 h ─ settle: resolved ─ all is posted ─ verdict

import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '@aws-sdk/client-sqs';
import { drawFor } from '../../scripts/gen-events/random.ts';
import type { Owner } from '../e2e/support/deploy.ts';
import type { Assembly } from '../e2e/support/template.ts';
import { openStage, type PutObject, type Stage } from './stage.ts';
import { leftItems } from '../e2e/support/stored.ts';
import { LARGE_KEY, shuffled, type Story } from './story/story.ts';
import { startTrouble, type Trouble } from './trouble.ts';
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
  template: Assembly,
  story: Story,
  { seed, seconds, print }: ChaosTerms,
): Promise<Verdict> {
  let trouble: Trouble | undefined;
  const stage = await openStage(owner, template, () => ({
    hooks: (name) => trouble?.killer.next(name) ?? CALM,
    inHand: (name, sqsEvent) => trouble?.redelivery(name)?.inHand(sqsEvent),
  }));
  const underFire = async <T>(fireSeed: number, work: () => Promise<T>): Promise<[T, string]> => {
    const began = startTrouble(stage, fireSeed);
    trouble = began;
    const done = await work();
    trouble = undefined;
    await began.end();
    return [done, began.summary()];
  };
  slowLargeObject(stage);
  const endMs = performance.now() + seconds * 1_000;
  const [put, struck] = await underFire(seed, () => tellUnderFire(stage, story, { seed, endMs }));
  print(`faults over after ${seconds} s: ${struck}`);
  const rest = await quieten(stage, story);
  const [, opening] = await underFire(seed + OPENING, () => tryTwice(stage));
  await stage.letTimePass(LEASE_OVER_MS);
  await stage.telling.drain();
  print(`alerts were opened, and: ${opening}`);
  await stage.letTimePass(QUIET_DAY_MS);
  await settleInPeace(stage);
  const [, closing] = await underFire(seed + CLOSING, () => stage.telling.try());
  print(`alerts were closed, and: ${closing}`);
  // What could not be posted comes with what is resolved.
  await stage.letTimePass(QUIET_DAY_MS);
  await settleInPeace(stage);
  await stage.telling.drain();
  return await verdictOf(stage, story, { put, ...rest });
}

/** Other dice than of the scans. */
const OPENING = 1_000_000;
const CLOSING = 2_000_000;

/** Posts what it can, and once more when what was hidden is no longer so. */
async function tryTwice(stage: Stage): Promise<void> {
  await stage.telling.try();
  await stage.letTimePass(LEASE_OVER_MS);
  await stage.telling.try();
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
        await stage.letTimePass(LEASE_OVER_MS);
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
  await stage.letTimePass(LEASE_OVER_MS);
  const rest = await redrive(stage, story);
  for (let round = 0; round < MAX_QUIET_ROUNDS; round++) {
    await settleInPeace(stage);
    await stage.drain();
    if (round > 0 && (await leftItems(stage.stack)).length === 0) break;
    await stage.letTimePass(GRACE_OVER_MS);
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
