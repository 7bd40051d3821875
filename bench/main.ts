// `npm run bench -- NAME`: a benchmark's name → its figures; without one, the list.

import { benchCold } from './cold.ts';
import { benchCorrelation } from './correlation.ts';
import { benchEngine } from './engine.ts';
import { benchJoin } from './join.ts';
import { benchMemory } from './memory.ts';
import { benchPlan } from './plan.ts';
import { benchReplay } from './replay.ts';
import { benchPrefilter } from './prefilter.ts';
import { benchSources } from './sources.ts';
import { benchState } from './state.ts';

/** A benchmark: prints its figures and returns an exit code. */
interface Benchmark {
  readonly about: string;
  run(print: (line: string) => void): Promise<number>;
}

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  cold: {
    about: "the scan function's cold start, and its first finding of a 1 MB object (15 seconds)",
    run: benchCold,
  },
  correlation: {
    about: 'events through a correlation, against the same events without one (half a minute)',
    run: benchCorrelation,
  },
  engine: {
    about: "SigmaHQ's rules over real events, against the interpreter (half a minute)",
    run: benchEngine,
  },
  join: {
    about: 'peak memory of completing connections among 600,000 process starts (half a minute)',
    run: benchJoin,
  },
  memory: {
    about: 'peak memory of scanning a 100 MB and a 1 GB stream (about a minute)',
    run: benchMemory,
  },
  plan: {
    about: 'keys/s and peak memory of planning a replay of a million objects (half a minute)',
    run: benchPlan,
  },
  replay: {
    about: 'two threads on two cores against one on one, over 32 objects of 20 MB (three minutes)',
    run: benchReplay,
  },
  prefilter: {
    about: 'scans of three sources, gzip and zstd, against decompression alone (two minutes)',
    run: benchPrefilter,
  },
  sources: {
    about: 'records/s of each source with the shipped rules, and the memory of join (a minute)',
    run: benchSources,
  },
  state: {
    about: 'writes, reads and requests for a raw TB, and what each costs (a minute)',
    run: benchState,
  },
};

const EXIT_USAGE = 64;

const print = (line: string) => {
  process.stdout.write(`${line}\n`);
};

function list(): void {
  print('benchmarks (npm run bench -- NAME):');
  for (const [name, { about }] of Object.entries(BENCHMARKS)) print(`  ${name}  ${about}`);
}

const [name] = process.argv.slice(2);
if (name === undefined) {
  list();
} else if (Object.hasOwn(BENCHMARKS, name)) {
  process.exitCode = (await BENCHMARKS[name]?.run(print)) ?? EXIT_USAGE;
} else {
  print(`benchmark "${name}" is unknown`);
  list();
  process.exitCode = EXIT_USAGE;
}
