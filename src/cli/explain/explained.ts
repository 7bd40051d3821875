// What is printed of one record: its place, and what the rule says of each event in it.

import type { Delivery, LogEvent, Logsource } from '../../model/index.ts';
import type { TestTrace, Trace } from '../../runtime/index.ts';
import type { Explanation } from './explain-event.ts';

/** A rule's explanation on an event of a record. */
export interface ExplainedEvent extends Explanation {
  readonly delivery: Delivery;
  readonly rule: { readonly id: string; readonly title: string; readonly logsource: Logsource };
  readonly source: string;
  readonly eventKind: string;
  readonly logsource: LogEvent['logsource'];
  /** ISO-8601 UTC; absent where the event has none. */
  readonly time?: string;
  /** How many of the rules that were loaded are for such events. */
  readonly loadedRules: number;
  /** Fields that other events of the process filled; absent where none did. */
  readonly joined?: readonly JoinedFrom[];
}

/** Fields, by Sigma's name, and the event they came from. */
export interface JoinedFrom {
  readonly fields: readonly string[];
  readonly eventKind: string;
  /** ISO-8601 UTC; absent where the event has none. */
  readonly time?: string;
  readonly delivery: Delivery;
}

/** A record of which no source makes an event, or that could not be read. */
export interface UnexplainedRecord {
  readonly delivery: Delivery;
  readonly verdict: 'unrecognised' | 'ambiguous' | 'rejected' | 'no-event';
  readonly reason: string;
}

/** One result. */
export type Explained = ExplainedEvent | UnexplainedRecord;

/** Values of a list that are printed as data; a longer one gives its length and what held. */
const MAX_VALUES = 20;

/** As printed by `--format ndjson` and `json`: long lists of values cut. */
export function toPlain(explained: Explained): object {
  if (!('trace' in explained)) return explained;
  const { trace, filters, nearestMiss, ...rest } = explained;
  return {
    ...rest,
    trace: plainTrace(trace),
    nearestMiss: nearestMiss.map(({ test, ...miss }) => ({ ...miss, test: plainTest(test) })),
    filters: filters.map((one) => ({ ...one, trace: plainTrace(one.trace) })),
  };
}

function plainTrace(trace: Trace): object {
  if (trace.kind === 'test') return plainTest(trace);
  if ('item' in trace) return { ...trace, item: plainTrace(trace.item) };
  return { ...trace, items: trace.items.map(plainTrace) };
}

function plainTest({ values, ...test }: TestTrace): object {
  const shown = values.length <= MAX_VALUES ? { values } : {};
  return { ...test, ...shown, valueCount: values.length };
}
