// `npm run bench`: all of the table and its goals, `-- NAME` one benchmark or part of the table, `-- --list` their names.

import { parseArgs } from 'node:util';
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
import { benchTable, isPart, PARTS, type PartName, type TableRequest } from './table/main.ts';

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
  print('npm run bench: one table of everything below, and its goals (ten minutes); of it alone:');
  for (const name of Object.keys(PARTS)) print(`  ${name}`);
  print('  --json, --thorough (an object of 10 GB), --runs N (odd; 5)');
  print('benchmarks (npm run bench -- NAME):');
  for (const [name, { about }] of Object.entries(BENCHMARKS)) print(`  ${name}  ${about}`);
}

/** What the arguments ask for; text: what is wrong with them. */
function requestOf():
  | (Omit<TableRequest, 'parts'> & { readonly names: readonly string[] })
  | string {
  const options = {
    json: { type: 'boolean', default: false },
    thorough: { type: 'boolean', default: false },
    runs: { type: 'string', default: '5' },
    list: { type: 'boolean', default: false },
  } as const;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const runs = Number(values.runs);
    if (values.list) return '';
    if (!Number.isInteger(runs) || runs % 2 !== 1) {
      return `--runs is ${values.runs}; expected an odd number, whose median is one of the runs`;
    }
    const { json: isJson, thorough: isThorough } = values;
    return { names: positionals, runs, isJson, isThorough };
  } catch (cause) {
    return cause instanceof Error ? cause.message : String(cause);
  }
}

async function main(): Promise<number> {
  const request = requestOf();
  if (typeof request === 'string') {
    if (request !== '') print(request);
    list();
    return request === '' ? 0 : EXIT_USAGE;
  }
  const { names, ...table } = request;
  const [name, ...more] = names;
  const alone =
    name === undefined || !Object.hasOwn(BENCHMARKS, name) ? undefined : BENCHMARKS[name];
  if (alone !== undefined && more.length === 0) return await alone.run(print);
  const parts = names.filter(isPart);
  if (parts.length === names.length) {
    const all = Object.keys(PARTS).filter((part): part is PartName => isPart(part));
    return await benchTable({ ...table, parts: names.length === 0 ? all : parts }, print);
  }
  print(`benchmark "${names.find((one) => !isPart(one)) ?? ''}" is unknown, or is run alone`);
  list();
  return EXIT_USAGE;
}

process.exitCode = await main();
