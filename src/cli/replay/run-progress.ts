// A run's objects as they are read → a bar on a terminal; in a pipe a line for each tenth.

import { Presets, SingleBar } from 'cli-progress';
import type { ReplayPass } from '../../replay/index.ts';
import type { Output } from '../output.ts';
import { number, plural } from '../plural.ts';
import { bytesText, durationText, usdText } from './amounts.ts';

const TENTHS = 10;

/** What a run is worth saying of. */
export interface RunState {
  readonly pass: ReplayPass;
  /** Objects of the pass that were read, also by earlier processes; of how many. */
  readonly done: number;
  readonly of: number;
  /** Bytes as stored that this process has read, and the seconds it took. */
  readonly bytes: number;
  readonly seconds: number;
  /** Objects that this process has read. */
  readonly objects: number;
  readonly usd: number;
}

/** Shows it. */
export interface RunProgress {
  show(state: RunState): void;
  stop(): void;
}

const NAMES: Readonly<Record<ReplayPass, string>> = {
  find: 'pass 1, what is found',
  starts: 'pass 2, starts that are wanted',
};

/** Follows a run. */
export function createRunProgress(output: Output): RunProgress {
  return output.canShowProgress ? bar() : lines(output);
}

function bar(): RunProgress {
  const single = new SingleBar(
    {
      format: '{bar} {percentage}% {words}',
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  let pass: ReplayPass | undefined;
  return {
    show(state) {
      if (state.pass !== pass) single.start(state.of, state.done, { words: '' });
      pass = state.pass;
      single.update(state.done, { words: `${NAMES[state.pass]}: ${stateText(state)}` });
    },
    stop: () => single.stop(),
  };
}

function lines(output: Output): RunProgress {
  let shown = '';
  return {
    show(state) {
      const tenth = `${state.pass} ${Math.floor((state.done * TENTHS) / Math.max(1, state.of))}`;
      if (tenth === shown) return;
      shown = tenth;
      output.note(`${NAMES[state.pass]}: ${stateText(state)}\n`);
    },
    stop: () => undefined,
  };
}

/** `120 of 2,000 objects, 45.2 MB/s, 12 min left, $0.12`. */
export function stateText(state: RunState): string {
  const { done, of, bytes, seconds, objects, usd } = state;
  const parts = [`${number(done)} of ${plural(of, 'object')}`];
  if (seconds > 0) parts.push(`${bytesText(bytes / seconds)}/s`);
  if (objects > 0 && done < of)
    parts.push(`${durationText((seconds / objects) * (of - done))} left`);
  if (usd > 0) parts.push(usdText(usd));
  return parts.join(', ');
}
