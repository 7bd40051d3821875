// The fields that matter in a case → correlations, groups and partial matches that are whole.

import type {
  CompiledCorrelation,
  CorrelationGroup,
  CorrelationMatch,
  CorrelationSpec,
  PartialMatch,
} from '../../src/model/index.ts';
import { defineCorrelation } from '../../src/runtime/index.ts';
import { Correlator } from '../../src/correlate/index.ts';
import { createMemoryPartialMatches } from '../../src/adapters/local/index.ts';

/** Three events of rule `a` within a minute, by user. */
export function aCorrelation(parts: Partial<CorrelationSpec> = {}): CompiledCorrelation {
  const rules = parts.rules ?? ['a'];
  const groupBy = parts.groupBy ?? ['User'];
  return defineCorrelation<CorrelationSpec>({
    id: 'c',
    title: 'C',
    level: 'high',
    tags: [],
    description: undefined,
    references: [],
    falsepositives: [],
    guide: undefined,
    type: 'event_count',
    groupFields: Object.fromEntries(rules.map((rule) => [rule, groupBy])),
    timespanMs: 60_000,
    valueFields: [],
    percentile: 50,
    thresholds: [{ op: 'gte', value: 3 }],
    expression: undefined,
    generate: false,
    ...parts,
    rules,
    groupBy,
  });
}

/** A group of the correlation `c`. */
export function aGroup(parts: Partial<CorrelationGroup> = {}): CorrelationGroup {
  return { tenant: 'acme', correlation: 'c', values: ['al'], ...parts };
}

/** An event of rule `a`. */
export function aPart(timeMs: number, parts: Partial<PartialMatch> = {}): PartialMatch {
  const eventId = `e${timeMs}`;
  return { rule: 'a', eventId, timeMs, source: 's', values: [], evidence: '', ...parts };
}

/** An event of a timeline: which rule matched, when, and its fields. */
export interface Happening {
  readonly rule?: string;
  /** Seconds. */
  readonly at: number;
  readonly id?: string;
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** Feeds in the order given, flushing after every `batch` events, and settles. */
export async function correlate(
  correlations: readonly CompiledCorrelation[],
  happenings: readonly Happening[],
  batch = happenings.length,
): Promise<readonly CorrelationMatch[]> {
  const store = createMemoryPartialMatches();
  const matches: CorrelationMatch[] = [];
  const onMatch = (match: CorrelationMatch) => void matches.push(match);
  const correlator = new Correlator({ tenant: 'acme', correlations, store, onMatch });
  for (const [index, { rule = 'a', at, id, fields = {} }] of happenings.entries()) {
    const all: Readonly<Record<string, unknown>> = { User: 'al', ...fields };
    const reader = { field: (name: string) => all[name], leaves: () => Object.values(all) };
    const eventId = id ?? `${rule} ${at}`;
    const timeMs = at * 1_000;
    correlator.feed(rule, { reader, eventId, timeMs, source: 's', evidence: () => eventId });
    if ((index + 1) % batch === 0) await correlator.flush();
  }
  await correlator.settle(Number.POSITIVE_INFINITY);
  return matches;
}

/** What must not depend on the order: by window's end its value, and all events reported. */
export function essence(matches: readonly CorrelationMatch[]) {
  const windows = new Map<string, number>();
  const events = new Set<string>();
  for (const { correlation, group, endMs, value, parts } of matches) {
    const key = `${correlation.id} ${group.values.join()} ${endMs}`;
    windows.set(key, Math.max(value, windows.get(key) ?? value));
    for (const { rule, eventId } of parts) events.add(`${correlation.id} ${rule} ${eventId}`);
  }
  return { windows: [...windows].sort(), events: [...events].sort() };
}
