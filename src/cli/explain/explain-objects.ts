// Objects × rules → explanations, one result after the other.

import type { Delivery } from '../../model/index.ts';
import { createRouting, type Routing } from '../../pipeline/index.ts';
import type { ScanObject } from '../../ports/index.ts';
import type { Registry } from '../../source/index.ts';
import { type CompletedEvent, collectJoin, type ExplainJoin } from './collect-join.ts';
import { type ExplainSettings, explainEvent } from './explain-event.ts';
import type { Explained, ExplainedEvent } from './explained.ts';
import { type IncompleteObject, type ReadRecord, readRecords } from './read-records.ts';
import type { SelectedRule } from './select-rules.ts';

/** What explaining objects is given. */
export interface ExplainInput {
  readonly objects: readonly ScanObject[];
  readonly rules: readonly SelectedRule[];
  /** All rules that were loaded: whether an event that none of `rules` is for is for another. */
  readonly loaded: Routing;
  readonly registry: Registry;
  /** Only the record of this ordinal of each object. */
  readonly ordinal: number | undefined;
  readonly settings: ExplainSettings;
}

/** What explaining gives, in the order of the records. */
export type ExplainResult =
  | { readonly kind: 'explained'; readonly explained: Explained }
  /** Connections that were explained without what other events say of their process, for there were too many. */
  | { readonly kind: 'overflow'; readonly connections: number }
  | IncompleteObject;

/** Explains every record, in order; connections as a scan of the same objects judges them, completed by the join. */
export async function* explainObjects(input: ExplainInput): AsyncGenerator<ExplainResult> {
  const { objects, registry, ordinal, rules, settings } = input;
  const routing = createRouting(
    rules.map(({ rule }) => rule),
    settings.disabledFilters,
  );
  const join = await collectJoin({ objects, registry, routing, ordinal });
  const told = new Set<string>();
  for (const object of objects) {
    for await (const read of readRecords(object, ordinal)) {
      if (read.kind === 'incomplete') {
        told.add(read.object);
        yield read;
        continue;
      }
      for (const explained of explainRecord(read, input, join)) {
        yield { kind: 'explained', explained };
      }
    }
  }
  // Readable this time and not before: the join may lack what stood behind the fault.
  for (const problem of join.problems) {
    if (told.has(problem.object)) continue;
    told.add(problem.object);
    yield problem;
  }
  if (join.overflow > 0) yield { kind: 'overflow', connections: join.overflow };
}

function explainRecord(
  read: Exclude<ReadRecord, { kind: 'incomplete' }>,
  input: ExplainInput,
  join: ExplainJoin,
): readonly Explained[] {
  const { delivery } = read;
  if (read.kind === 'rejected') return [{ delivery, verdict: 'rejected', reason: read.reason }];
  const reading = input.registry.read(read.record);
  if (reading.kind === 'unrecognised') {
    return [{ delivery, verdict: 'unrecognised', reason: 'no source knows the record' }];
  }
  if (reading.kind === 'ambiguous') {
    const reason = `claimed by ${reading.sources.join(' and ')} at once`;
    return [{ delivery, verdict: 'ambiguous', reason }];
  }
  if (reading.events.length === 0) {
    const reason = `a record of ${reading.source} that holds no event`;
    return [{ delivery, verdict: 'no-event', reason }];
  }
  return reading.events.flatMap((event) => {
    const completed = join.complete(event);
    return input.rules.map((selected) => toExplained(selected, completed, delivery, input));
  });
}

function toExplained(
  selected: SelectedRule,
  { event, joined }: CompletedEvent,
  delivery: Delivery,
  { settings, loaded }: ExplainInput,
): ExplainedEvent {
  const { id, title, logsource: ruleLogsource } = selected.rule;
  const { source, eventKind, logsource, timeMs } = event;
  return {
    delivery,
    rule: { id, title, logsource: ruleLogsource },
    source,
    eventKind,
    logsource,
    ...(timeMs === undefined ? {} : { time: new Date(timeMs).toISOString() }),
    loadedRules: loaded.rulesFor(event).length,
    ...(joined.length === 0 ? {} : { joined: joined.map(toJoined) }),
    ...explainEvent(selected, event, settings),
  };
}

function toJoined({ fields, origin }: CompletedEvent['joined'][number]) {
  const { delivery, eventKind, timeMs } = origin;
  const time = timeMs === undefined ? {} : { time: new Date(timeMs).toISOString() };
  return { fields, eventKind, ...time, delivery };
}
