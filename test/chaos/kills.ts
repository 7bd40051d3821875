// A seed → invocations that are killed: after some time, or at one of their calls, before it takes place or after.
//
//   call n arrives ─ kill, reset ─▶ it does not take place          (before)
//                  └ kill, pass  ─▶ it takes place, nobody hears    (after)
//
// Plans are in kill-plans.ts.

import type { AwsLocal, DynamoLocal, GivenSandbox } from '../../src/local/index.ts';
import { diceOf } from './dice.ts';
import { type CallPlan, notifyPlan, scanPlan } from './kill-plans.ts';
import type { FunctionName } from './hooks.ts';

/** Kills, counted. */
export interface Killer {
  /** Plans the end of the next invocation of a function, or none. */
  next(name: FunctionName): PlannedKill;
  /**
   * Told of a post by whoever stands for the destination, and of the sandboxes that it can be from: whether one of them ended
   * with it, before it was taken or after.
   */
  posting(sandboxIds: readonly string[]): 'before' | 'after' | undefined;
  /** How many of each kind were done; `recording`: at the ledger, after a post. */
  readonly done: { time: number; before: number; after: number; recording: number };
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

/** What a call is known by. */
interface Call {
  readonly id: string;
  readonly sessionToken: string | undefined;
}

/** A sandbox whose calls are counted. */
type Watched = CallPlan & { left: number; hasPosted: boolean; kill(): void };

/** A post to a destination, among the calls. */
const POST = 'destination:Post';

/** Watches the calls of all services. */
export function startKiller(
  { aws, dynamo }: { readonly aws: AwsLocal; readonly dynamo: DynamoLocal },
  seed: number,
): Killer {
  const dice = diceOf(seed, 'kills');
  const notifyDice = diceOf(seed, 'kills of notify');
  const done = { time: 0, before: 0, after: 0, recording: 0 };
  const watched = new Map<string, Watched>();
  const timers = new Set<NodeJS.Timeout>();
  const endAt = ({ id, sessionToken = '' }: Call): 'before' | 'after' | undefined => {
    const plan = watched.get(sessionToken);
    if (plan === undefined || !isCounted(plan, id)) return undefined;
    plan.left -= 1;
    if (plan.left > 0) return undefined;
    watched.delete(sessionToken);
    plan.kill();
    const end = plan.isBefore ? 'before' : 'after';
    done[plan.counted === 'recording' ? 'recording' : end] += 1;
    return end;
  };
  const arrives = (call: Call) => endAt(call) === 'before';
  const all = {
    effect: { kind: 'reset' },
    times: Number.POSITIVE_INFINITY,
    when: arrives,
  } as const;
  const watches = [
    aws.faults.add({ operation: 's3:*', ...all }),
    aws.faults.add({ operation: 'sns:*', ...all }),
    aws.faults.add({ operation: 'sqs:*', ...all }),
    aws.faults.add({ operation: 'secretsmanager:*', ...all }),
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
    posting: (sandboxIds) => {
      const ends = sandboxIds.map((sessionToken) => endAt({ id: POST, sessionToken }));
      return ends.find((end) => end !== undefined);
    },
    next: (name) => {
      const plan = name === 'notify' ? notifyPlan(notifyDice) : scanPlan(dice);
      let spare: () => void = () => undefined;
      const given = ({ sandboxId, kill }: GivenSandbox) => {
        if (plan?.kind === 'time') spare = killLater(plan.afterMs, kill);
        if (plan?.kind !== 'call') return;
        watched.set(sandboxId, { ...plan, left: plan.call, hasPosted: false, kill });
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

/** Whether a call counts; and it is noted that something was posted. */
function isCounted(plan: Watched, id: string): boolean {
  switch (plan.counted) {
    case 'all':
      return true;
    case 'publishing':
      return id === 'sns:PublishBatch';
    case 'recording': {
      const isRecord = plan.hasPosted && id === 'dynamodb:UpdateItem';
      plan.hasPosted = id === POST || (plan.hasPosted && !isRecord);
      return isRecord;
    }
  }
}
