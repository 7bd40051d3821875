// Rules + what sources lack → which starts are kept for connections of other objects, and which connections wait for them.
//
//   wanted fields of a source = what rules for connections read ∩ what its connections lack and other events state
//   nothing wanted            → no start is kept, no connection waits

import { type CompiledRule, type LogEvent, type WrittenOffer, writeOffer } from '../model/index.ts';
import {
  ATTRIBUTED_FIELD,
  HOST_FIELDS,
  isHostKey,
  type SourceJoin,
  sourceJoins,
} from '../source/index.ts';
import { type IsToCome, isOpenField, openRules } from './join-candidate.ts';
import { completeEvent } from './join-event.ts';
import { headOf } from './join-fields.ts';
import { createMatter, type RuleReading, type StartWants } from './join-matter.ts';
import { type Offered, offersOf } from './join-offers.ts';
import type { RoutedRule, Routing } from './routing.ts';

/** What is kept across objects. */
export interface JoinPlan {
  /**
   * What is kept of an event for connections to come; empty where no rule would read it of its source's connections,
   * and of a start that cannot matter to any of them.
   */
  offersToKeep(event: LogEvent): readonly WrittenOffer[];
  /** Those of a connection's keys under which something wanted may be offered: under no other it need wait. */
  keysToWaitUnder(event: LogEvent): readonly string[];
  /** The connection with what is offered, and whether that may be the last word. */
  complete(event: LogEvent, offered: readonly Offered[]): PlannedEvent;
  /** Rules that could match the connection, given what its own log does not say. */
  possible(logged: LogEvent): readonly CompiledRule[];
  /** Fields that are kept for connections of the source; by name. */
  wanted(source: string): readonly string[];
}

/** A connection as it would be judged now. */
export interface PlannedEvent {
  readonly event: LogEvent;
  /** Rules whose verdict events still to come may change; empty = what all rules say is final. */
  readonly open: readonly OpenRule[];
}

/** A rule, and the fields it reads that events still to come may state, sorted. */
export interface OpenRule {
  readonly id: string;
  readonly awaited: readonly string[];
}

/** The field of a start that shows that one was seen: then only what others state is still to come. */
const START_HEAD = 'Image';

/** What rules need that ask whether the program is known. */
const PROGRAM: readonly string[] = ['Image', 'ProcessId'];

/**
 * Longest offers that are kept for evidence, beside what rules read: with its key and the refs of a few who wait an
 * item stays below the 1 KB that one write unit pays for.
 */
const MAX_EVIDENCE_CHARACTERS = 700;

const NOTHING: ReadonlySet<string> = new Set();

/** The plan of the rules that a routing runs on connections. */
export function createJoinPlan(routing: Routing): JoinPlan {
  const readings = routing.rules.filter(isForConnections).map(readingOf);
  const joins = sourceJoins();
  const wants = new Map([...joins].map(([id, join]) => [id, wantsOf(join, readings)]));
  const matters = new Map([...wants].map(([id, ofSource]) => [id, createMatter(ofSource)]));
  const wantedOf = (source: string) => wants.get(source)?.wanted ?? NOTHING;
  return {
    wanted: (source) => [...wantedOf(source)].sort(),
    offersToKeep(event) {
      const wanted = wantedOf(event.source);
      if (wanted.size === 0 || event.joinOffer === undefined) return [];
      if (matters.get(event.source)?.(event) === false) return [];
      const offers = offersOf(event);
      if (!offers.some(({ head }) => wanted.has(head))) return [];
      return withinBounds(offers.map(writeOffer), wanted);
    },
    keysToWaitUnder({ source, joinKeys }) {
      const isHostWanted = HOST_FIELDS.some((field) => wantedOf(source).has(field));
      return isHostWanted ? joinKeys : joinKeys.filter((key) => !isHostKey(key));
    },
    possible(logged) {
      const isToCome: IsToCome = (field) => wantedOf(logged.source).has(headOf(field));
      const isOpen = (field: string) => isOpenField(logged, field, isToCome);
      return routing
        .rulesFor(logged)
        .filter(({ rule }) => rule.foresee?.(logged, isOpen) !== false)
        .map(({ rule }) => rule);
    },
    complete(logged, offered) {
      const event = completeEvent(logged, offered);
      const isStartSeen = offered.some((one) => one.has(START_HEAD));
      const { apart, wanted } = wants.get(event.source) ?? { apart: NOTHING, wanted: NOTHING };
      const isToCome: IsToCome = (field) => {
        const head = headOf(field);
        return wanted.has(head) && (!isStartSeen || apart.has(head));
      };
      const open = openRules(routing, event, isToCome).map((routed): OpenRule => {
        const program = asksForProgram(routed) && !event.isAttributed ? PROGRAM : [];
        const read = fieldsOf(routed).filter((field) => field !== ATTRIBUTED_FIELD);
        const heads = new Set([...read, ...program].map(headOf));
        const awaited = [...heads].filter((head) => isOpenField(event, head, isToCome)).sort();
        return { id: routed.rule.id, awaited };
      });
      return { event, open };
    },
  };
}

function isForConnections({ rule }: RoutedRule): boolean {
  const { category } = rule.logsource;
  return category === undefined || category === 'network_connection';
}

function readingOf(routed: RoutedRule): RuleReading {
  return { routed, fields: [...fieldsOf(routed), ...(asksForProgram(routed) ? PROGRAM : [])] };
}

/** What a rule, its filters and correlations read. */
function fieldsOf({ rule, filters, correlatedFields }: RoutedRule): readonly string[] {
  return [...rule.fields, ...correlatedFields, ...filters.flatMap((one) => one.fields)];
}

/** True if it matters to the rule whether the program is known: its image or pid tells. */
function asksForProgram(routed: RoutedRule): boolean {
  return routed.isProgramReader || fieldsOf(routed).includes(ATTRIBUTED_FIELD);
}

function wantsOf({ lacked, apart }: SourceJoin, readings: readonly RuleReading[]): StartWants {
  const isLacked = (field: string) => lacked.has(field);
  const wanted = readings.flatMap(({ fields }) => fields.filter(isLacked));
  return {
    wanted: headsOf(wanted),
    apart: headsOf(apart),
    readers: readings.filter(({ fields }) => fields.some(isLacked)),
  };
}

function headsOf(fields: Iterable<string>): ReadonlySet<string> {
  return new Set([...fields].map(headOf));
}

/** What rules read, and the mark of a start, whatever it takes; of the rest, in its order, what finds room. */
function withinBounds(
  offers: readonly WrittenOffer[],
  wanted: ReadonlySet<string>,
): readonly WrittenOffer[] {
  const isNeeded = ({ head }: WrittenOffer) => wanted.has(head) || head === START_HEAD;
  let room = MAX_EVIDENCE_CHARACTERS;
  for (const offer of offers) if (isNeeded(offer)) room -= offer.text.length;
  return offers.filter((offer) => {
    if (isNeeded(offer)) return true;
    if (offer.text.length > room) return false;
    room -= offer.text.length;
    return true;
  });
}
