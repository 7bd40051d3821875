// A seed → a Slack that is busy, fails, resets, and does not say that it has taken what it has.

import { diceOf } from './dice.ts';
import type { Killer } from './kills.ts';
import type { SlackAnswer, SlackTrouble } from './slack.ts';

/** Faults at work. */
export interface SlackFaults extends SlackTrouble {
  /** How often each has struck, by its name. */
  counts(): Readonly<Record<string, number>>;
}

/** Of a thousand posts. */
const RESET = 70;

/** What that many of a thousand posts are answered, where they were read. */
const ANSWERS: readonly {
  readonly name: string;
  readonly perMille: number;
  readonly answer: SlackAnswer;
}[] = [
  {
    name: '429, 1 s',
    perMille: 60,
    answer: { kind: 'status', status: 429, retryAfter: '1', body: 'rate_limited' },
  },
  {
    name: '429, 2 min',
    perMille: 40,
    answer: { kind: 'status', status: 429, retryAfter: '120', body: 'rate_limited' },
  },
  { name: '500', perMille: 80, answer: { kind: 'status', status: 500, body: 'server_error' } },
  { name: 'answer lost', perMille: 80, answer: { kind: 'lose' } },
  { name: 'stalled', perMille: 40, answer: { kind: 'stall' } },
];

/** Plans them. A post at which its sender is killed is answered by no dice. */
export function startSlackFaults(killer: Killer, seed: number): SlackFaults {
  const dice = diceOf(seed, 'Slack');
  const counts = new Map<string, number>();
  const struck = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  return {
    counts: () =>
      Object.fromEntries([...counts].map(([name, count]) => [`Slack ${name}`, count] as const)),
    isReset: () => {
      const isHit = dice.hits(RESET);
      if (isHit) struck('reset');
      return isHit;
    },
    answerOf: (hands) => {
      let left = dice.draw(1, 1_000);
      const end = killer.posting(hands.map(({ sandboxId }) => sandboxId));
      // Nobody reads either; one of them the channel shows.
      if (end === 'before') return { kind: 'status', status: 500 };
      if (end === 'after') return { kind: 'lose' };
      const found = ANSWERS.find(({ perMille }) => {
        left -= perMille;
        return left <= 0;
      });
      if (found !== undefined) struck(found.name);
      return found?.answer;
    },
  };
}
