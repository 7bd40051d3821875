// A field's value as logged → what a person reads. '-', '' and null are how logs say "not supplied".

/** Longest command line Windows takes; a longer value is cut, which bounds what a finding holds. */
export const MAX_VALUE_CHARACTERS = 32_767;
const CUT_MARK = '…';

/** What is left of a value. */
export interface ValueLimits {
  /** UTF-16 units of a text, or of the JSON of an object. */
  readonly characters: number;
  /** Members of an array. */
  readonly members: number;
}

/** The value's text; of an array the first member that has one. Undefined = not supplied. */
export function readText(value: unknown): string | undefined {
  if (Array.isArray(value)) {
    for (const member of value) {
      const text = readText(member);
      if (text !== undefined) return text;
    }
    return undefined;
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' || text === '-' ? undefined : cutText(text);
}

/** A pid or port: a number, its decimal text, or Windows' hexadecimal `0x1d20`. */
export function readNumber(value: unknown): number | undefined {
  const text = readText(value);
  if (text === undefined || !/^(?:\d{1,15}|0x[0-9a-f]{1,12})$/i.test(text)) return undefined;
  return Number(text);
}

/** `true` and `false`, as booleans or texts in any case. */
export function readBoolean(value: unknown): boolean | undefined {
  const text = readText(value)?.toLowerCase();
  if (text === 'true') return true;
  return text === 'false' ? false : undefined;
}

/** The value with texts and arrays cut; an object that is too long becomes the beginning of its JSON. */
export function cutValue(value: unknown, limits: ValueLimits): unknown {
  if (typeof value === 'string') return cutText(value, limits.characters);
  if (Array.isArray(value)) {
    const kept = value.slice(0, limits.members).map((member) => cutMember(member, limits));
    return value.length > limits.members ? [...kept, CUT_MARK] : kept;
  }
  return cutMember(value, limits);
}

function cutMember(value: unknown, { characters }: ValueLimits): unknown {
  if (typeof value === 'string') return cutText(value, characters);
  if (typeof value !== 'object' || value === null) return value;
  const json = JSON.stringify(value);
  return json.length <= characters ? value : cutText(json, characters);
}

/** Lengths that nothing of a value may pass. */
export interface Limits {
  /** Of a text. */
  readonly characters: number;
  /** Of a list, and of an object. */
  readonly members: number;
}

/** The value with every text, list and object in it cut; its kind stays. */
export function clampValue<T>(value: T, limits: Limits): T;
export function clampValue(value: unknown, limits: Limits): unknown {
  if (typeof value === 'string') return cutText(value, limits.characters);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return value.slice(0, limits.members).map((member) => clampValue(member, limits));
  }
  const members = Object.entries(value).slice(0, limits.members);
  return Object.fromEntries(members.map(([name, member]) => [name, clampValue(member, limits)]));
}

/** The text, or its beginning, never half a character, and a mark. */
export function cutText(text: string, characters = MAX_VALUE_CHARACTERS): string {
  if (text.length <= characters) return text;
  return text.slice(0, characters).replace(/[\ud800-\udbff]$/, '') + CUT_MARK;
}
