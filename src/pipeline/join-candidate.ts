// A connection × the rules that run on it → can a join change what they say?

import type { LogEvent } from '../model/index.ts';
import { ATTRIBUTED_FIELD, sourceJoins } from '../source/index.ts';
import { hasOwnValue, isJoinable } from './join-fields.ts';
import type { RoutedRule, Routing } from './routing.ts';

const JOINS = sourceJoins();

/** Whether other events may still state the field. */
export type IsToCome = (field: string) => boolean;

/** True if a join may complete the event at all: only connections are, and only those that ask. */
export function canBeCompleted({ logsource, joinKeys }: LogEvent): boolean {
  return logsource.category === 'network_connection' && joinKeys.length > 0;
}

/**
 * True if some rule's verdict, or what a correlation reads of its match, depends on fields that other events may still
 * bring. Errs towards true only: the rule is evaluated in three values, with every field unknown that the event lacks
 * and some event of its source can state. Most connections fail a test of their own fields (the port), and wait for
 * nothing.
 */
export function isCandidate(routing: Routing, event: LogEvent): boolean {
  const isOpenRule = openRuleTest(event, offeredBy(event.source));
  return isOpenRule !== undefined && routing.rulesFor(event).some(isOpenRule);
}

/** The rules for which that holds, given what is still to come. */
export function openRules(
  routing: Routing,
  event: LogEvent,
  isToCome: IsToCome,
): readonly RoutedRule[] {
  const isOpenRule = openRuleTest(event, isToCome);
  return isOpenRule === undefined ? [] : routing.rulesFor(event).filter(isOpenRule);
}

/** Undefined where it holds for no rule. */
function openRuleTest(
  event: LogEvent,
  isToCome: IsToCome,
): ((routed: RoutedRule) => boolean) | undefined {
  if (!canBeCompleted(event)) return undefined;
  const known = new Map<string, boolean>();
  const isOpen = (field: string): boolean => {
    const before = known.get(field);
    if (before !== undefined) return before;
    const answer = isOpenField(event, field, isToCome);
    known.set(field, answer);
    return answer;
  };
  // Once for all rules: it is worked out of the record.
  const open = { isAttributed: event.isAttributed, isOpen };
  return (routed) => dependsOn(routed, event, open);
}

/**
 * True if the event has no value of the field, and gets one if it comes. Whether the program is known is open where it
 * is not known yet: a join takes no program away.
 */
export function isOpenField(event: LogEvent, field: string, isToCome: IsToCome): boolean {
  if (field === ATTRIBUTED_FIELD) {
    return !event.isAttributed && (isToCome('Image') || isToCome('ProcessId'));
  }
  return isJoinable(field) && isToCome(field) && !hasOwnValue(event, field);
}

/** A source whose tables are not known here may offer anything. */
function offeredBy(source: string): IsToCome {
  const join = JOINS.get(source);
  return (field) => join === undefined || join.offered.has(field);
}

/** What is known of an event before a rule is asked. */
interface OpenEvent {
  readonly isAttributed: boolean;
  isOpen(this: void, field: string): boolean;
}

function dependsOn(
  { rule, filters, isProgramReader, correlatedFields }: RoutedRule,
  event: LogEvent,
  { isAttributed, isOpen }: OpenEvent,
): boolean {
  const isUnattributed = isProgramReader && !isAttributed;
  if (isUnattributed && !isOpen(ATTRIBUTED_FIELD)) return false;
  const isOpenOnMatch =
    isUnattributed ||
    (filters.length > 0 && readOpenField(filters, isOpen)) ||
    correlatedFields.some(isOpen);
  if (!isOpenOnMatch && !rule.fields.some(isOpen)) return false;
  const foresight = rule.foresee?.(event, isOpen);
  if (foresight === undefined) return true;
  return foresight && isOpenOnMatch;
}

/** Apart: most rules have no filter, and a function made for each would be half of what a connection leaves behind. */
function readOpenField(
  filters: RoutedRule['filters'],
  isOpen: (field: string) => boolean,
): boolean {
  return filters.some(({ fields }) => fields.some(isOpen));
}
