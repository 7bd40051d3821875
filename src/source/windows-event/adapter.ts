// What differs between Sysmon, the Security log and other channels + what all Windows events share → a source adapter.

import type { EventLogsource, JoinOffer, JsonObject, LogEvent } from '../../model/index.ts';
import type {
  DerivedRow,
  Joins,
  SourceAdapter,
  SourceId,
  SourceNotes,
  SourceReader,
} from '../adapter.ts';
import { hostKeyOf, NO_HOST } from '../host-key.ts';
import { PROCESS_FIELDS } from '../join.ts';
import type { ProcessClaim } from '../process-claim.ts';
import { type EventSpec, type ReadField, RecordEvent, readersOf } from '../record-event.ts';
import { knownText } from '../text.ts';
import type { SourceScreen } from '../screen.ts';
import { windowsSourceOf } from './classify.ts';
import { WINDOWS_SHAPES } from './ready-shapes.ts';
import { HEADER_FIELDS } from './shape.ts';
import { viewWindowsEvent, type WindowsView } from './view.ts';

/** What a source of Windows events adds to the shared part. */
export interface WindowsSource {
  readonly id: SourceId;
  readonly title: string;
  readonly joins: Joins;
  /** Fields that events other than process starts offer. @default none */
  readonly offeredByOthers?: readonly string[];
  readonly notes: Pick<SourceNotes, 'evidence' | 'process' | 'logging'>;
  readonly derived: readonly DerivedRow<WindowsView>[];
  readonly screen?: SourceScreen;
  eventKind(view: WindowsView): string;
  logsource(view: WindowsView): EventLogsource;
  process(view: WindowsView): ProcessClaim;
  /** What events other than process starts offer to the join. @default nothing */
  joinOffer?(view: WindowsView, processKey: string | undefined): JoinOffer | undefined;
  /** A second reading of the same record, with fields of its own that win over `derived`. */
  readonly mapped?: {
    readonly derived: readonly DerivedRow<WindowsView>[];
    /** Undefined where the event has no second reading. */
    logsource(view: WindowsView): EventLogsource | undefined;
  };
}

/** An adapter that can also go on from a view, so that the registry looks at a record's shape once. */
export interface WindowsAdapter extends SourceAdapter {
  eventsOf(view: WindowsView): readonly LogEvent[];
}

/** The adapter of a Windows source. */
export function windowsAdapter(source: WindowsSource): WindowsAdapter {
  const spec = eventSpec(source, source.derived, source.logsource);
  const toMapped = mappedReader(source);
  const eventsOf = (view: WindowsView): readonly LogEvent[] => {
    const event = new RecordEvent(spec, view);
    const mapped = toMapped(view);
    return mapped === undefined ? [event] : [event, mapped];
  };
  return {
    id: source.id,
    title: source.title,
    joins: source.joins,
    offers: { ofStarts: PROCESS_FIELDS, ofOthers: source.offeredByOthers ?? [] },
    notes: { ...SHARED_NOTES, ...source.notes },
    tables: WINDOWS_SHAPES.map(({ form, header, system, transport }) => ({
      form,
      rows: [...header, ...system],
      transport,
    })),
    derived: [...source.derived, ...mappedNotes(source)],
    ...(source.screen !== undefined && { screen: source.screen }),
    recognise: (record) => viewOf(record, source.id) !== undefined,
    toEvents: (record) => {
      const view = viewOf(record, source.id);
      return view === undefined ? [] : eventsOf(view);
    },
    eventsOf,
  };
}

/** Reads the records of several Windows sources at the price of one look. */
export function windowsReader(adapters: readonly WindowsAdapter[]): SourceReader {
  const byId = new Map(adapters.map((adapter) => [adapter.id, adapter]));
  return (record) => {
    const view = viewWindowsEvent(record);
    const id = view === undefined ? undefined : windowsSourceOf(view);
    const adapter = id === undefined ? undefined : byId.get(id);
    if (view === undefined || adapter === undefined) return undefined;
    return { source: adapter.id, events: adapter.eventsOf(view) };
  };
}

function viewOf(record: JsonObject, id: SourceId): WindowsView | undefined {
  const view = viewWindowsEvent(record);
  return view !== undefined && windowsSourceOf(view) === id ? view : undefined;
}

const SHARED_NOTES: Omit<SourceNotes, 'evidence' | 'process' | 'logging'> = {
  time: 'the record’s own: TimeCreated, TimeGenerated, Winlogbeat’s @timestamp, or NXLog’s EventTime with the zone recovered from @timestamp − EventReceivedTime; UtcTime only as the last resort',
  host: 'Computer (Hostname, computer_name, winlog.computer_name) in lower case',
  identity:
    'host, channel, record number and the time as logged (record numbers start again when a log is cleared); without a record number the content, less @timestamp where the time stands elsewhere: then it is that of arrival',
};

/** For the docs, where the two readings stand in one table. */
function mappedNotes({ mapped }: WindowsSource): SourceAdapter['derived'] {
  return (mapped?.derived ?? []).map(({ field, from }) => ({
    field,
    from: `when mapped: ${from}`,
  }));
}

function mappedReader(
  source: WindowsSource,
): (view: WindowsView) => RecordEvent<WindowsView> | undefined {
  const { mapped } = source;
  if (mapped === undefined) return () => undefined;
  const spec = eventSpec(source, [...source.derived, ...mapped.derived], (view) => {
    return mapped.logsource(view) ?? source.logsource(view);
  });
  return (view) => (mapped.logsource(view) === undefined ? undefined : new RecordEvent(spec, view));
}

function eventSpec(
  source: WindowsSource,
  derived: readonly DerivedRow<WindowsView>[],
  logsource: (view: WindowsView) => EventLogsource,
): EventSpec<WindowsView> {
  const header = HEADER_FIELDS.map((name): readonly [string, ReadField<WindowsView>] => [
    name,
    (view) => view.shape.header.get(name)?.(view.record),
  ]);
  return {
    source: source.id,
    fields: new Map([...header, ...readersOf([], derived)]),
    eventKind: source.eventKind,
    logsource,
    passThrough: (view, name) => view.read(name),
    timeMs: (view) => view.shape.shape.time(view.record).ms,
    hostKey,
    process: source.process,
    identity,
    transportFields,
    ...(source.joinOffer !== undefined && { joinOffer: source.joinOffer }),
  };
}

function hostKey(view: WindowsView): string {
  return hostKeyOf([], view.header('Computer'));
}

/**
 * A record number alone is not enough: numbers start again when a log is cleared, hence the time, as logged because
 * a time worked out from the collector's clock could differ between deliveries. Undefined without host or time too.
 */
function identity(view: WindowsView): readonly string[] | undefined {
  const host = hostKey(view);
  const logged = knownText(view.header('EventRecordID'));
  // Logs count from 1. Zero is what exporters write that do not know the number: all their events would be one.
  const recordNumber = logged === '0' ? undefined : logged;
  const { text: time } = view.shape.shape.time(view.record);
  if (host === NO_HOST || recordNumber === undefined || time === undefined) return undefined;
  return [host, view.channel, recordNumber, time];
}

/** A shipper that sends an event twice stamps it twice: `@timestamp` counts only where the event has no other time. */
function transportFields({ shape, record }: WindowsView): ReadonlySet<string> {
  const isEventTime = shape.shape.time(record).from === '@timestamp';
  return isEventTime ? shape.transportFields : shape.transportFieldsAndArrival;
}
