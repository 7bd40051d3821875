// A plain object → a field reader, for cases whose events are already in Sigma's words.

import { type FieldReader, isJsonObject, type JsonObject, leavesOf } from '../model/index.ts';

/** Dots followed into an object; beyond, a name is one key. */
const MAX_PATH_DOTS = 32;

/**
 * Reads fields of an object: the literal key first, then the key without its spaces, then the dotted path, in
 * which every prefix may be a literal key and of an array any member counts.
 */
export function createEventReader(object: JsonObject): FieldReader {
  return {
    leaves: () => leavesOf(object),
    field(name) {
      const found = readPath(object, name, 0);
      if (found !== undefined || !name.includes(' ')) return found;
      return readPath(object, name.replaceAll(' ', ''), 0);
    },
  };
}

function readPath(value: unknown, path: string, depth: number): unknown {
  if (Array.isArray(value)) {
    const found = value
      .map((item) => readPath(item, path, depth))
      .filter((item) => item !== undefined);
    return found.length === 0 ? undefined : found;
  }
  if (!isJsonObject(value)) return undefined;
  if (Object.hasOwn(value, path)) return value[path];
  if (depth >= MAX_PATH_DOTS) return undefined;
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    const key = path.slice(0, dot);
    if (!Object.hasOwn(value, key)) continue;
    const found = readPath(value[key], path.slice(dot + 1), depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
