// SigmaHQ's rules over real Windows events, routed as a scan does it → events/s, beside the interpreter; exit 1 below the floor.

import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type CompiledRule, isJsonObject, type JsonObject } from '../src/model/index.ts';
import { createRouting, judgeEvent, type Routing } from '../src/pipeline/index.ts';
import { interpret } from '../src/runtime/index.ts';
import { compileRuleset } from '../src/sigma/index.ts';
import { createRegistry } from '../src/source/index.ts';
import { benchObject, type Engine } from './engine-object.ts';
import { spreadOf } from './spread.ts';
import type { Section } from './table/row.ts';

/** Events per second of processor time that the compiled rules must reach. */
const FLOOR = 2_000;
const RUNS = 7;
const WARM_UP = 3;
const RUN_MS = 1_500;

const CONFORMANCE = new URL('../../shared/conformance/', import.meta.url);
const registry = createRegistry();

/** One timed run. */
interface Run {
  readonly eventsPerSecond: number;
  /** In one pass over the records. */
  readonly matches: number;
}

/** Prints the figures; 0 where the floor is reached, or where the rules and events are not at hand. */
export async function benchEngine(print: (line: string) => void): Promise<number> {
  if (!existsSync(CONFORMANCE)) {
    print('left out: ../shared is absent');
    return 0;
  }
  const { rules, records, measured, samples } = measureEngines();
  print(`${rules} rules, ${records} records, ${RUNS} runs of ${RUN_MS} ms each`);
  for (const { name, runs } of measured) print(line(name, runs));
  const [own, ...others] = measured.map(({ runs }) => median(runs));
  const ratios = others.map((other) => ((own ?? 0) / other).toFixed(1));
  print(`times as fast as without index and as the interpreter: ${ratios.join(' and ')}`);
  const failed = verdict(
    measured.map(({ runs }) => runs),
    print,
  );
  return Math.max(failed, benchObject(samples, print));
}

/** The same for the table of all benchmarks: the first engine against the others. */
export function engineSection(): Section {
  const title = "all of SigmaHQ's rules over its regression events, routing and rules alone";
  if (!existsSync(CONFORMANCE)) {
    return { title, rows: [], notes: ['left out: ../shared is absent'], values: {} };
  }
  const { rules, records, measured } = measureEngines();
  const speeds = (runs: readonly Run[]) => runs.map(({ eventsPerSecond }) => eventsPerSecond);
  const [first] = measured;
  const rows = measured.map(({ name, runs }) => {
    const others = speeds(runs);
    const ratio = speeds(first?.runs ?? []).map((own, run) => (others[run] ?? 0) / own);
    return {
      name,
      value: spreadOf(others),
      unit: 'events/s',
      runs: RUNS,
      ratios: name === first?.name ? [] : [{ to: first?.name ?? '', spread: spreadOf(ratio) }],
    };
  });
  return { title: `${title}: ${rules} rules, ${records} records`, rows, notes: [], values: {} };
}

function measureEngines() {
  const records = readRows('sigmahq_regression.jsonl').flatMap(({ raw_event: record }) =>
    isJsonObject(record) ? [record] : [],
  );
  const files = readRows('sigmahq_rules.jsonl.gz').map(({ path, rule }) => ({
    path: String(path),
    text: String(rule),
  }));
  const { rules, units } = compileRuleset(files);
  const unindexed = rules.map(({ indexRules: _, ...rule }): CompiledRule => rule);
  const interpreted = unindexed.map((rule, index): CompiledRule => {
    const expr = units[index]?.expr ?? { kind: 'any', items: [] };
    return { ...rule, matches: (event) => interpret(expr, event) };
  });
  const engines = [
    ['as a scan does it', rules],
    ['without index', unindexed],
    ['interpreter', interpreted],
  ] as const;
  const measured = engines.map(([name, own]) => ({
    name,
    runs: measure(createRouting(own), records),
  }));
  // Naive engines take a sample of an object: all of its events would take them minutes.
  const samples: readonly Engine[] = [
    { name: 'as a scan does it', rules, every: 1 },
    { name: 'every rule of the logsource', rules: unindexed, every: 20 },
    { name: 'interpreter', rules: interpreted, every: 100 },
  ];
  return { rules: rules.length, records: records.length, measured, samples };
}

function verdict(measured: readonly (readonly Run[])[], print: (line: string) => void): number {
  const counts = new Set(measured.flat().map(({ matches }) => matches));
  if (counts.size !== 1) {
    print(`failed: the engines found ${[...counts].join(' and ')} matches`);
    return 1;
  }
  const isFast = median(measured[0] ?? []) >= FLOOR;
  print(`${isFast ? 'passed' : 'failed'}: at least ${FLOOR} events/s`);
  return isFast ? 0 : 1;
}

/** Several runs after some to warm up: each rule is a function of its own, compiled when it is hot. */
function measure(routing: Routing, records: readonly JsonObject[]): readonly Run[] {
  for (let run = 0; run < WARM_UP; run++) runOnce(routing, records);
  return Array.from({ length: RUNS }, () => runOnce(routing, records));
}

/**
 * Whole passes until the time is over. Each reads the events anew, as a scan does: they remember fields. Time is the
 * processor's, garbage collection included, so that a busy machine does not change the figure.
 */
function runOnce(routing: Routing, records: readonly JsonObject[]): Run {
  const started = process.cpuUsage();
  let events = 0;
  let matches = 0;
  let tookMs = 0;
  do {
    matches = 0;
    for (const record of records) {
      const reading = registry.read(record);
      if (reading.kind !== 'events') continue;
      events += reading.events.length;
      for (const event of reading.events) matches += judgeEvent(routing, event).length;
    }
    const { user, system } = process.cpuUsage(started);
    tookMs = (user + system) / 1_000;
  } while (tookMs < RUN_MS);
  return { eventsPerSecond: (events / tookMs) * 1_000, matches };
}

function line(name: string, runs: readonly Run[]): string {
  const speeds = runs.map(({ eventsPerSecond }) => eventsPerSecond).sort((a, b) => a - b);
  const range = `${whole(speeds[0])}-${whole(speeds.at(-1))}`;
  return `${name.padStart(17)}: ${whole(median(runs))} events/s (${range}), ${runs[0]?.matches} matches`;
}

function median(runs: readonly Run[]): number {
  const speeds = runs.map(({ eventsPerSecond }) => eventsPerSecond).sort((a, b) => a - b);
  return speeds[Math.floor(speeds.length / 2)] ?? 0;
}

function whole(value: number | undefined): string {
  return Math.round(value ?? 0).toLocaleString('en');
}

function readRows(name: string): readonly Readonly<Record<string, unknown>>[] {
  const bytes = readFileSync(new URL(name, CONFORMANCE));
  const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const lines = text.split('\n').filter((row) => row !== '');
  return lines.map((row): Readonly<Record<string, unknown>> => JSON.parse(row));
}
