// An object's starts and open connections → kept for other objects, and judged with what those have kept.
//
//   while it is read   starts that a rule could need are gathered; too many are kept at once
//   at its end         connections whose verdict other objects may change are gathered
//   finish             keep the starts (who waited for them is judged) ─→ keep the connections (who finds its start is judged)
//
// With files of starts they are kept there, with what the connections ask for: settle brings them together.

import { connectionRef } from '../../src/finding/index.ts';
import {
  leastWritten,
  type LogEvent,
  readOffer,
  writeOffer,
  type WrittenOffer,
} from '../../src/model/index.ts';
import {
  type BeyondScan,
  type ConnectionsReport,
  type HeldConnection,
  type KeyOffered,
  keepConnections,
  keepStarts,
  type OpenRule,
  packConnections,
  type StartsReport,
} from '../../src/pipeline/index.ts';
import type { JoinKey, OpenConnection } from '../../src/ports/index.ts';
import type { Asking, StartOffers } from '../../src/segments/index.ts';
import type { JoinDeps } from '../shared/join-deps.ts';
import { type JoinedReport, JoinJudge } from '../shared/stored-join.ts';
import type { SegmentOfObject } from './segment-of-object.ts';

/** What became of an object's starts and connections. */
export interface ObjectJoinReport extends JoinedReport {
  readonly starts: StartsReport & { readonly kept: number };
  readonly connections: ConnectionsReport;
}

/** Starts in memory: of usual ones 20 MB. They are kept after the findings that did not need them, if there are not more. */
const MAX_STARTS = 20_000;

/** Characters of offers in memory, whatever their number. */
const MAX_CHARACTERS = 32 * 1_048_576;

/** What one item of waiting connections holds: a flood under one key takes few of its places. */
const MAX_TOGETHER = 100;
const MAX_BODY_CHARACTERS = 200_000;

/** A connection, and what is still to come for it. */
interface OpenHeld extends HeldConnection {
  /** At least one. */
  readonly keys: readonly string[];
  readonly open: readonly OpenRule[];
}

/** Connections that wait together, and what is read of them. */
interface Opened {
  readonly connection: OpenConnection;
  readonly events: readonly LogEvent[];
  /** Ids of the rules that are to judge them. */
  readonly rules: ReadonlySet<string>;
}

/** What the object offers under one key. */
interface Gathered extends StartOffers {
  readonly characters: number;
}

const NONE: ReadonlySet<string> = new Set();

/** A class because starts and connections gather while the object is read. */
export class ObjectJoin implements BeyondScan {
  readonly #deps: JoinDeps;
  readonly #graceMs: number;
  readonly #judge: JoinJudge;
  readonly #segment: SegmentOfObject | undefined;
  readonly #starts = new Map<string, Gathered>();
  readonly #open: OpenHeld[] = [];
  #characters = 0;
  #startsReport = { judged: 0, late: 0, tooLarge: 0, kept: 0 };

  /** @param segment where starts are kept. @default the state table */
  constructor(deps: JoinDeps, graceMs: number, segment?: SegmentOfObject) {
    this.#deps = deps;
    this.#segment = segment;
    this.#graceMs = graceMs;
    const partialMatches = segment?.judged ?? deps.partialMatches;
    this.#judge = new JoinJudge({ ...deps, partialMatches });
  }

  see(event: LogEvent): void {
    const offers = this.#deps.plan.offersToKeep(event);
    if (offers.length > 0 && event.joinOffer !== undefined) {
      this.#gather(this.#keyOf(event, event.joinOffer.key), offers);
    }
  }

