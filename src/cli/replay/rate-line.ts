// Objects as they are listed → a line on a terminal's stderr, and the rate in words at the end.

import { Presets, SingleBar } from 'cli-progress';
import type { Output } from '../output.ts';
import { number, plural } from '../plural.ts';

/** Follows a listing. */
export interface RateLine {
  add(objects: number): void;
  /** Ends the line and says how many there were, and how many a second. */
  stop(): void;
}

/** Begins one; in a pipe only its end is said. */
export function createRateLine(output: Output): RateLine {
  const begun = performance.now();
  const rateOf = (objects: number) => {
    const seconds = Math.max((performance.now() - begun) / 1_000, 0.001);
    return { rate: number(Math.round(objects / seconds)), seconds: seconds.toFixed(1) };
  };
  const bar = output.canShowProgress
    ? new SingleBar(
        {
          format: '{objects} objects listed, {rate}/s',
          stream: process.stderr,
          clearOnComplete: true,
          hideCursor: true,
        },
        Presets.shades_classic,
      )
    : undefined;
  let listed = 0;
  bar?.start(1, 0, { objects: '0', rate: '0' });
  return {
    add(objects) {
      listed += objects;
      bar?.update(0, { objects: number(listed), rate: rateOf(listed).rate });
    },
    stop() {
      bar?.stop();
      const { rate, seconds } = rateOf(listed);
      output.note(`${plural(listed, 'object')} listed in ${seconds} s (${rate}/s)\n`);
    },
  };
}
