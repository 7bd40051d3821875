// What a generated module carries as one text → the rules' data: metadata, expressions, lists.

/**
 * A value, packed. A number is the place of a value that stands in the pool before it, so what is used twice is written
 * once; a list begins with what it stands for.
 */
export type Packed = number | string | boolean | null | readonly [Kind, ...Packed[]];

/** What a packed list stands for, with what follows it. */
export const PACKED = {
  /** Members. */
  list: 0,
  /** Keys, then a value for each. */
  object: 1,
  /** How many, then the one value that all members have. */
  repeated: 2,
  /** How many, the keys that all members have, then for each key the list of its values. */
  rows: 3,
  /** A number. */
  number: 4,
} as const;

type Kind = (typeof PACKED)[keyof typeof PACKED];

/** Reads a pool: the values that the last packed one, a list, stands for. Values used twice are one object. */
export function unpack(pool: string): readonly unknown[] {
  const packed: readonly Packed[] = JSON.parse(pool);
  const values: unknown[] = [];
  for (const item of packed) values.push(unpackValue(item, values));
  return listOf(values.at(-1));
}

function unpackValue(packed: Packed, values: readonly unknown[]): unknown {
  if (typeof packed === 'number') return values[packed];
  if (packed === null || typeof packed !== 'object') return packed;
  const [kind, ...rest] = packed;
  if (kind === PACKED.number) return rest[0];
  if (kind === PACKED.repeated) {
    const [count, value] = rest;
    return new Array(Number(count)).fill(unpackValue(value ?? null, values));
  }
  if (kind === PACKED.rows) return unpackRows(rest, values);
  const members = rest.map((item) => unpackValue(item, values));
  if (kind === PACKED.list) return members;
  const [keys, ...held] = members;
  return toObject(listOf(keys), (at) => held[at]);
}

function unpackRows([count, ...rest]: readonly Packed[], values: readonly unknown[]): unknown {
  const [keys, ...columns] = rest.map((item) => listOf(unpackValue(item, values)));
  return Array.from({ length: Number(count) }, (_, row) =>
    toObject(keys ?? [], (at) => columns[at]?.[row]),
  );
}

/** Each key becomes the object's own, `__proto__` too. */
function toObject(keys: readonly unknown[], valueAt: (index: number) => unknown): object {
  return Object.fromEntries(keys.map((key, index) => [String(key), valueAt(index)]));
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError('packed data: expected a list');
  return value;
}
