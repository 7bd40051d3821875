// A dotted name + a record → the value there, whether the log writes `a.b` as one key or as an object in an object.

import { getOwn, isJsonObject, type JsonObject, type JsonValue } from '../model/index.ts';

/**
 * Deepest path that is followed. A record can spell one path in 2^(segments - 1) ways (`a.b` + `c`, `a` + `b.c`),
 * so the limit bounds the work that a hostile record can cause; ECS goes 6 deep.
 */
const MAX_SEGMENTS = 8;

/** A compiled path: `keys[i][n]` is segments i to i+n joined by dots. */
export interface Path {
  readonly keys: readonly (readonly string[])[];
}

/** Compiles a dotted path. One deeper than the limit is read as a single literal key. */
export function parsePath(text: string): Path {
  const segments = text.split('.');
  if (segments.length > MAX_SEGMENTS) return { keys: [[text]] };
  const keys = segments.map((_, start) =>
    segments.slice(start).map((_, length) => segments.slice(start, start + length + 1).join('.')),
  );
  return { keys };
}

/**
 * The value at the path, or undefined. Only own keys count. A literal key wins over a nested one, the longest
 * first. Where the path leads through an array, the members' values come as an array ("any member").
 */
export function readPath(record: JsonObject, path: Path): JsonValue | undefined {
  return descend(record, path, 0);
}

/** The value under a name, which is a dotted path only where it has dots: most have none, and they are many. */
export function readNamed(record: JsonObject, name: string): JsonValue | undefined {
  return name.includes('.') ? readPath(record, parsePath(name)) : getOwn(record, name);
}

/** The first of the paths at which something other than null and '' stands; where only those do, the first of them. */
export function readFirst(record: JsonObject, paths: readonly Path[]): JsonValue | undefined {
  let found: JsonValue | undefined;
  for (const path of paths) {
    const value = descend(record, path, 0);
    if (value !== undefined && value !== null && value !== '') return value;
    if (found === undefined) found = value;
  }
  return found;
}

function descend(value: JsonValue, path: Path, index: number): JsonValue | undefined {
  const keys = path.keys[index];
  if (keys === undefined) return value;
  if (Array.isArray(value)) return descendMembers(value, path, index);
  if (!isJsonObject(value)) return undefined;
  for (let length = keys.length - 1; length >= 0; length -= 1) {
    const key = keys[length];
    const next = key === undefined ? undefined : getOwn(value, key);
    if (next === undefined) continue;
    const found = descend(next, path, index + length + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function descendMembers(
  members: readonly JsonValue[],
  path: Path,
  index: number,
): JsonValue | undefined {
  const found: JsonValue[] = [];
  for (const member of members) {
    // An array directly inside an array names nothing: a path has no segment for it.
    const value = isJsonObject(member) ? descend(member, path, index) : undefined;
    if (value !== undefined) found.push(value);
  }
  return found.length === 0 ? undefined : found.flat();
}
