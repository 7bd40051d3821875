// Matches of rules → partial matches in a store → windows in which a correlation's condition holds.

import type {
  CompiledCorrelation,
  CorrelationGroup,
  CorrelationMatch,
  FieldReader,
  PartialMatch,
} from '../model/index.ts';
import type { DueGroup, PartialMatchStore } from '../ports/index.ts';
import { isRefutable } from './condition.ts';
import { sweep } from './sweep.ts';

/** How late an event may arrive and still be judged as if it had not been late. */
export const GRACE_MS = 15 * 60_000;

/** What a correlator is given. */
export interface CorrelatorDeps {
  readonly tenant: string;
  /** In an order in which each stands behind those that it refers to. */
  readonly correlations: readonly CompiledCorrelation[];
  readonly store: PartialMatchStore;
}

/** An event that a rule matched. */
export interface FedEvent {
  readonly reader: FieldReader;
  readonly eventId: string;
  /** Without a time an event takes part in no correlation. */
  readonly timeMs: number | undefined;
  readonly source: string;
  /** Asked for only if the event takes part. */
  evidence(): string;
}

/** What became of an event: in how many correlations it takes part, of how many that refer to the rule. */
export interface Fed {
  readonly parts: number;
  readonly of: number;
}

/** A group whose windows are to be judged, and the times at which something was added. */
interface Touched {
  readonly group: CorrelationGroup;
  readonly times: number[];
}

/** A correlation with what waits for its next flush. */
interface Lane {
  readonly correlation: CompiledCorrelation;
  readonly isRefutable: boolean;
  readonly waiting: { readonly group: CorrelationGroup; readonly part: PartialMatch }[];
}

/** A class because it gathers: a store is written and read once per flush, not once per event. */
export class Correlator {
  readonly #deps: CorrelatorDeps;
  readonly #lanes: readonly Lane[];
  readonly #byRule = new Map<string, Lane[]>();
  #waiting = 0;

  constructor(deps: CorrelatorDeps) {
    this.#deps = deps;
    this.#lanes = deps.correlations.map((correlation) => ({
      correlation,
      isRefutable: isRefutable(correlation),
      waiting: [],
    }));
    for (const lane of this.#lanes) {
      for (const rule of new Set(lane.correlation.rules)) {
        this.#byRule.set(rule, [...(this.#byRule.get(rule) ?? []), lane]);
      }
    }
  }

  /** Partial matches that wait for {@link flush}. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Takes an event that a rule, or another correlation, matched. */
  feed(rule: string, event: FedEvent): Fed {
    const lanes = this.#byRule.get(rule) ?? [];
    let parts = 0;
    for (const lane of lanes) {
      const reading = lane.correlation.read(event.reader, rule);
      if (reading.kind === 'none' || event.timeMs === undefined) continue;
      const { eventId, timeMs, source } = event;
      const part = { rule, eventId, timeMs, source, values: reading.values };
      const group = {
        tenant: this.#deps.tenant,
        correlation: lane.correlation.id,
        values: reading.group,
      };
      lane.waiting.push({ group, part: { ...part, evidence: event.evidence() } });
      this.#waiting++;
      parts++;
    }
    return { parts, of: lanes.length };
  }

  /** Stores what waits, and judges the windows that it may have completed. */
  async flush(): Promise<readonly CorrelationMatch[]> {
    const matches: CorrelationMatch[] = [];
    for (const lane of this.#lanes) {
      const touched = await this.#store(lane);
      if (lane.isRefutable) continue;
      for (const { group, times } of touched) {
        for (const [fromMs, toMs] of spans(times, lane.correlation.timespanMs)) {
          matches.push(...(await this.#judge(lane, group, fromMs, toMs)));
        }
      }
    }
    return matches;
  }

  /** Judges the windows of which nothing more is expected at `nowMs`; {@link Infinity} = all. */
  async settle(nowMs: number): Promise<readonly CorrelationMatch[]> {
    const matches = [...(await this.flush())];
    for (let isDone = false; !isDone; ) {
      isDone = true;
      const due = await this.#due(nowMs);
      for (const lane of this.#lanes) {
        const own = due.filter(({ group }) => group.correlation === lane.correlation.id);
        for (const { group, fromMs, toMs } of own) {
          matches.push(...(await this.#judge(lane, group, fromMs, toMs)));
          isDone = false;
        }
      }
      // A correlation that was settled may complete another, or give it something to be settled.
      matches.push(...(await this.flush()));
    }
    return matches;
  }

  async #due(nowMs: number): Promise<readonly DueGroup[]> {
    const due: DueGroup[] = [];
    for await (const one of this.#deps.store.due(nowMs)) due.push(one);
    return due;
  }

  async #store(lane: Lane): Promise<Iterable<Touched>> {
    const { timespanMs } = lane.correlation;
    const touched = new Map<string, Touched>();
    for (const { group, part } of lane.waiting.splice(0)) {
      this.#waiting--;
      const dueMs = lane.isRefutable ? part.timeMs + timespanMs + GRACE_MS : undefined;
      const keepMs = 2 * timespanMs + GRACE_MS;
      await this.#deps.store.put(group, part, { keepMs, ...(dueMs !== undefined && { dueMs }) });
      const key = JSON.stringify(group.values);
      const known = touched.get(key);
      if (known === undefined) touched.set(key, { group, times: [part.timeMs] });
      else known.times.push(part.timeMs);
    }
    return touched.values();
  }

  async #judge(lane: Lane, group: CorrelationGroup, fromMs: number, toMs: number) {
    const { correlation } = lane;
    const { timespanMs } = correlation;
    const range = await this.#deps.store.range(group, fromMs - timespanMs, toMs + timespanMs);
    const matches = [...sweep({ correlation, group, range, fromMs, toMs })];
    for (const match of matches) this.#chain(match);
    return matches;
  }

  /** A correlation's match is an event of those that refer to it: its fields are the names it groups by. */
  #chain({ correlation, group, completedBy }: CorrelationMatch): void {
    const values = new Map(correlation.groupBy.map((name, index) => [name, group.values[index]]));
    const reader = { field: (name: string) => values.get(name), leaves: () => values.values() };
    for (const { eventId, timeMs, source, evidence } of completedBy) {
      this.feed(correlation.id, { reader, eventId, timeMs, source, evidence: () => evidence });
    }
  }
}

/** Times at which something was added → the spans in which windows that hold it end, merged. */
function spans(times: readonly number[], timespanMs: number): (readonly [number, number])[] {
  const merged: [number, number][] = [];
  for (const timeMs of times.toSorted((a, b) => a - b)) {
    const last = merged.at(-1);
    if (last !== undefined && timeMs <= last[1]) last[1] = timeMs + timespanMs;
    else merged.push([timeMs, timeMs + timespanMs]);
  }
  return merged;
}
