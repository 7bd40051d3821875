// The sample events of each source, repeated, through what a scan does per record → records/s, the parts' shares, and the join's memory.

import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFiles } from '../src/adapters/local/index.ts';
import { decodeObject } from '../src/decode/index.ts';
import { isJsonObject, type JsonObject, type LogEvent } from '../src/model/index.ts';
import { createRouting, judgeEvent, type Routing } from '../src/pipeline/index.ts';
import { compileRuleset } from '../src/sigma/index.ts';
import { createRegistry, listSources, type SourceId } from '../src/source/index.ts';
import { benchJoin } from './join.ts';

const RUNS = 5;
const WARM_UP = 1;
const RUN_MS = 100;

const EVENTS = fileURLToPath(new URL('../events/', import.meta.url));
const RULES = fileURLToPath(new URL('../rules/', import.meta.url));

/** A record, and the fields that the rules read of each of its events. */
interface Replay {
  readonly record: JsonObject;
  readonly fields: readonly (readonly string[])[];
}

/** Microseconds of processor time a record. */
interface Costs {
  readonly parse: number;
  /** Telling whose the record is and what happened: all sources are asked. */
  readonly recognise: number;
  /** Reading the fields that the rules read, in their order. */
  readonly map: number;
  /** All of it but the parsing, with the rules: what a scan does. */
  readonly scan: number;
}

/** Runs the benchmark; returns an exit code: that of the join's memory, which alone has a bound. */
export async function benchSources(print: (line: string) => void): Promise<number> {
  const routing = createRouting(shippedRules());
  print(`${RUNS} runs of ${RUN_MS} ms each, median; processor time; shares are of parse + scan`);
  print('source              records/s  parse µs  recognise  mapping   rules  × JSON.parse');
  for (const { id } of listSources()) {
    const texts = await textsOf(id);
    if (texts.length > 0) print(line(id, measure(texts, routing)));
  }
  return benchJoin(print);
}

function measure(texts: readonly string[], routing: Routing): Costs {
  const registry = createRegistry({ mapSecurityEvents: true });
  const records = texts.map(parse);
  const read = (record: JsonObject): readonly LogEvent[] => {
    const reading = registry.read(record);
    return reading.kind === 'events' ? reading.events : [];
  };
  const replays = records.map((record): Replay => {
    const fields = read(record).map((event) => fieldsRead(event, routing));
    return { record, fields };
  });
  const recognise = costOf(records, read);
  // Events remember what was read of them: new ones each time, less the time of making them.
  const both = costOf(replays, ({ record, fields }) =>
    read(record).map((event, index) => fields[index]?.map((name) => event.field(name))),
  );
  return {
    parse: costOf(texts, parse),
    recognise,
    map: both - recognise,
    scan: costOf(records, (record) => read(record).map((event) => judgeEvent(routing, event))),
  };
}

/** What the rules that run on the event ask of it, in the order of the asking. */
function fieldsRead(event: LogEvent, routing: Routing): readonly string[] {
  const names = new Set<string>();
  const watched = new Proxy(event, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (key !== 'field') return typeof value === 'function' ? value.bind(target) : value;
      return (name: string) => {
        names.add(name);
        return target.field(name);
      };
    },
  });
  judgeEvent(routing, watched);
  return [...names];
}

/** Microseconds a member, the median of several runs; time is the processor's, garbage collection included. */
function costOf<T>(members: readonly T[], work: (member: T) => unknown): number {
  for (let run = 0; run < WARM_UP; run++) runOnce(members, work);
  const costs = Array.from({ length: RUNS }, () => runOnce(members, work)).sort((a, b) => a - b);
  return costs[Math.floor(RUNS / 2)] ?? 0;
}

function runOnce<T>(members: readonly T[], work: (member: T) => unknown): number {
  const started = process.cpuUsage();
  let done = 0;
  let tookUs = 0;
  do {
    for (const member of members) work(member);
    done += members.length;
    const { user, system } = process.cpuUsage(started);
    tookUs = user + system;
  } while (tookUs < RUN_MS * 1_000);
  return tookUs / done;
}

function line(id: string, { parse, recognise, map, scan }: Costs): string {
  const whole = parse + scan;
  const share = (part: number) => `${((100 * Math.max(part, 0)) / whole).toFixed(0)} %`;
  return [
    id.padEnd(18),
    Math.round(1e6 / whole)
      .toLocaleString('en')
      .padStart(10),
    parse.toFixed(1).padStart(9),
    share(recognise).padStart(10),
    share(map).padStart(8),
    share(scan - recognise - map).padStart(7),
    (whole / parse).toFixed(2).padStart(13),
  ].join(' ');
}

function shippedRules() {
  const files = readdirSync(RULES, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yml') && !path.endsWith('.test.yml'))
    .map((path) => ({ path, text: readFileSync(join(RULES, path), 'utf8') }));
  return compileRuleset(files).rules;
}

/** The records of a source's samples, each as its JSON text; none for a source without samples. */
async function textsOf(source: SourceId): Promise<readonly string[]> {
  const { files } = findFiles(join(EVENTS, source));
  const texts: string[] = [];
  for (const { path } of files) {
    for await (const item of decodeObject(createReadStream(path))) {
      if (item.kind !== 'batch') continue;
      const { bytes, starts, ends, count } = item.batch;
      for (let index = 0; index < count; index++) {
        texts.push(Buffer.from(bytes.subarray(starts[index], ends[index])).toString());
      }
    }
  }
  return texts;
}

function parse(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (!isJsonObject(value)) throw new TypeError('a sample record is no object');
  return value;
}