  /** What its own object says of a connection is kept with it: others may lack that. */
  takes({ event, delivery }: HeldConnection, found: readonly KeyOffered[]): ReadonlySet<string> {
    const { open } = this.#deps.plan.complete(
      event,
      found.map(({ offered }) => offered),
    );
    const keys = this.#deps.plan.keysToWaitUnder(event);
    const [first] = keys;
    if (open.length === 0 || first === undefined) return NONE;
    const rules = new Set(open.map(({ id }) => id));
    this.#open.push({ event, delivery, keys, open });
    for (const { key, offered } of found) {
      const offers = [...offered.values()].map(writeOffer);
      this.#gather(this.#keyOf(event, keys.includes(key) ? key : first), offers);
    }
    return rules;
  }

  /** Keeps what was gathered if it is too much for memory. */
  async flush(): Promise<void> {
    if (this.#starts.size >= MAX_STARTS || this.#characters >= MAX_CHARACTERS) {
      await this.#keepStarts();
    }
  }

  /** Keeps the rest. Repeated for another delivery of the object, it changes nothing. */
  async finish(): Promise<ObjectJoinReport> {
    const opened = this.#connections();
    const asking = this.#filed(opened);
    await this.#keepStarts(asking);
    const filed = new Set(asking.map(({ connection }) => connection));
    const all = opened.map(({ connection }) => connection);
    const others = all.filter((connection) => !filed.has(connection));
    const kept = await keepConnections(others, this.#judge);
    const connections = { ...kept, waits: kept.waits + filed.size };
    return { ...this.#judge.report, starts: this.#startsReport, connections };
  }

  /** Those that wait in the file. */
  #filed(opened: readonly Opened[]): readonly Asking[] {
    const segment = this.#segment;
    if (segment === undefined) return [];
    return opened
      .map(({ connection, events, rules }) => segment.asking(connection, events, rules))
      .filter((asking) => segment.takes(asking));
  }

  async #keepStarts(asking: readonly Asking[] = []): Promise<void> {
    const starts = [...this.#starts.values()];
    this.#starts.clear();
    this.#characters = 0;
    const { judged, late, tooLarge } = await this.#keep(starts, asking);
    const before = this.#startsReport;
    this.#startsReport = {
      judged: before.judged + judged,
      late: before.late + late,
      tooLarge: before.tooLarge + tooLarge,
      kept: before.kept + starts.length - tooLarge,
    };
  }

  async #keep(starts: readonly StartOffers[], asking: readonly Asking[]): Promise<StartsReport> {
    const segment = this.#segment;
    if (segment === undefined) {
      const read = starts.map(({ key, offers }) => ({ key, offers: offers.map(readOffer) }));
      return await keepStarts(read, this.#judge);
    }
    return { judged: 0, late: 0, tooLarge: await segment.write(starts, asking) };
  }

  #gather(key: JoinKey, offers: readonly WrittenOffer[]): void {
    const id = `${key.source} ${key.key}`;
    const before = this.#starts.get(id);
    const all = before === undefined ? offers : leastWritten([...before.offers, ...offers]);
    const characters = all.reduce((sum, { text }) => sum + text.length, 0);
    this.#starts.set(id, { key, offers: all, characters });
    this.#characters += characters - (before?.characters ?? 0);
  }

  #connections(): readonly Opened[] {
    const { tenant, clock } = this.#deps;
    const dueMs = clock.nowMs() + this.#graceMs;
    return together(this.#open).map((held): Opened => {
      const events = held.map(({ event }) => event);
      const [first] = held;
      const keys = first.keys.map((key) => this.#keyOf(first.event, key));
      const rules = first.open.map(({ id }) => id);
      const body = packConnections(held, rules);
      const connection = { tenant, ref: connectionRef(events, rules), keys, body, dueMs };
      return { connection, events, rules: new Set(rules) };
    });
  }

  #keyOf({ source }: LogEvent, key: string): JoinKey {
    return { tenant: this.#deps.tenant, source, key };
  }
}

interface Group {
  readonly held: [OpenHeld, ...OpenHeld[]];
  characters: number;
}

/** Connections of which the same rules ask for the same: they can be judged together. */
function together(open: readonly OpenHeld[]): readonly Group['held'][] {
  const groups = new Map<string, Group[]>();
  for (const held of open) {
    const { keys, event } = held;
    const id = JSON.stringify([event.source, keys, held.open]);
    const chunks = groups.get(id) ?? [];
    groups.set(id, chunks);
    const size = JSON.stringify(held.event.record).length;
    const last = chunks.at(-1);
    const hasRoom =
      last !== undefined &&
      last.held.length < MAX_TOGETHER &&
      last.characters + size <= MAX_BODY_CHARACTERS;
    if (!hasRoom) chunks.push({ held: [held], characters: size });
    else {
      last.held.push(held);
      last.characters += size;
    }
  }
  return [...groups.values()].flat().map(({ held }) => held);
}
