// Matches of rules → partial matches in a store → windows in which a correlation's condition holds.

import type {
  CompiledCorrelation,
  CorrelationGroup,
  CorrelationMatch,
  FieldReader,
  PartialMatch,
} from '../model/index.ts';
import type { DueGroup, PartialMatchStore, PartialPut, PutFate, TimeSpan } from '../ports/index.ts';
import { isRefutable } from './condition.ts';
import { Spans, widened } from './spans.ts';
import { sweep } from './sweep.ts';

/** How late an event may arrive and still be judged as if it had not been late. */
export const GRACE_MS = 15 * 60_000;

/** What a correlator is given. */
export interface CorrelatorDeps {
  readonly tenant: string;
  /** In an order in which each stands behind those that it refers to. */
  readonly correlations: readonly CompiledCorrelation[];
  readonly store: PartialMatchStore;
  /** Is given every window in which a condition holds, perhaps several times: the finding's fold tells. */
  onMatch(match: CorrelationMatch): void;
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

/** A group whose windows are to be judged: those that end in these spans. */
interface Touched {
  readonly group: CorrelationGroup;
  readonly spans: Spans;
}

/** A group that is judged, and where its windows end. */
interface Judged {
  readonly group: CorrelationGroup;
  readonly ends: readonly TimeSpan[];
}

/** Ranges read at a time: a store over a network answers in milliseconds, and a scan may touch hundreds of groups. */
const RANGES_AT_ONCE = 16;

/** A correlation, what waits to be stored, and by group what is stored and waits to be judged. */
interface Lane {
  readonly correlation: CompiledCorrelation;
  readonly isRefutable: boolean;
  /** How much later than other events those come that correlations settle. */
  readonly lagMs: number;
  readonly waiting: PartialPut[];
  touched: Map<string, Touched>;
}

/**
 * A class because it gathers. Judging a group costs as much as the group holds, so it is done once for all that came,
 * not once for each event: the later, the cheaper, and a full store says when it is time.
 */
export class Correlator {
  readonly #deps: CorrelatorDeps;
  readonly #lanes: readonly Lane[];
  readonly #byRule = new Map<string, Lane[]>();
  #waiting = 0;

