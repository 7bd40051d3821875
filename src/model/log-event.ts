// A record in Sigma's words: what rules read, whichever product wrote it.

import type { JsonObject } from './json.ts';

/** A logsource in Sigma's terms; a rule applies to an event that has every key it names. */
export interface Logsource {
  readonly category?: string;
  readonly product?: string;
  readonly service?: string;
}

/** The logsource of an event. `category` is the most specific one; an event may belong to more. */
export interface EventLogsource extends Logsource {
  /** The wider categories: a `registry_set` is a `registry_event` too. */
  readonly moreCategories?: readonly string[];
}

/** What rules read of an event. */
export interface FieldReader {
  /** Reads a Sigma field. `undefined` = absent, `null` = JSON null; arrays mean "any member". */
  field(name: string): unknown;
  /** Every leaf value of the record, for keywords. */
  leaves(): Iterable<unknown>;
}

/** SignatureStatus as every source states it. Unavailable is never taken for Valid nor for Unsigned. */
export type SignatureStatus = 'Valid' | 'Invalid' | 'Unsigned' | 'Unavailable';

/** What an event says about a thing that other events only name: a process by its start, a file by its certificate. */
export interface JoinOffer {
  /** One of the {@link LogEvent.joinKeys} of the events that it completes. */
  readonly key: string;
  /** The fields of this event that hold for the thing itself, under the names they have on the completed event. */
  readonly fields: readonly string[];
}

/** One event of a record. A record with several connections gives several events. */
export interface LogEvent extends FieldReader {
  /** Id of the source adapter, for example `sysmon`. */
  readonly source: string;
  /** The vendor's own event kind, for counting: `3`, `network:connection_attempted`. */
  readonly eventKind: string;
  readonly logsource: EventLogsource;
  /** Event time in epoch ms by the record's own clock; undefined where it has none that can be read. */
  readonly timeMs: number | undefined;
  /** The vendor's host or agent id, else the host name in lower case, else `-`. Part of identity. */
  readonly hostKey: string;
  /**
   * The process entity in the source's normal form; else `pid:<pid>@<start>` or `img:<image>|pid:<pid or ->`.
   * Undefined for an event without a process. Part of identity; never improved by a join.
   */
  readonly entityKey: string | undefined;
  /** The vendor's event identity; undefined = the content hash of the record without transport fields. */
  readonly identity: readonly string[] | undefined;
  /** Index of this event among those of its record; undefined where a record gives at most one. */
  readonly element: number | undefined;
  /** False for a connection whose program is unknown: rules that read the program do not run on it. */
  readonly isAttributed: boolean;
  /** What it offers to the join; undefined for most events. */
  readonly joinOffer: JoinOffer | undefined;
  /** Keys of the offers that would complete it, the one that wins first; within one tenant and source. */
  readonly joinKeys: readonly string[];
  /** Fields that a join filled, by Sigma's name, sorted. Absent on an event as its record has it. */
  readonly joinedFields?: readonly string[];
  /** Fields that other events could have stated and were waited for in vain, sorted. Absent where nothing was waited for. */
  readonly awaitedFields?: readonly string[];
  /** The record as logged. */
  readonly record: JsonObject;
  /** Top-level keys that transport adds (collector, receipt time): left out of the content hash. */
  readonly transportFields: ReadonlySet<string>;
}
