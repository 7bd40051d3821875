// SigmaHQ's rules over one object of real Windows events, from its lines on → events/s beside JSON.parse alone and naive engines.

import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type CompiledRule, isJsonObject, type JsonObject } from '../src/model/index.ts';
import { createRouting, judgeEvent, type Routing } from '../src/pipeline/index.ts';
import { createRegistry } from '../src/source/index.ts';
import { spreadOf } from './spread.ts';

const OBJECT = new URL('../../shared/data/sysmon-otrf/process_network.ndjson.gz', import.meta.url);

/** Events per second of processor time, JSON.parse included, that the compiled rules must reach. */
const GOAL = 30_000;
/** Of the speed of JSON.parse alone: wished for, not asked for. */
const STRETCH = 0.4;
const WARM_UP = 3;
const RUNS = 7;

const registry = createRegistry();

/** The same rules as engines run them, and the share of lines that each is given: 1 of `every`. */
export interface Engine {
  readonly name: string;
  readonly rules: readonly CompiledRule[];
  readonly every: number;
}

/** One timed pass. */
interface Pass {
  readonly perSecond: number;
  readonly ids: string;
}

/** Prints a row an engine, all measured in turn; 1 where the first misses the goal or they differ in what they find. */
export function benchObject(engines: readonly Engine[], print: (line: string) => void): number {
  if (!existsSync(OBJECT)) {
    print('left out: ../shared/data is absent');
    return 0;
  }
  const lines = gunzipSync(readFileSync(OBJECT)).toString('utf8').split('\n');
  const records = lines.filter((line) => line !== '');
  print(`process_network.ndjson.gz: ${records.length} records, parsed each time, ${RUNS} runs`);
  const rows = engines.map(({ name, rules, every }) => {
    const passes: Pass[] = [];
    return {
      name: `${name}${every === 1 ? '' : `, 1 line of ${every}`}`,
      routing: createRouting(rules),
      lines: records.filter((_, index) => index % every === 0),
      passes,
    };
  });
  const parses: number[] = [];
  for (let run = -WARM_UP; run < RUNS; run++) {
    const parsed = parseAll(records);
    if (run >= 0) parses.push(parsed);
    for (const { routing, lines: some, passes } of rows) {
      const pass = judgeAll(routing, some);
      if (run >= 0) passes.push(pass);
    }
  }
  const alone = spreadOf(parses).median;
  print(row('JSON.parse alone', parses, alone));
  for (const { name, passes } of rows) {
    const speeds = passes.map(({ perSecond }) => perSecond);
    print(row(name, speeds, alone));
  }
  const [first, ...others] = rows;
  if (first === undefined) return 0;
  const differing = others.filter(
    ({ lines: some, passes }) => passes[0]?.ids !== judgeAll(first.routing, some).ids,
  );
  for (const { name } of differing) print(`failed: ${name} finds something else`);
  const speed = spreadOf(first.passes.map(({ perSecond }) => perSecond)).median;
  const isFast = speed >= GOAL;
  print(`${isFast ? 'passed' : 'failed'}: at least ${GOAL} events/s`);
  print(`${(speed / alone).toFixed(2)} of JSON.parse alone (wished for: ${STRETCH})`);
  return isFast && differing.length === 0 ? 0 : 1;
}

function row(name: string, speeds: readonly number[], alone: number): string {
  const { median, min, max } = spreadOf(speeds);
  const whole = (value: number) => Math.round(value).toLocaleString('en');
  const range = `${whole(min)}-${whole(max)}`;
  return `${name.padStart(30)}: ${whole(median)} events/s (${range}), ${(median / alone).toFixed(4)}`;
}

/** Records per second of processor time. */
function parseAll(lines: readonly string[]): number {
  const started = process.cpuUsage();
  let records = 0;
  for (const line of lines) if (parse(line) !== undefined) records++;
  return perSecond(records, started);
}

function judgeAll(routing: Routing, lines: readonly string[]): Pass {
  const started = process.cpuUsage();
  let events = 0;
  const ids: string[] = [];
  for (const line of lines) {
    const record = parse(line);
    const reading = record === undefined ? undefined : registry.read(record);
    if (reading?.kind !== 'events') continue;
    events += reading.events.length;
    for (const event of reading.events)
      for (const { rule } of judgeEvent(routing, event)) ids.push(rule.id);
  }
  return { perSecond: perSecond(events, started), ids: ids.join() };
}

function parse(line: string): JsonObject | undefined {
  const value: unknown = JSON.parse(line);
  return isJsonObject(value) ? value : undefined;
}

function perSecond(count: number, started: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(started);
  return (count / (user + system)) * 1_000_000;
}
