// A record as its source sees it (a view) + the source's tables → a LogEvent that reads fields when they are asked for.

import {
  type EventLogsource,
  type JoinOffer,
  type JsonObject,
  type JsonValue,
  type LogEvent,
  leavesOf,
} from '../model/index.ts';
import type { DerivedRow, FieldRow, SourceId } from './adapter.ts';
import { processKey, startOffer } from './join.ts';
import { type Path, parsePath, readFirst } from './path.ts';
import {
  ATTRIBUTED_FIELD,
  attributedText,
  entityKeyOf,
  isProgramKnown,
  type ProcessClaim,
} from './process-claim.ts';

/** A record with what its source has already found out about it. */
export interface RecordView {
  readonly record: JsonObject;
  /** Index of the event among those of its record, where a record gives several. */
  readonly element?: number;
}

/** Reads one field of a view. */
export type ReadField<V> = (view: V) => unknown;

/** Longest kind of event: it names a counter, and its text comes from the log. */
const MAX_KIND_CHARACTERS = 64;

/** How a source's views become events. Every function is total. */
export interface EventSpec<V extends RecordView> {
  readonly source: SourceId;
  /** Fields of the table and derived ones, by Sigma's name; these win over what is passed through. */
  readonly fields: ReadonlyMap<string, ReadField<V>>;
  eventKind(view: V): string;
  logsource(view: V): EventLogsource;
  /** The vendor's own field of that name. */
  passThrough(view: V, name: string): JsonValue | undefined;
  timeMs(view: V): number | undefined;
  hostKey(view: V): string;
  process(view: V): ProcessClaim;
  identity(view: V): readonly string[] | undefined;
  transportFields(view: V): ReadonlySet<string>;
  /**
   * Join keys of the event's process, the likeliest first: a start offers under the first, others ask under all.
   * @default the key of what {@link process} names, if that is one instance for certain
   */
  processKeys?(view: V): readonly string[];
  /** What events other than process starts offer; `processKey` is that of the event's process. @default nothing */
  joinOffer?(view: V, processKey: string | undefined): JoinOffer | undefined;
  /** Further keys, after that of the process. @default none */
  moreJoinKeys?(view: V): readonly string[];
  /** The record without what is another event's of it. @default the whole record */
  ownRecord?(view: V): JsonObject;
}

/** Field readers of a table's rows and derived rows; a derived row wins over a table's. */
export function readersOf<V extends RecordView>(
  rows: readonly FieldRow[],
  derived: readonly DerivedRow<V>[],
): ReadonlyMap<string, ReadField<V>> {
  const readers = new Map<string, ReadField<V>>();
  for (const row of rows) {
    const read = rowReader(row);
    readers.set(row.field, (view) => read(view.record));
  }
  for (const row of derived) readers.set(row.field, row.derive);
  return readers;
}

/** Reads a table's row from a record. */
export function rowReader(row: FieldRow): (record: JsonObject) => JsonValue | undefined {
  const paths: readonly Path[] = row.paths.map(parsePath);
  if (row.type === 'any') return (record) => readFirst(record, paths);
  return (record) => {
    const value = readFirst(record, paths);
    const isWrongType = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isWrongType ? undefined : value;
  };
}

/**
 * A class because it hides a memo: several rules read the same few fields, and what only a match needs (time, keys,
 * identity) is worked out when asked for. Members are getters of the prototype: a spread copy would lose them.
 */
export class RecordEvent<V extends RecordView> implements LogEvent {
  readonly source: SourceId;
  readonly eventKind: string;
  readonly logsource: EventLogsource;
  readonly record: JsonObject;
  readonly element: number | undefined;
  readonly #spec: EventSpec<V>;
  readonly #view: V;
  #known: Map<string, unknown> | undefined;
  #time: { readonly ms: number | undefined } | undefined;
  #claim: ProcessClaim | undefined;
  #offer: { readonly made: JoinOffer | undefined } | undefined;

  constructor(spec: EventSpec<V>, view: V) {
    this.source = spec.source;
    this.eventKind = spec.eventKind(view).slice(0, MAX_KIND_CHARACTERS);
    this.logsource = spec.logsource(view);
    this.record = view.record;
    this.element = view.element;
    this.#spec = spec;
    this.#view = view;
  }

  get timeMs(): number | undefined {
    this.#time ??= { ms: this.#spec.timeMs(this.#view) };
    return this.#time.ms;
  }

  get hostKey(): string {
    return this.#spec.hostKey(this.#view);
  }

  get entityKey(): string | undefined {
    return entityKeyOf(this.#process);
  }

  get identity(): readonly string[] | undefined {
    return this.#spec.identity(this.#view);
  }

  /** Only a connection can be unattributed: other events without a program (a driver, a WMI filter) are whole. */
  get isAttributed(): boolean {
    return !this.#isConnection || isProgramKnown(this.#process);
  }

  get joinOffer(): JoinOffer | undefined {
    this.#offer ??= { made: this.#makeOffer() };
    return this.#offer.made;
  }

  get joinKeys(): readonly string[] {
    const more = this.#spec.moreJoinKeys?.(this.#view) ?? [];
    return this.#isStart ? more : [...this.#processKeys, ...more];
  }

  get transportFields(): ReadonlySet<string> {
    return this.#spec.transportFields(this.#view);
  }

  get #process(): ProcessClaim {
    this.#claim ??= this.#spec.process(this.#view);
    return this.#claim;
  }

  get #isConnection(): boolean {
    return this.logsource.category === 'network_connection';
  }

  get #isStart(): boolean {
    return this.logsource.category === 'process_creation';
  }

  get #processKeys(): readonly string[] {
    const keys = this.#spec.processKeys?.(this.#view);
    if (keys !== undefined) return keys;
    const key = processKey(this.hostKey, this.#process);
    return key === undefined ? [] : [key];
  }

  #makeOffer(): JoinOffer | undefined {
    const [key] = this.#processKeys;
    return this.#isStart ? startOffer(key) : this.#spec.joinOffer?.(this.#view, key);
  }

  leaves(): Iterable<unknown> {
    return leavesOf(this.#spec.ownRecord?.(this.#view) ?? this.record);
  }

  field(name: string): unknown {
    this.#known ??= new Map();
    const known = this.#known.get(name);
    if (known !== undefined || this.#known.has(name)) return known;
    const value = this.#read(name);
    this.#known.set(name, value);
    return value;
  }

  #read(name: string): unknown {
    if (name === ATTRIBUTED_FIELD) return attributedText(this.#isConnection, this.isAttributed);
    const read = this.#spec.fields.get(name);
    // A field that the source defines is never filled by a vendor's field that only shares its name.
    return read === undefined ? this.#spec.passThrough(this.#view, name) : read(this.#view);
  }
}
