// A seed → everything that goes wrong at once, from now until it is ended.

import { QUEUE_OUTPUT } from './assembly.ts';
import { type Killer, startKiller } from './kills.ts';
import { type Redelivery, startRedelivery } from './redelivery.ts';
import { startServiceFaults } from './service-faults.ts';
import { startSlackFaults } from './slack-faults.ts';
import type { FunctionName } from './hooks.ts';
import type { Stage } from './stage.ts';

/** What goes wrong. */
export interface Trouble {
  readonly killer: Killer;
  /** Of the messages of a function. */
  redelivery(name: FunctionName): Redelivery | undefined;
  /** What was done, and how often. */
  summary(): string;
  /** All is well again. */
  end(): Promise<void>;
}

/** Lets it begin. */
export function startTrouble({ stack, slack }: Stage, seed: number): Trouble {
  // The killer first: it counts calls that a fault strikes then.
  const killer = startKiller(stack, seed);
  const notifiers = [...stack.notify.values()].map(({ roleName }) => roleName);
  const roles = new Set([stack.scan.roleName, stack.settle.roleName, ...notifiers]);
  const faults = startServiceFaults(stack, seed, roles);
  const slackFaults = startSlackFaults(killer, seed);
  slack.strike(slackFaults);
  const objects = { queueUrl: stack.sourceUrl, seed, purpose: 'redelivery' };
  const posts = {
    queueUrl: stack.stack.outputs[QUEUE_OUTPUT] ?? '',
    seed,
    purpose: 'redelivery of posts',
  };
  const redeliveries: Readonly<Partial<Record<FunctionName, Redelivery>>> = {
    scan: startRedelivery(stack, objects),
    notify: startRedelivery(stack, posts),
  };
  const done = Object.entries(redeliveries).map(([name, one]) => [name, one.done] as const);
  return {
    killer,
    redelivery: (name) => redeliveries[name],
    summary: () =>
      [
        ...Object.entries(killer.done).map(([kind, count]) => `killed ${KILLS[kind]} ${count}`),
        ...done.flatMap(([name, { sentTwice, visibleAgain }]) => [
          `${name} sent twice ${sentTwice}`,
          `${name} visible again ${visibleAgain}`,
        ]),
        ...Object.entries({ ...faults.counts(), ...slackFaults.counts() }).map(
          ([name, count]) => `${name} ${count}`,
        ),
      ].join(', '),
    end: async () => {
      killer.end();
      faults.end();
      slack.strike(undefined);
      await Promise.all(Object.values(redeliveries).map((one) => one.end()));
    },
  };
}

const KILLS: Readonly<Record<string, string>> = {
  time: 'at some time',
  before: 'before a call',
  after: 'after a call',
  recording: 'between post and ledger',
};
