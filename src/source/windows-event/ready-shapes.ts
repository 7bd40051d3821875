// The list of shapes → the same with their paths compiled, and the choice among them.

import type { JsonObject, JsonValue } from '../../model/index.ts';
import { type Path, parsePath } from '../path.ts';
import { rowReader } from '../record-event.ts';
import { AZURE_MONITOR, FLAT, NXLOG } from './flat-shapes.ts';
import { EVTX, WINLOGBEAT, WINLOGBEAT_6 } from './nested-shapes.ts';
import type { WindowsShape } from './shape.ts';

type ReadRecord = (record: JsonObject) => JsonValue | undefined;

/** A shape ready to read records. */
export interface ReadyShape {
  readonly shape: WindowsShape;
  readonly header: ReadonlyMap<string, ReadRecord>;
  readonly system: ReadonlyMap<string, ReadRecord>;
  readonly eventData: readonly { readonly name: string; readonly path: Path }[];
  /** EventData is the record itself. */
  readonly isFlat: boolean;
  readonly attributes: Path | undefined;
  /** Where `@timestamp` is the event's own time. */
  readonly transportFields: ReadonlySet<string>;
  /** Where it is not. */
  readonly transportFieldsAndArrival: ReadonlySet<string>;
}

/**
 * All shapes, the more particular first: NXLog and Azure Monitor are flat with one more key. A record with `winlog`
 * is Winlogbeat's, whatever else a pipeline copied to its top.
 */
export const WINDOWS_SHAPES: readonly WindowsShape[] = [
  WINLOGBEAT,
  NXLOG,
  AZURE_MONITOR,
  FLAT,
  EVTX,
  WINLOGBEAT_6,
];

const READY_SHAPES: readonly ReadyShape[] = WINDOWS_SHAPES.map(readyShape);

/** The shape of a record, or undefined. */
export function detectShape(record: JsonObject): ReadyShape | undefined {
  return READY_SHAPES.find(({ shape }) => shape.isShape(record));
}

function readyShape(shape: WindowsShape): ReadyShape {
  const transport = shape.transport.map(({ key }) => key);
  return {
    shape,
    header: new Map(shape.header.map((row) => [row.field, rowReader(row)])),
    system: new Map([...shape.system, ...shape.header].map((row) => [row.field, rowReader(row)])),
    eventData: shape.eventData.map((name) => ({ name, path: parsePath(name) })),
    isFlat: shape.eventData.every((name) => name === ''),
    attributes: shape.attributes === undefined ? undefined : parsePath(shape.attributes),
    transportFields: new Set(transport),
    transportFieldsAndArrival: new Set([...transport, '@timestamp']),
  };
}
