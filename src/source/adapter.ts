// The shape of a source: what each EDR's folder must state, and what the registry and the docs read of it.

import type { JsonObject, LogEvent } from '../model/index.ts';
import type { SourceScreen } from './screen.ts';

/** Ids of the sources, as `--source` takes them and findings name them. */
export const SOURCE_IDS = [
  'sysmon',
  'windows-security',
  'windows-eventlog',
  'elastic-defend',
  'crowdstrike-fdr',
  'limacharlie',
  'microsoft-defender',
  'sentinelone',
  'carbon-black-cloud',
  'harfanglab',
  'cortex-xdr',
  'ocsf',
] as const;

/** Id of a source. */
export type SourceId = (typeof SOURCE_IDS)[number];

/** True for the id of a source, as a command line gives it. */
export function isSourceId(text: string): text is SourceId {
  return SOURCE_IDS.some((id) => id === text);
}

/**
 * What a field holds. `text`, `number`, `ip`, `boolean`: a scalar as logged (an array means "any member"), so an
 * object there is a wrong type and counts as absent. `any` is passed on whatever it is.
 */
export type FieldType = 'text' | 'number' | 'ip' | 'boolean' | 'any';

/** One row of a field table: Sigma's name ← where the record has it, the first path that holds something wins. */
export interface FieldRow {
  readonly field: string;
  readonly paths: readonly string[];
  readonly type: FieldType;
}

/** A field that takes a function. `from` says in words what it is made of. */
export interface DerivedRow<V> {
  readonly field: string;
  readonly from: string;
  /** Total: whatever the record holds, gives a value or undefined, never throws. */
  derive(view: V): unknown;
}

/** A top-level key that transport adds, and why it is none of the event's own. */
export interface TransportField {
  readonly key: string;
  readonly reason: string;
}

/** A table of fields, with the form of record it is for where a source has several. */
export interface FieldTable {
  readonly form: string;
  readonly rows: readonly FieldRow[];
  readonly transport: readonly TransportField[];
}

/** What a source's connections lack, so what the join with the process start, or with the file, must bring. */
export type Joins = 'image+signature' | 'signature' | 'commandLine' | 'none';

/** What a source says of itself in docs/sources.md, in words. */
export interface SourceNotes {
  readonly evidence: string;
  readonly time: string;
  readonly host: string;
  readonly process: string;
  readonly identity: string;
  /** What to have the product record and send, for the shipped rules. */
  readonly logging: string;
}

/** A source: how its records are known, and how they become events. */
export interface SourceAdapter {
  readonly id: SourceId;
  readonly title: string;
  readonly joins: Joins;
  /** What its events offer to the join. @default starts: the process fields of its tables; others: nothing */
  readonly offers?: {
    /** Fields of process starts, where the tables do not name them: what a record has by Sigma's name is passed through. */
    readonly ofStarts?: readonly string[];
    /** Fields of events that are no starts. */
    readonly ofOthers?: readonly string[];
    /** True where starts say nothing that connections do not: only others are asked. @default false */
    readonly byOthersAlone?: boolean;
  };
  readonly notes: SourceNotes;
  readonly tables: readonly FieldTable[];
  readonly derived: readonly Pick<DerivedRow<never>, 'field' | 'from'>[];
  /** How its lines are told from their bytes. @default they cannot be: where kinds matter all are parsed */
  readonly screen?: SourceScreen;
  /** True if the record itself shows that this source wrote it. Cheap: runs on every record. */
  recognise(record: JsonObject): boolean;
  /** The record's events. Call only on a record that was recognised; total all the same. */
  toEvents(record: JsonObject): readonly LogEvent[];
}

/** Reads a record of one source, or of several that share a look at it. Undefined = not one of theirs. */
export type SourceReader = (record: JsonObject) => SourceEvents | undefined;

/** The events of a record, and whose it is. */
export interface SourceEvents {
  readonly source: SourceId;
  readonly events: readonly LogEvent[];
}
