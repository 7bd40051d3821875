// Connections that wait for starts of other objects ↔ the text a store keeps of them: their records, whole.

import type { JsonObject, ScanCounts } from '../model/index.ts';
import type { Registry } from '../source/index.ts';
import { type EvaluationDeps, judgeAndCount, judgeOnly } from './evaluate-record.ts';
import type { HeldConnection } from './join-wait.ts';
import { restrictRouting } from './routing.ts';
import { createTally, toCounts } from './tally.ts';

/** A connection as it is kept. */
interface KeptConnection {
  readonly object: string;
  readonly ordinal: number;
  readonly offset: number;
  readonly element?: number;
  readonly record: JsonObject;
}

/** What a text holds. */
interface Kept {
  readonly rules: readonly string[];
  readonly connections: readonly KeptConnection[];
}

/** What was kept; a record that no source reads any more gives no connection. */
export interface UnpackedConnections {
  /** Ids of the rules that are to judge them: the others have. */
  readonly rules: ReadonlySet<string>;
  readonly held: readonly HeldConnection[];
  readonly unreadable: number;
}

/** The text. */
export function packConnections(held: readonly HeldConnection[], rules: readonly string[]): string {
  const kept: Kept = { rules, connections: held.map(toKept) };
  return JSON.stringify(kept);
}

/** The connections again: events are read from the records as they were at first. */
export function unpackConnections(body: string, registry: Registry): UnpackedConnections {
  const { rules, connections }: Kept = JSON.parse(body);
  const held = connections.flatMap((one) => fromKept(one, registry));
  return { rules: new Set(rules), held, unreadable: connections.length - held.length };
}

/** A connection to be judged by some of the rules. */
export interface PartlyJudged extends HeldConnection {
  readonly rules: ReadonlySet<string>;
  /** True where it is to be counted: once, with the last of its rules. */
  readonly isLast: boolean;
}

/** Judges connections whose records were counted; gives the counts of what comes of them. */
export function judgeHeld(held: readonly PartlyJudged[], deps: EvaluationDeps): ScanCounts {
  const tally = createTally();
  for (const { event, delivery, rules, isLast } of held) {
    const routing = restrictRouting(deps.routing, (id) => rules.has(id));
    const judge = isLast ? judgeAndCount : judgeOnly;
    if (isLast && event.joinedFields !== undefined) tally.joined++;
    judge(event, () => delivery, { ...deps, routing }, tally);
  }
  return toCounts(tally);
}

/** The same of connections that are judged by all rules. */
export function judgeWhole(held: readonly HeldConnection[], deps: EvaluationDeps): ScanCounts {
  const tally = createTally();
  for (const { event, delivery } of held) {
    if (event.joinedFields !== undefined) tally.joined++;
    judgeAndCount(event, () => delivery, deps, tally);
  }
  return toCounts(tally);
}

function toKept({ event, delivery }: HeldConnection): KeptConnection {
  const { object, ordinal, offset } = delivery;
  const { element, record } = event;
  return { object, ordinal, offset, ...(element !== undefined && { element }), record };
}

function fromKept(
  { object, ordinal, offset, element, record }: KeptConnection,
  registry: Registry,
): readonly HeldConnection[] {
  const reading = registry.read(record);
  if (reading.kind !== 'events') return [];
  const event = reading.events.find(
    (one) => one.element === element && one.logsource.category === 'network_connection',
  );
  return event === undefined ? [] : [{ event, delivery: { object, ordinal, offset } }];
}
