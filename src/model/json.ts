// JSON as parsed from a log: what a record is made of before any vendor's meaning is read into it.

/** A parsed JSON value. Integers beyond 2^53 arrive as strings of their digits (see decode/parse). */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** A parsed JSON object. Read its keys by {@link getOwn}: a record may hold the key `__proto__`. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** The object's own value under `key`, or undefined; never something inherited from Object.prototype. */
export function getOwn(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** True for a JSON object: not null, not an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value if JSON can state it, else undefined; members of arrays that it cannot are null. */
export function toJsonValue(value: unknown): JsonValue | undefined {
  if (Array.isArray(value)) return value.map((member) => toJsonValue(member) ?? null);
  if (value === null || isJsonObject(value)) return value;
  const isScalar =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isScalar ? value : undefined;
}

/** A value that is neither object nor array. */
export type JsonLeaf = null | boolean | number | string;

/** Every leaf of the tree, in its order. Depth is bounded by the decoder. A list: a generator takes ten times as long. */
export function leavesOf(value: JsonValue): readonly JsonLeaf[] {
  const leaves: JsonLeaf[] = [];
  addLeaves([value], leaves);
  return leaves;
}

function addLeaves(value: readonly JsonValue[] | JsonObject, leaves: JsonLeaf[]): void {
  for (const member of Object.values<JsonValue>(value)) {
    if (typeof member !== 'object' || member === null) leaves.push(member);
    else addLeaves(member, leaves);
  }
}