  constructor(deps: CorrelatorDeps) {
    this.#deps = deps;
    const lags = settleLags(deps.correlations);
    this.#lanes = deps.correlations.map((correlation) => ({
      correlation,
      isRefutable: isRefutable(correlation),
      lagMs: lagOf(correlation, lags),
      waiting: [],
      touched: new Map(),
    }));
    for (const lane of this.#lanes) {
      for (const rule of new Set(lane.correlation.rules)) {
        this.#byRule.set(rule, [...(this.#byRule.get(rule) ?? []), lane]);
      }
    }
  }

  /** Partial matches that wait for {@link keep}. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Takes an event that a rule, or another correlation, matched. */
  feed(rule: string, event: FedEvent): Fed {
    const lanes = this.#byRule.get(rule) ?? [];
    let parts = 0;
    for (const lane of lanes) {
      const reading = lane.correlation.read(event.reader, rule);
      const { timeMs } = event;
      if (reading.kind === 'none' || timeMs === undefined || !Number.isFinite(timeMs)) continue;
      const { eventId, source } = event;
      const part = { rule, eventId, timeMs, source, values: reading.values };
      lane.waiting.push(this.#toPut(lane, reading.group, { ...part, evidence: event.evidence() }));
      this.#waiting++;
      parts++;
    }
    return { parts, of: lanes.length };
  }

  /** Stores what waits. Judges only if the store is full, since it may let go of what is judged. */
  async keep(): Promise<void> {
    // Judging may give outer correlations something to be kept.
    while (this.#waiting > 0) {
      for (const lane of this.#lanes) await this.#store(lane);
    }
  }

  /** Stores what waits, and judges all windows that may have been completed. */
  async flush(): Promise<void> {
    do {
      await this.keep();
      await this.#judgeTouched();
    } while (this.#waiting > 0);
  }

  /** Judges the windows of which nothing more is expected at `nowMs`; {@link Infinity} = all. */
  async settle(nowMs: number): Promise<void> {
    await this.flush();
    for (let isDone = false; !isDone; ) {
      isDone = true;
      const due = await this.#due(nowMs);
      for (const lane of this.#lanes) {
        const own = due.filter(({ group }) => group.correlation === lane.correlation.id);
        for (const { group, fromMs, toMs } of own) {
          await this.#judge(lane, [{ group, ends: [{ fromMs, toMs }] }]);
        }
        if (own.length > 0) isDone = false;
      }
      // A correlation that was settled may complete another, or give it something to be settled.
      await this.flush();
    }
  }

  #toPut({ correlation, isRefutable, lagMs }: Lane, values: readonly string[], part: PartialMatch) {
    const { id, timespanMs } = correlation;
    const group = { tenant: this.#deps.tenant, correlation: id, values };
    const put: PartialPut = { group, part, keepMs: 2 * timespanMs + GRACE_MS + lagMs };
    return isRefutable ? { ...put, dueMs: part.timeMs + timespanMs + GRACE_MS + lagMs } : put;
  }

  async #due(nowMs: number): Promise<readonly DueGroup[]> {
    const due: DueGroup[] = [];
    for await (const one of this.#deps.store.due(nowMs)) due.push(one);
    return due;
  }

  async #store(lane: Lane): Promise<void> {
    const { store } = this.#deps;
    let puts: readonly PartialPut[] = lane.waiting.splice(0);
    this.#waiting -= puts.length;
    while (puts.length > 0) {
      const fates = await store.put(puts);
      for (const [index, fate] of fates.entries()) touch(lane, puts[index], fate);
      const isFull = fates.at(-1) === 'full';
      puts = puts.slice(isFull ? fates.length - 1 : fates.length);
      if (!isFull) continue;
      await this.#judgeTouched();
      await store.makeRoom();
    }
  }

  async #judgeTouched(): Promise<void> {
    for (const lane of this.#lanes) {
      const { touched } = lane;
      lane.touched = new Map();
      const all = [...touched.values()].map(({ group, spans }) => ({
        group,
        ends: spans.joined(),
      }));
      for (let start = 0; start < all.length; start += RANGES_AT_ONCE) {
        await this.#judge(lane, all.slice(start, start + RANGES_AT_ONCE));
      }
    }
  }

  /** Reads at once, for no range depends on what another holds; tells in the order given. */
  async #judge({ correlation }: Lane, groups: readonly Judged[]): Promise<void> {
    const { store } = this.#deps;
    const read = async ({ group, ends }: Judged) => {
      return {
        group,
        ends,
        range: await store.range(group, widened(ends, correlation.timespanMs)),
      };
    };
    for (const { group, ends, range } of await Promise.all(groups.map(read))) {
      for (const match of sweep({ correlation, group, range, ends })) {
        this.#deps.onMatch(match);
        this.#chain(match);
      }
    }
  }

  /** A correlation's match is an event of those that refer to it: its fields are the names it groups by. */
  #chain({ correlation, group, completedBy }: CorrelationMatch): void {
    if (!this.#byRule.has(correlation.id)) return;
    const values = new Map(correlation.groupBy.map((name, index) => [name, group.values[index]]));
    const reader = { field: (name: string) => values.get(name), leaves: () => values.values() };
    for (const { eventId, timeMs, source, evidence } of completedBy) {
      this.feed(correlation.id, { reader, eventId, timeMs, source, evidence: () => evidence });
    }
  }
}

/** By correlation how long after its event a window of it may be judged at the latest, beside the grace. */
function settleLags(correlations: readonly CompiledCorrelation[]): ReadonlyMap<string, number> {
  const lags = new Map<string, number>();
  for (const one of correlations) {
    const own = isRefutable(one) ? one.timespanMs + GRACE_MS : 0;
    lags.set(one.id, own + lagOf(one, lags));
  }
  return lags;
}

/** A correlation waits for what it refers to, or settle would judge it before all has come. */
function lagOf({ rules }: CompiledCorrelation, lags: ReadonlyMap<string, number>): number {
  return Math.max(0, ...rules.map((rule) => lags.get(rule) ?? 0));
}

/** Notes that windows with this event are to be judged, unless they wait for {@link Correlator.settle}. */
function touch(lane: Lane, put: PartialPut | undefined, fate: PutFate): void {
  if (lane.isRefutable || put === undefined || fate === 'full') return;
  const { group, part } = put;
  const { timespanMs } = lane.correlation;
  const key = JSON.stringify(group.values);
  const known = lane.touched.get(key);
  const touched = known ?? { group, spans: new Spans(timespanMs) };
  touched.spans.add(part.timeMs);
  // Windows just before it are judged again too: their finding would have had this event, and is to say so.
  if (fate === 'turned-away') touched.spans.add(part.timeMs - timespanMs);
  if (known === undefined) lane.touched.set(key, touched);
}
