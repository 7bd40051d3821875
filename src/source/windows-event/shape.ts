// What a JSON shape of Windows event records must state: where the header stands, where EventData, which time is whose.

import type { JsonObject } from '../../model/index.ts';
import type { FieldRow, TransportField } from '../adapter.ts';

/** The time of a record. */
export interface RecordTime {
  /** Epoch ms. */
  readonly ms: number | undefined;
  /** The time as the log wrote it: part of the identity, so never one worked out from transport's clock. */
  readonly text: string | undefined;
  /** Path it was read from. */
  readonly from: string | undefined;
}

/** Names of the header fields that every shape has in some place. */
export const HEADER_FIELDS = [
  'EventID',
  'Channel',
  'Provider_Name',
  'Computer',
  'EventRecordID',
] as const;

/** Name of a header field. */
export type HeaderField = (typeof HEADER_FIELDS)[number];

/** A JSON shape of Windows events. */
export interface WindowsShape {
  readonly form: string;
  /** True if the record has this shape. The first shape of the list that says so is taken. */
  isShape(record: JsonObject): boolean;
  /** Where the header's fields stand. */
  readonly header: readonly (FieldRow & { readonly field: HeaderField })[];
  /** Paths of the objects (or texts) that hold EventData; '' is the record itself. In order of preference. */
  readonly eventData: readonly string[];
  /** Attributes of System and fields that the pipeline has renamed: asked after EventData. */
  readonly system: readonly FieldRow[];
  /** True where an ingest pipeline may have moved fields to ECS names at the top. */
  readonly hasEcsNames: boolean;
  /** Path of the element whose XML attributes are fields: `Execution_ProcessID` is Execution's ProcessID. */
  readonly attributes?: string;
  readonly transport: readonly TransportField[];
  time(record: JsonObject): RecordTime;
}

/** A header's row. */
export function headerRow(
  field: HeaderField,
  ...paths: readonly string[]
): FieldRow & { readonly field: HeaderField } {
  return { field, paths, type: field === 'EventRecordID' ? 'number' : 'text' };
}

/** A row of System's attributes. */
export function systemRow(field: string, ...paths: readonly string[]): FieldRow {
  return { field, paths, type: 'any' };
}
