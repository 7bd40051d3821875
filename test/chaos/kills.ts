// A seed → invocations that are killed: after some time, or at one of their calls, before it takes place or after.
//
//   call n arrives ─ kill, reset ─▶ it does not take place          (before)
//                  └ kill, pass  ─▶ it takes place, nobody hears    (after)

import type { AwsLocal, DynamoLocal, GivenSandbox } from '../../src/local/index.ts';
import { type Dice, diceOf } from './dice.ts';

/** How an invocation ends before its time. */
export type KillPlan =
  | { readonly kind: 'time'; readonly afterMs: number }
  | ({ readonly kind: 'call' } & CallPlan);

/** The call at which it ends. */
interface CallPlan {
  /** How manieth, of those that count. */
  readonly call: number;
  /** Which calls count: all, or those that publish, since what lies behind them is the narrowest place of all. */
  readonly counted: 'all' | 'publishing';
  readonly isBefore: boolean;
}

/** Kills, counted. */
export interface Killer {
  /** Plans the end of the next invocation, or none. */
  next(): PlannedKill;
  /** How many of each kind were done. */
  readonly done: { time: number; before: number; after: number };
  /** Plans no more, and forgets what is planned. */
  end(): void;
}

/** What is planned for one invocation. */
export interface PlannedKill {
  /** To be told when a sandbox has the event. */
  given(sandbox: GivenSandbox): void;
  /** To be told when the invocation has ended: one that outlived its plan is spared. */
  ended(): void;
}

/** Of a thousand invocations. */
const KILLED = 500;
const LATEST_MS = 500;
const LAST_CALL = 45;

/** What a call is known by. */
interface Call {
  readonly id: string;
  readonly sessionToken: string | undefined;
}

/** A sandbox whose calls are counted. */
type Watched = CallPlan & { left: number; kill(): void };

/** Watches the calls of all services. */
export function startKiller(
  { aws, dynamo }: { readonly aws: AwsLocal; readonly dynamo: DynamoLocal },
  seed: number,
): Killer {
  const dice = diceOf(seed, 'kills');
  const done = { time: 0, before: 0, after: 0 };
  const watched = new Map<string, Watched>();
  const timers = new Set<NodeJS.Timeout>();
  const arrives = ({ id, sessionToken = '' }: Call): boolean => {
    const plan = watched.get(sessionToken);
    if (plan === undefined) return false;
    if (plan.counted === 'publishing' && id !== 'sns:PublishBatch') return false;
    plan.left -= 1;
    if (plan.left > 0) return false;
    watched.delete(sessionToken);
    plan.kill();
    done[plan.isBefore ? 'before' : 'after'] += 1;
    return plan.isBefore;
  };
  const all = {
    effect: { kind: 'reset' },
    times: Number.POSITIVE_INFINITY,
    when: arrives,
  } as const;
  const watches = [
    aws.faults.add({ operation: 's3:*', ...all }),
    aws.faults.add({ operation: 'sns:*', ...all }),
    dynamo.faults.add({ operation: 'dynamodb:*', ...all }),
  ];
  const killLater = (afterMs: number, kill: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      done.time += 1;
      kill();
    }, afterMs);
    timers.add(timer);
    return () => {
      timers.delete(timer);
      clearTimeout(timer);
    };
  };
  return {
    done,
    next: () => {
      const plan = planOf(dice);
      let spare: () => void = () => undefined;
      const given = ({ sandboxId, kill }: GivenSandbox) => {
        if (plan?.kind === 'time') spare = killLater(plan.afterMs, kill);
        if (plan?.kind !== 'call') return;
        watched.set(sandboxId, { ...plan, left: plan.call, kill });
        spare = () => void watched.delete(sandboxId);
      };
      return { given, ended: () => spare() };
    },
    end: () => {
      for (const watch of watches) watch.cancel();
      for (const timer of timers) clearTimeout(timer);
      watched.clear();
    },
  };
}

function planOf({ draw, hits }: Dice): KillPlan | undefined {
  const isKilled = hits(KILLED);
  const isByTime = hits(350);
  const isPublishing = hits(400);
  const afterMs = draw(1, LATEST_MS);
  const call = draw(1, LAST_CALL);
  const isBefore = hits(500);
  if (!isKilled) return undefined;
  if (isByTime) return { kind: 'time', afterMs };
  if (isPublishing) return { kind: 'call', call: 1, counted: 'publishing', isBefore: hits(250) };
  return { kind: 'call', call, counted: 'all', isBefore };
}
