// Matches of rules → partial matches in a store → windows in which a correlation's condition holds.

import type { CompiledCorrelation, CorrelationGroup, CorrelationMatch } from '../model/index.ts';
import type { DueGroup, PartialMatchStore, PartialPut, TimeSpan } from '../ports/index.ts';
import { type CandidateDeps, Candidates } from './candidates.ts';
import {
  createLanes,
  type FedEvent,
  type Lane,
  readPart,
  type TakenPart,
  toPut,
  touch,
} from './lane.ts';
import { readWindows } from './read-windows.ts';
import { sweep } from './sweep.ts';

/** What a correlator is given. */
export interface CorrelatorDeps {
  readonly tenant: string;
  /** In an order in which each stands behind those that it refers to. */
  readonly correlations: readonly CompiledCorrelation[];
  readonly store: PartialMatchStore;
  /** For whoever feeds again what {@link Correlator.wants}. @default everything is kept as it comes */
  readonly candidates?: CandidateDeps;
  /**
   * Whether a match of the rule is taken for the correlation, asked before its event is read further; one that is not is
   * counted as if it were. For whoever feeds matches in two passes. @default all are
   */
  takes?(correlation: CompiledCorrelation, rule: string, group: readonly string[]): boolean;
  /** Is given every window in which a condition holds, perhaps several times: the finding's fold tells. */
  onMatch(match: CorrelationMatch): void;
}

/** What became of an event: in how many correlations it takes part, of how many that refer to the rule. */
export interface Fed {
  readonly parts: number;
  readonly of: number;
}

/** A group that is judged, and where its windows end. */
interface Judged {
  readonly group: CorrelationGroup;
  readonly ends: readonly TimeSpan[];
}

/** Ranges read at a time: a store over a network answers in milliseconds, and a scan may touch hundreds of groups. */
const RANGES_AT_ONCE = 16;

/**
 * A class because it gathers. Judging a group costs as much as the group holds, so it is done once for all that came,
 * not once for each event: the later, the cheaper, and a full store says when it is time.
 */
export class Correlator {
  readonly #deps: CorrelatorDeps;
  readonly #candidates: Candidates | undefined;
  readonly #lanes: readonly Lane[];
  readonly #byRule = new Map<string, Lane[]>();
  #waiting = 0;

  constructor(deps: CorrelatorDeps) {
    const { correlations, candidates, store } = deps;
    this.#deps = deps;
    this.#candidates = candidates && new Candidates(correlations, candidates);
    this.#lanes = createLanes(correlations, (one) => this.#candidates?.storeOf(one) ?? store);
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
      const part = readPart(lane, rule, event);
      if (part === undefined) continue;
      parts++;
      if (this.#deps.takes?.(lane.correlation, rule, part.group) === false) continue;
      if (this.#candidates?.note(lane.correlation, rule, part.group) === true) continue;
      const evidence = this.#await(lane, rule, part, event);
      this.#candidates?.kept(lane.correlation, evidence);
    }
    return { parts, of: lanes.length };
  }

  /** Takes partial matches that another correlator of the same correlations has made. */
  take(puts: readonly PartialPut[]): void {
    const lanes = new Map(this.#lanes.map((lane) => [lane.correlation.id, lane]));
    for (const put of puts) {
      const lane = lanes.get(put.group.correlation);
      if (lane === undefined) continue;
      lane.waiting.push(put);
      this.#waiting++;
    }
  }

  /** Partial matches that were noted and not kept: whether they are needed {@link beginRecall} tells. */
  get noted(): number {
    return this.#candidates?.noted ?? 0;
  }

  /** Everything was fed; true if some of what was noted is needed, and is to be fed again. */
  beginRecall(): boolean {
    return this.#candidates?.beginRecall() === true;
  }

  /** True if the event is to be fed again, should a rule match it that a correlation refers to. */
  wants(event: Pick<FedEvent, 'reader' | 'timeMs'>): boolean {
    return this.#lanes.some(
      (lane) =>
        this.#candidates?.isRecalled(lane.correlation) === true &&
        lane.correlation.rules.some((rule) => this.#wantedPart(lane, rule, event) !== undefined),
    );
  }

  /** Takes an event again, for the groups that are candidates and no others. */
  feedAgain(rule: string, event: FedEvent): void {
    for (const lane of this.#byRule.get(rule) ?? []) {
      const part = this.#wantedPart(lane, rule, event);
      if (part !== undefined) this.#await(lane, rule, part, event);
    }
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
        const own = due
          .filter(({ group }) => group.correlation === lane.correlation.id)
          .map(({ group, fromMs, toMs }) => ({ group, ends: [{ fromMs, toMs }] }));
        await this.#judgeAll(lane, own);
        if (own.length > 0) isDone = false;
      }
      // A correlation that was settled may complete another, or give it something to be settled.
      await this.flush();
    }
  }

  #wantedPart(lane: Lane, rule: string, event: Pick<FedEvent, 'reader' | 'timeMs'>) {
    const part = readPart(lane, rule, event);
    if (part === undefined) return undefined;
    return this.#candidates?.wants(lane.correlation, part.group) === true ? part : undefined;
  }

  /** Lets it wait to be stored; gives its evidence. */
  #await(lane: Lane, rule: string, part: TakenPart, event: FedEvent): string {
    const { eventId, source } = event;
    const { timeMs } = part;
    // Copies: where the lists that are read of every event live on, V8 allocates all of them among what is old.
    const values = [...part.values];
    const group = {
      tenant: this.#deps.tenant,
      correlation: lane.correlation.id,
      values: [...part.group],
    };
    const evidence = event.evidence(lane.correlation.id);
    lane.waiting.push(toPut(lane, group, { rule, eventId, timeMs, source, values, evidence }));
    this.#waiting++;
    return evidence;
  }

  async #due(nowMs: number): Promise<readonly DueGroup[]> {
    const due: DueGroup[] = [];
    for await (const one of this.#deps.store.due(nowMs)) due.push(one);
    return due;
  }

  async #store(lane: Lane): Promise<void> {
    const { store } = lane;
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
      await this.#judgeAll(lane, all);
    }
  }

  async #judgeAll(lane: Lane, groups: readonly Judged[]): Promise<void> {
    for (let start = 0; start < groups.length; start += RANGES_AT_ONCE) {
      await this.#judge(lane, groups.slice(start, start + RANGES_AT_ONCE));
    }
  }

  /** Reads at once, for no range depends on what another holds; tells in the order given. */
  async #judge({ correlation, store }: Lane, groups: readonly Judged[]): Promise<void> {
    const read = async ({ group, ends }: Judged) => {
      return { group, windows: await readWindows(store, correlation, group, ends) };
    };
    for (const { group, windows } of await Promise.all(groups.map(read))) {
      for (const { range, ends } of windows) {
        for (const match of sweep({ correlation, group, range, ends })) {
          this.#deps.onMatch(match);
          this.#chain(match);
        }
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
