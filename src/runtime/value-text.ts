// An event's value → the text that rules compare with.

/** JSON numbers as people write them; also the only texts that count as numbers. */
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The text of a scalar, or undefined where it has none (null, absent, an object, an array). */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return undefined;
}

/** The number a scalar states, or undefined. Hexadecimal, blank and empty texts state none. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !DECIMAL.test(value)) return undefined;
  return Number(value);
}

/** Arrays in arrays that are looked into: as deep as the decoder lets a record be. */
const MAX_ARRAY_DEPTH = 64;

/** True if the predicate holds for the value, or for any member where it is an array. */
export function anyMember(value: unknown, holds: (member: unknown) => boolean, depth = 0): boolean {
  if (!Array.isArray(value)) return holds(value);
  if (depth >= MAX_ARRAY_DEPTH) return false;
  return value.some((member) => anyMember(member, holds, depth + 1));
}
