// A field's value as logged → what a person reads. '-', '' and null are how logs say "not supplied".

/** Longest command line Windows takes; a longer value is cut, which bounds what a finding holds. */
export const MAX_VALUE_CHARACTERS = 32_767;
const CUT_MARK = '…';

/** Members kept of an array. */
const MAX_MEMBERS = 100;

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

/** The value with texts and arrays cut to a bounded size, else as it is. */
export function cutValue(value: unknown): unknown {
  if (typeof value === 'string') return cutText(value);
  if (!Array.isArray(value)) return value;
  const kept = value.slice(0, MAX_MEMBERS).map(cutValue);
  return value.length > MAX_MEMBERS ? [...kept, CUT_MARK] : kept;
}

function cutText(text: string): string {
  if (text.length <= MAX_VALUE_CHARACTERS) return text;
  return text.slice(0, MAX_VALUE_CHARACTERS) + CUT_MARK;
}
