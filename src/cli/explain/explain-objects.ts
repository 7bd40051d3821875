// Objects × rules → explanations, one result after the other.

import type { LogEvent } from '../../model/index.ts';
import type { ScanObject } from '../../ports/index.ts';
import type { Registry } from '../../source/index.ts';
import { type ExplainSettings, explainEvent } from './explain-event.ts';
import type { Explained, ExplainedEvent } from './explained.ts';
import { type ReadRecord, readRecords } from './read-records.ts';
import type { SelectedRule } from './select-rules.ts';

/** What explaining objects is given. */
export interface ExplainInput {
  readonly objects: readonly ScanObject[];
  readonly rules: readonly SelectedRule[];
  readonly registry: Registry;
  /** Only the record of this ordinal of each object. */
  readonly ordinal: number | undefined;
  readonly settings: ExplainSettings;
}

/** An object whose rest could not be read. */
export interface IncompleteObject {
  readonly kind: 'incomplete';
  readonly object: string;
  readonly reason: string;
}

/** Explains every record, in order. */
export async function* explainObjects(
  input: ExplainInput,
): AsyncGenerator<
  { readonly kind: 'explained'; readonly explained: Explained } | IncompleteObject
> {
  for (const object of input.objects) {
    for await (const read of readRecords(object, input.ordinal)) {
      if (read.kind === 'incomplete') yield read;
      else
        for (const explained of explainRecord(read, input)) yield { kind: 'explained', explained };
    }
  }
}

function explainRecord(
  read: Exclude<ReadRecord, { kind: 'incomplete' }>,
  input: ExplainInput,
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
  return reading.events.flatMap((event) =>
    input.rules.map((selected) => toExplained(selected, event, delivery, input.settings)),
  );
}

function toExplained(
  selected: SelectedRule,
  event: LogEvent,
  delivery: ExplainedEvent['delivery'],
  settings: ExplainSettings,
): ExplainedEvent {
  const { id, title } = selected.rule;
  const { source, eventKind, logsource, timeMs } = event;
  return {
    delivery,
    rule: { id, title },
    source,
    eventKind,
    logsource,
    ...(timeMs === undefined ? {} : { time: new Date(timeMs).toISOString() }),
    ...explainEvent(selected, event, settings),
  };
}
