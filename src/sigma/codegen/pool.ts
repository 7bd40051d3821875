// Data of many rules → one text in which each value that is used twice stands once. The runtime's `unpack` reads it.

import { PACKED, type Packed } from '../../runtime/index.ts';

/** A value that has been met: its parts are others, by number, so equal values have equal entries. There are many: no functions. */
interface Entry {
  /** What a packed list begins with; of a text, truth value or null itself. */
  readonly head: string | boolean | null | readonly [Kind, ...number[]];
  readonly parts: readonly number[];
  /** How often it is a part of other values, or is asked for. */
  uses: number;
}

type Kind = (typeof PACKED)[keyof typeof PACKED];

const NO_PARTS: readonly number[] = [];

/** Shorter than this it is written where it stands. */
const MIN_SHARED_CHARS = 5;

/** Collects data and writes it. Data is as JSON has it: what JSON leaves out is left out. */
export class Pool {
  readonly #entries: Entry[] = [];
  readonly #byKey = new Map<string, number>();
  readonly #places = new Map<number, number>();
  readonly #asked: number[] = [];

  /** The place that the value has in what `unpack` gives; equal values have one. */
  place(value: unknown): number {
    const entry = this.#enter(value);
    const known = this.#places.get(entry);
    if (known !== undefined) return known;
    const place = this.#asked.length;
    this.#places.set(entry, place);
    this.#asked.push(this.#use(entry));
    return place;
  }

  /** The text for `unpack`. */
  text(): string {
    const shared = new Map<number, number>();
    const pool: Packed[] = [];
    const part = (entry: number): Packed => shared.get(entry) ?? this.#pack(entry, part);
    // What an entry is made of was met before it.
    for (const [entry, { uses }] of this.#entries.entries()) {
      if (uses < 2) continue;
      const packed = this.#pack(entry, part);
      if (JSON.stringify(packed).length < MIN_SHARED_CHARS) continue;
      shared.set(entry, pool.push(packed) - 1);
    }
    pool.push([PACKED.list, ...this.#asked.map(part)]);
    return JSON.stringify(pool);
  }

  #pack(entry: number, part: (entry: number) => Packed): Packed {
    const found = this.#entries[entry];
    if (found === undefined) throw new RangeError(`no entry ${entry}`);
    const { head, parts } = found;
    return typeof head === 'object' && head !== null ? [...head, ...parts.map(part)] : head;
  }

  #use(entry: number): number {
    const found = this.#entries[entry];
    if (found !== undefined) found.uses++;
    return entry;
  }

  #enter(value: unknown): number {
    if (Array.isArray(value)) return this.#enterList(value);
    if (typeof value === 'object' && value !== null) {
      const members = Object.entries(value).filter(([, member]) => member !== undefined);
      const keys = this.#enterList(members.map(([key]) => key));
      const held = members.map(([, member]) => this.#enter(member));
      return this.#entry(PACKED.object, [], [keys, ...held]);
    }
    if (typeof value === 'number') return this.#entry(PACKED.number, [value], []);
    if (typeof value === 'string' || typeof value === 'boolean' || value === null) {
      return this.#leaf(value);
    }
    throw new TypeError(`expected data as JSON has it, found ${typeof value}`);
  }

  #enterList(list: readonly unknown[]): number {
    const rows = list.length > 1 ? rowsOf(list) : undefined;
    if (rows !== undefined) {
      const keys = this.#enterList(rows.keys);
      const columns = rows.columns.map((column) => this.#enterList(column));
      return this.#entry(PACKED.rows, [list.length], [keys, ...columns]);
    }
    const members = list.map((member) => this.#enter(member));
    const [first] = members;
    const isRepeated = first !== undefined && list.length > 2 && new Set(members).size === 1;
    return isRepeated
      ? this.#entry(PACKED.repeated, [list.length], [first])
      : this.#entry(PACKED.list, [], members);
  }

  #leaf(value: string | boolean | null): number {
    return this.#known(JSON.stringify(value), value, NO_PARTS);
  }

  #entry(kind: Kind, head: readonly number[], parts: readonly number[]): number {
    return this.#known([kind, ...head, '', ...parts].join(), [kind, ...head], parts);
  }

  #known(key: string, head: Entry['head'], parts: Entry['parts']): number {
    const known = this.#byKey.get(key);
    if (known !== undefined) return known;
    for (const one of parts) this.#use(one);
    const entry = this.#entries.push({ head, parts, uses: 0 }) - 1;
    this.#byKey.set(key, entry);
    return entry;
  }
}

interface Rows {
  readonly keys: readonly string[];
  readonly columns: readonly (readonly unknown[])[];
}

/** Of objects that all have the same keys in the same order, the values by key. */
function rowsOf(list: readonly unknown[]): Rows | undefined {
  const [first] = list;
  if (!isPlainObject(first)) return undefined;
  const keys = keysOf(first);
  const objects = list.filter(isPlainObject);
  if (keys.length === 0 || objects.length < list.length) return undefined;
  const haveSame = objects.every((object) => {
    const own = keysOf(object);
    return own.length === keys.length && own.every((key, index) => key === keys[index]);
  });
  if (!haveSame) return undefined;
  return { keys, columns: keys.map((key) => objects.map((object) => object[key])) };
}

function keysOf(object: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(object).filter((key) => object[key] !== undefined);
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
