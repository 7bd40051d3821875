// A Windows event record in whichever JSON shape → its event id, channel and a reader of its fields by Windows' names.

import { getOwn, isJsonObject, type JsonObject, type JsonValue } from '../../model/index.ts';
import { readNamed, readPath } from '../path.ts';
import { textOf } from '../text.ts';
import { type FieldSource, fieldSourcesOf } from './field-sources.ts';
import { detectShape, type ReadyShape } from './ready-shapes.ts';

const NO_NAMES: ReadonlyMap<string, JsonValue> = new Map();

/** A record seen as a Windows event. A class because it hides memos: EventData as text is parsed once, when asked. */
export class WindowsView {
  readonly record: JsonObject;
  readonly shape: ReadyShape;
  /** Decimal digits. */
  readonly eventId: string;
  /** In lower case; '' where the record names none. */
  readonly channel: string;
  #sources: readonly FieldSource[] | undefined;
  #unspaced: ReadonlyMap<string, JsonValue> | undefined;

  constructor(record: JsonObject, shape: ReadyShape, eventId: string) {
    this.record = record;
    this.shape = shape;
    this.eventId = eventId;
    this.channel = this.header('Channel')?.toLowerCase() ?? '';
  }

  /** Text of a header field. */
  header(name: string): string | undefined {
    return textOf(this.shape.header.get(name)?.(this.record));
  }

  /** A field of EventData as logged. */
  data(name: string): JsonValue | undefined {
    // The hot path: most Windows logs are flat.
    if (this.shape.isFlat) return unwrap(getOwn(this.record, name));
    for (const { object, prefix } of this.#fieldSources()) {
      const value = getOwn(object, prefix === '' ? name : prefix + name);
      if (value !== undefined) return unwrap(value);
    }
    return undefined;
  }

  /** A field by Windows' name: of EventData, else of System, else one with spaces asked for without, else by path. */
  read(name: string): JsonValue | undefined {
    // Not a chain of `??`: a JSON null is a field that is there, and `exists` asks for just that.
    const logged = this.data(name);
    if (logged !== undefined) return logged;
    const system = this.shape.system.get(name)?.(this.record);
    if (system !== undefined) return system;
    return this.#systemAttribute(name) ?? this.#unspacedField(name) ?? this.#byPath(name);
  }

  #byPath(name: string): JsonValue | undefined {
    return readNamed(this.record, name);
  }

  /** `Provider_Name` is System.Provider.#attributes.Name in evtx_dump, or System.Provider_attributes.Name. */
  #systemAttribute(name: string): JsonValue | undefined {
    const path = this.shape.attributes;
    const system = path === undefined ? undefined : readPath(this.record, path);
    if (system === undefined || !isJsonObject(system)) return undefined;
    const direct = getOwn(system, name);
    if (direct !== undefined) return unwrap(direct);
    const cut = name.indexOf('_');
    const element = name.slice(0, Math.max(cut, 0));
    const inner = getOwn(system, element);
    const attributes =
      inner !== undefined && isJsonObject(inner)
        ? getOwn(inner, '#attributes')
        : getOwn(system, `${element}_attributes`);
    return attributes !== undefined && isJsonObject(attributes)
      ? getOwn(attributes, name.slice(cut + 1))
      : undefined;
  }

  /** Windows Defender logs "Threat Name"; Sigma asks for ThreatName. */
  #unspacedField(name: string): JsonValue | undefined {
    this.#unspaced ??= unspacedNames(this.#fieldSources());
    return this.#unspaced.get(name);
  }

  #fieldSources(): readonly FieldSource[] {
    this.#sources ??= fieldSourcesOf(this.record, this.shape);
    return this.#sources;
  }
}

/** The record as a Windows event, or undefined where no shape fits or no event id can be read. */
export function viewWindowsEvent(record: JsonObject): WindowsView | undefined {
  const shape = detectShape(record);
  if (shape === undefined) return undefined;
  const eventId = textOf(shape.header.get('EventID')?.(record))?.trim();
  if (eventId === undefined || !/^\d{1,5}$/.test(eventId)) return undefined;
  return new WindowsView(record, shape, eventId);
}

/** XML converters wrap an element's text that has attributes: {"#text": value}. */
function unwrap<T extends JsonValue | undefined>(value: T): JsonValue | T {
  return isJsonObject(value) ? (getOwn(value, '#text') ?? value) : value;
}

function unspacedNames(sources: readonly FieldSource[]): ReadonlyMap<string, JsonValue> {
  let names: Map<string, JsonValue> | undefined;
  for (const { object, prefix } of sources) {
    for (const key of Object.keys(object)) {
      if (!key.includes(' ') || !key.startsWith(prefix)) continue;
      names ??= new Map();
      const name = key.slice(prefix.length).replaceAll(' ', '');
      const value = getOwn(object, key);
      if (value !== undefined && !names.has(name)) names.set(name, unwrap(value));
    }
  }
  return names ?? NO_NAMES;
}
