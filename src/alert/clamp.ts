// A JSON value → the same with long texts and lists shortened, and the names of what was.

import { isJsonObject, type JsonObject, type JsonValue } from '../model/index.ts';

/** What is left of a value. */
export interface Limits {
  /** UTF-16 units of a text. */
  readonly characters: number;
  /** Members of a list, keys of a value from a log. */
  readonly members: number;
  /** Levels of nesting inside a value from a log. */
  readonly depth: number;
}

/** Values whose members are named by a log or a rule: nothing inside them has a name of ours. */
const OPAQUE: ReadonlySet<string> = new Set([
  'alert.lead.process.hashes',
  'alert.lead.matched[].ruleValue',
  'alert.lead.matched[].eventValue',
  'alert.lead.matched[].otherValue',
]);

const CUT_MARK = '…';

/** Shortens `value`, whose dotted name is `path`; adds the names of what it shortened to `cut`. */
export function clamp(value: JsonValue, limits: Limits, path: string, cut: Set<string>): JsonValue {
  if (OPAQUE.has(path)) return clampOpaque(value, limits, limits.depth, () => cut.add(path));
  if (typeof value === 'string') return clampText(value, limits, () => cut.add(path));
  if (Array.isArray(value)) {
    if (value.length > limits.members) cut.add(path);
    return value.slice(0, limits.members).map((item) => clamp(item, limits, `${path}[]`, cut));
  }
  if (!isJsonObject(value)) return value;
  return mapMembers(value, (member, key) => clamp(member, limits, `${path}.${key}`, cut));
}

function clampOpaque(value: JsonValue, limits: Limits, depth: number, note: () => void): JsonValue {
  if (typeof value === 'string') return clampText(value, limits, note);
  if (value === null || typeof value !== 'object') return value;
  if (depth === 0) {
    note();
    return CUT_MARK;
  }
  if (Array.isArray(value)) {
    if (value.length > limits.members) note();
    return value.slice(0, limits.members).map((item) => clampOpaque(item, limits, depth - 1, note));
  }
  if (!isJsonObject(value)) return value;
  const keys = Object.keys(value).filter((key) => key.length <= limits.characters);
  const kept = new Set(keys.slice(0, limits.members));
  if (kept.size < Object.keys(value).length) note();
  return mapMembers(value, (member, key) =>
    kept.has(key) ? clampOpaque(member, limits, depth - 1, note) : undefined,
  );
}

function clampText(text: string, { characters }: Limits, note: () => void): string {
  if (text.length <= characters) return text;
  note();
  const head = text.slice(0, characters - 1);
  // Half a character at the end would be no text any more.
  return head.replace(/[\ud800-\udbff]$/, '') + CUT_MARK;
}

/** Own members mapped; those mapped to undefined are left out. `__proto__` stays a member like others. */
function mapMembers(
  object: JsonObject,
  map: (member: JsonValue, key: string) => JsonValue | undefined,
): JsonObject {
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, member]) => {
      const mapped = map(member, key);
      return mapped === undefined ? [] : [[key, mapped] as const];
    }),
  );
}
