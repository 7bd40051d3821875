// A connection × the rules that run on it → can a join change what they say?

import type { LogEvent } from '../model/index.ts';
import { ATTRIBUTED_FIELD } from '../source/index.ts';
import { hasOwnValue, isJoinable } from './join-fields.ts';
import type { RoutedRule, Routing } from './routing.ts';

/** True if a join may complete the event at all: only connections are, and only those that ask. */
export function canBeCompleted({ logsource, joinKeys }: LogEvent): boolean {
  return logsource.category === 'network_connection' && joinKeys.length > 0;
}

/**
 * True if some rule's verdict, or what a correlation reads of its match, depends on fields that other events may still bring. Errs towards true only: the rule is
 * evaluated in three values, with every field unknown that the event lacks and a join can fill. Most connections fail
 * a test of their own fields (the port), and wait for nothing.
 */
export function isCandidate(routing: Routing, event: LogEvent): boolean {
  if (!canBeCompleted(event)) return false;
  const known = new Map<string, boolean>();
  const isOpen = (field: string): boolean => {
    const answer = known.get(field) ?? isOpenField(event, field);
    known.set(field, answer);
    return answer;
  };
  return routing.rulesFor(event).some((routed) => dependsOn(routed, event, isOpen));
}

/** Whether the program is known is open where it is not known yet: a join takes no program away. */
function isOpenField(event: LogEvent, field: string): boolean {
  if (field === ATTRIBUTED_FIELD) return !event.isAttributed;
  return isJoinable(field) && !hasOwnValue(event, field);
}

function dependsOn(
  { rule, filters, isProgramReader, correlatedFields }: RoutedRule,
  event: LogEvent,
  isOpen: (field: string) => boolean,
): boolean {
  const isUnattributed = isProgramReader && !event.isAttributed;
  const isOpenOnMatch =
    isUnattributed ||
    filters.some(({ fields }) => fields.some(isOpen)) ||
    correlatedFields.some(isOpen);
  if (!isOpenOnMatch && !rule.fields.some(isOpen)) return false;
  const foresight = rule.foresee?.(event, isOpen);
  if (foresight === undefined) return true;
  return foresight && isOpenOnMatch;
}
