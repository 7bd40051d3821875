// Events through the correlator and the store in memory → events/s and RSS, against the same loop without them.

import { createMemoryPartialMatches } from '../src/adapters/local/index.ts';
import { Correlator, type FedEvent } from '../src/correlate/index.ts';
import type { FieldReader } from '../src/model/index.ts';
import { compileRuleset } from '../src/sigma/index.ts';
import { createRandom } from './random.ts';

const SEED = 20_261_129;
const EVENTS = 200_000;
const GROUPS = 1_000;
/** As many records as a batch of the decoder holds, in its order of size. */
const BATCH = 1_000;
const RUNS = 3;
const MEGABYTE = 2 ** 20;
const MICROSECONDS = 1_000_000;

const RULES = `
title: Connection
id: base
logsource: { category: network_connection }
detection: { s: { DestinationPort: 445 }, condition: s }
---
title: Fan-out
id: fan-out
correlation:
  type: value_count
  rules: [base]
  group-by: [Host]
  timespan: 5m
  condition: { field: DestinationIp, gte: 3 }
`;

/** One run, by the processor's time: a busy machine says nothing of the code. */
interface Run {
  readonly eventsPerSecond: number;
  readonly found: number;
}

/** Takes events in batches. */
interface Taker {
  take(event: FedEvent): void;
  /** Ends a batch. */
  keep(): Promise<void>;
  /** Ends the run; how many windows hold. */
  end(): Promise<number>;
}

/** Prints the figures; returns an exit code. */
export async function benchCorrelation(print: (line: string) => void): Promise<number> {
  print(`${EVENTS} events over ${GROUPS} groups, ten a second, seed ${SEED}`);
  const without: Run[] = [];
  const correlated: Run[] = [];
  for (let run = 0; run < RUNS; run++) {
    without.push(await measure(readOnly()));
    correlated.push(await measure(correlating()));
  }
  const [peer, ours] = [best(without), best(correlated)];
  print(`without correlation: ${peer.eventsPerSecond.toFixed(0)} events/s`);
  print(`with correlation:    ${ours.eventsPerSecond.toFixed(0)} events/s, ${ours.found} windows`);
  print(`ratio ${(peer.eventsPerSecond / ours.eventsPerSecond).toFixed(1)}`);
  print(`peak RSS ${(process.resourceUsage().maxRSS / 1_024).toFixed(0)} MB`);
  print(`heap at the end ${(process.memoryUsage().heapUsed / MEGABYTE).toFixed(0)} MB`);
  return ours.found > 0 ? 0 : 1;
}

function correlating(): Taker {
  const { correlations } = compileRuleset([{ path: 'bench.yml', text: RULES }]);
  const store = createMemoryPartialMatches();
  let found = 0;
  const onMatch = () => void found++;
  const correlator = new Correlator({ tenant: 'bench', correlations, store, onMatch });
  return {
    take: (event) => void correlator.feed('base', event),
    keep: () => correlator.keep(),
    async end() {
      await correlator.flush();
      if (store.overflowed > 0) throw new RangeError(`${store.overflowed} events found no room`);
      return found;
    },
  };
}

/** The peer: makes the same events and reads the same fields. */
function readOnly(): Taker {
  let read = 0;
  return {
    take({ reader }) {
      if (reader.field('Host') !== undefined && reader.field('DestinationIp') !== undefined) read++;
    },
    keep: async () => undefined,
    end: async () => Math.min(0, read),
  };
}

async function measure(taker: Taker): Promise<Run> {
  const random = createRandom(SEED);
  const started = process.cpuUsage();
  for (let index = 0; index < EVENTS; index++) {
    taker.take(eventAt(index, random.below(254)));
    if ((index + 1) % BATCH === 0) await taker.keep();
  }
  const found = await taker.end();
  const { user, system } = process.cpuUsage(started);
  return { eventsPerSecond: (EVENTS * MICROSECONDS) / (user + system), found };
}

function eventAt(index: number, last: number): FedEvent {
  const fields: Readonly<Record<string, string>> = {
    Host: `ws-${index % GROUPS}`,
    DestinationIp: `192.0.2.${last}`,
  };
  const reader: FieldReader = {
    field: (name) => fields[name],
    leaves: () => Object.values(fields),
  };
  return {
    reader,
    eventId: String(index),
    timeMs: index * 100,
    source: 'bench',
    evidence: () => '{}',
  };
}

function best(runs: readonly Run[]): Run {
  return runs.reduce((a, b) => (a.eventsPerSecond >= b.eventsPerSecond ? a : b));
}
