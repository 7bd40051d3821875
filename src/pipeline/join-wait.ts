// Connections that wait for what other events say of their process → judged, once everything has been read.

import {
  type Delivery,
  fnv1a,
  type LateLines,
  type LogEvent,
  type RecordBatch,
  type ScanCounts,
} from '../model/index.ts';
import {
  type EvaluationDeps,
  type EventJoin,
  judgeAndCount,
  judgeOnly,
} from './evaluate-record.ts';
import { isCandidate } from './join-candidate.ts';
import { completeEvent } from './join-event.ts';
import { JoinOffers, type KeyOffered } from './join-offers.ts';
import { LateWants } from './late-wants.ts';
import { OfferLines } from './offer-lines.ts';
import { restrictRouting } from './routing.ts';
import { createTally, type Tally, toCounts } from './tally.ts';

/** Connections that wait at once: with records of 2 to 4 KB, 80 MB at most. */
export const MAX_WAITING = 20_000;

/** Characters of their records, of unusual ones: a host that writes long command lines must not fill the memory. */
export const MAX_WAITING_CHARACTERS = 128 * 1_048_576;

/** A connection that waits, and where it stood. */
export interface HeldConnection {
  readonly event: LogEvent;
  readonly delivery: Delivery;
}

interface Waiting extends HeldConnection {
  /** Which of the objects it came from. */
  readonly index: number;
}

/** What is done with events and connections that concern other objects too. */
export interface BeyondScan {
  /** Every event of a recognised record, as the first pass comes by it. */
  see(event: LogEvent): void;
  /** The rules, by id, that judge the connection elsewhere, given what its scan has found for it. */
  takes(held: HeldConnection, found: readonly KeyOffered[]): ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/** What waits in the objects of one scan. */
export class JoinWait {
  readonly offers = new JoinOffers();
  /** Of whom waits, and who asks. */
  readonly wants = new LateWants();
  readonly #evaluation: EvaluationDeps;
  readonly #maxWaiting: number;
  readonly #beyond: BeyondScan | undefined;
  readonly #waiting: Waiting[] = [];
  #characters = 0;
  /** By object the lines of what its events offer. */
  readonly #offering = new Map<number, OfferLines>();
  /** Of the keys that those who wait ask for. */
  readonly #asked = new Set<number>();
  /** By object how many of its events waited. */
  readonly #held = new Map<number, number>();

  constructor(
    evaluation: EvaluationDeps,
    maxWaiting = MAX_WAITING,
    beyond: BeyondScan | undefined = undefined,
  ) {
    this.#evaluation = evaluation;
    this.#maxWaiting = maxWaiting;
    this.#beyond = beyond;
  }

  /** The evaluation of the object with that index, as the first pass does it; lines of what is offered are kept in those given. */
  evaluationOf(index: number, lines: LateLines): EvaluationDeps {
    const offering = new OfferLines(lines);
    this.#offering.set(index, offering);
    const join: EventJoin = {
      see: (events) => {
        for (const event of events) this.#beyond?.see(event);
        return offering.see(events);
      },
      keep: (batch) => offering.keep(batch),
      holds: (event, placeOf, tally) => this.#hold(event, placeOf, tally, index),
    };
    return { ...this.#evaluation, join };
  }

  /** The evaluation of lines that were set aside: they offer, and no connection is among them. */
  get lateEvaluation(): EvaluationDeps {
    const join: EventJoin = {
      see: (events) => {
        for (const event of events) {
          this.#beyond?.see(event);
          this.offers.take(event);
        }
        return false;
      },
      holds: () => false,
    };
    return { ...this.#evaluation, join };
  }

  /** Lines of the object that may offer what somebody asks for. */
  *askedOf(index: number): Generator<RecordBatch> {
    if (this.#waiting.length > 0) yield* this.#offering.get(index)?.of(this.#asked) ?? [];
  }

  /** True if something waits, and the object may have more to offer than was kept: it is worth a second reading. */
  isWanted(index: number): boolean {
    return this.#waiting.length > 0 && this.#offering.get(index)?.isWhole === false;
  }

  /** True if events of the object waited, before they were judged. */
  hasHeld(index: number): boolean {
    return this.#held.has(index);
  }

  /**
   * The events of an object, given once more in the order of the first pass, as they were judged: those that waited were
   * the first of the candidates, for once too many wait none waits any more.
   */
  asJudged(index: number): (event: LogEvent) => LogEvent {
    let left = this.#held.get(index) ?? 0;
    return (event) => {
      if (left === 0 || !isCandidate(this.#evaluation.routing, event)) return event;
      left--;
      return completeEvent(event, this.offers.found(event));
    };
  }

  /**
   * Judges what waited with what was found; gives the counts per object. A connection that some rules judge elsewhere is
   * judged here by the others, and counted there.
   */
  settle(): ReadonlyMap<number, ScanCounts> {
    const tallies = new Map<number, Tally>();
    for (const waiting of this.#waiting.splice(0)) {
      const found = this.offers.foundByKey(waiting.event);
      const elsewhere = this.#beyond?.takes(waiting, found) ?? NONE;
      const tally = tallies.get(waiting.index) ?? createTally();
      tallies.set(waiting.index, tally);
      const event = completeEvent(
        waiting.event,
        found.map(({ offered }) => offered),
      );
      const { routing } = this.#evaluation;
      if (elsewhere.size > 0) {
        const rest = restrictRouting(routing, (id) => !elsewhere.has(id));
        const evaluation = { ...this.#evaluation, routing: rest };
        judgeOnly(event, () => waiting.delivery, evaluation, tally);
        continue;
      }
      if (event !== waiting.event) tally.joined++;
      judgeAndCount(event, () => waiting.delivery, this.#evaluation, tally);
    }
    return new Map([...tallies].map(([index, tally]) => [index, toCounts(tally)]));
  }

  #hold(event: LogEvent, placeOf: () => Delivery, tally: Tally, index: number): boolean {
    if (!isCandidate(this.#evaluation.routing, event)) return false;
    if (this.#waiting.length >= this.#maxWaiting || this.#characters >= MAX_WAITING_CHARACTERS) {
      tally.joinOverflow++;
      return false;
    }
    tally.joinCandidates++;
    this.#characters += JSON.stringify(event.record).length;
    this.#waiting.push({ event, delivery: placeOf(), index });
    this.#held.set(index, (this.#held.get(index) ?? 0) + 1);
    this.offers.want(event);
    for (const key of event.joinKeys) this.#asked.add(fnv1a(key));
    this.wants.waits(event);
    return true;
  }
}
