// A seed and a time → the story put while everything goes wrong, then quiet, then the verdict.
//
//   0 ───────────────── seconds ───────────────┐ faults end
//   objects put, in the seed's order           │ drain ─ 6 min ─ redrive ─ drain ─ settle ─ 20 min ─ settle … ─ verdict
//   scans, settle now and then   ⅓ ↑   ⅔ ↑     │
//                        nothing runs: 6 minutes pass

import { setTimeout as sleep } from 'node:timers/promises';
import { drawFor } from '../../scripts/gen-events/random.ts';
import type { Owner } from '../e2e/support/deploy.ts';
import type { Template } from '../e2e/support/template.ts';
import { startKiller } from './kills.ts';
import { startRedelivery } from './redelivery.ts';
import { startServiceFaults } from './service-faults.ts';
import { openStage, type PutObject, type Stage } from './stage.ts';
import { dueItems } from './stored.ts';
import { LARGE_KEY, shuffled, type Story } from './story/story.ts';
import { type Verdict, verdictOf } from './verdict.ts';

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
const MAX_QUIET_ROUNDS = 6;

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
  const redriven = await quieten(stage);
  return await verdictOf(stage, story, { put, redriven, trouble: began.summary() });
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

/** All is well again: what is left is done, by scans and by settle, until nothing is due. */
async function quieten(stage: Stage): Promise<number> {
  await stage.drain();
  // An object that was claimed by a scan that died is not scanned before the claim is over.
  stage.letTimePass(LEASE_OVER_MS);
  const redriven = await stage.redrive();
  await stage.drain();
  for (let round = 0; round < MAX_QUIET_ROUNDS; round++) {
    const { kind, logs } = await stage.settle();
    if (kind === 'error') throw new Error(`settle failed though nothing was struck: ${logs}`);
    await stage.drain();
    if (round > 0 && (await dueItems(stage.stack)).length === 0) return redriven;
    stage.letTimePass(GRACE_OVER_MS);
  }
  return redriven;
}
