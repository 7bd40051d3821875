// A record and its shape → the objects in which EventData's fields stand, whether nested, dotted or written as text.

import { getOwn, isJsonObject, type JsonObject, type JsonValue } from '../../model/index.ts';
import { readPath } from '../path.ts';
import { parseEventData } from './event-data.ts';
import type { ReadyShape } from './ready-shapes.ts';

/** Where the event's XML has no EventData but an element of the provider's own. */
const USER_DATA = 'Event.UserData';

/** An object whose keys are field names after the prefix. */
export interface FieldSource {
  readonly object: JsonObject;
  readonly prefix: string;
}

/** In order of preference. Dotted keys (`winlog.event_data.Image`) win over nested ones, as everywhere. */
export function fieldSourcesOf(record: JsonObject, shape: ReadyShape): readonly FieldSource[] {
  if (shape.isFlat) return [{ object: record, prefix: '' }];
  return shape.eventData.flatMap(({ name, path }) => {
    if (name === '') return [{ object: record, prefix: '' }];
    return [...dottedSources(record, name), ...nestedSources(name, readPath(record, path))];
  });
}

function nestedSources(name: string, value: JsonValue | undefined): readonly FieldSource[] {
  if (typeof value === 'string') return [{ object: parseEventData(value), prefix: '' }];
  if (value === undefined || !isJsonObject(value)) return [];
  const objects = name === USER_DATA ? [value, ...elementsOf(value)] : [value];
  return objects.map((object) => ({ object, prefix: '' }));
}

/** UserData holds one element, named by the provider, that holds the fields. */
function elementsOf(userData: JsonObject): readonly JsonObject[] {
  return Object.entries(userData)
    .filter(([name]) => !name.startsWith('#'))
    .map(([, value]) => value)
    .filter(isJsonObject);
}

/** `{"winlog.event_data.Image": …}` at the top, and `{"winlog": {"event_data.Image": …}}`. */
function dottedSources(record: JsonObject, name: string): readonly FieldSource[] {
  const sources: FieldSource[] = [];
  const segments = name.split('.');
  for (let depth = 0; depth < segments.length; depth += 1) {
    const object = depth === 0 ? record : getOwn(record, segments.slice(0, depth).join('.'));
    const prefix = `${segments.slice(depth).join('.')}.`;
    if (object !== undefined && isJsonObject(object) && hasPrefixed(object, prefix)) {
      sources.push({ object, prefix });
    }
  }
  return sources;
}

function hasPrefixed(object: JsonObject, prefix: string): boolean {
  return Object.keys(object).some((key) => key.startsWith(prefix));
}
