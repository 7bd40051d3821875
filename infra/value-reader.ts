// The configuration file's values (untyped) → typed values, with every problem collected.

import { closest, distance } from 'fastest-levenshtein';

/** Keys and values of the file, or of an object within it. */
export type Values = Readonly<Record<string, unknown>>;

/** What a text must look like, and how to say so. */
export interface TextShape {
  readonly pattern: RegExp;
  readonly expected: string;
}

/** Keys where somebody may have put a secret in place of its ARN: what is found there is not quoted into anybody's build log. */
const NOT_QUOTED: ReadonlySet<string> = new Set(['buckets', 'destinations', 'secretArn']);

/** A key that is no further from a known one is a slip of the finger. */
const NEAR = 2;

/** Whole numbers from `min` to `max`. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
}

/** Reads keys one by one. A wrong value adds a problem and gives the default, so that all problems are found in one go. */
export class ValueReader {
  readonly problems: string[] = [];
  readonly #values: Values;
  readonly #asked = new Set<string>();

  constructor(values: Values) {
    this.#values = values;
  }

  /** A text of the given shape. */
  text<D extends string | undefined>(key: string, fallback: D, shape: TextShape): string | D {
    const value = this.#value(key);
    if (value === undefined) return fallback;
    if (typeof value === 'string' && shape.pattern.test(value)) return value;
    // YAML takes 0123 for 123: what it made of digits cannot be undone.
    const quoted = typeof value === 'number' ? ', in quotes' : '';
    return this.refuse(key, value, `${shape.expected}${quoted}`, fallback);
  }

  /** One of the given texts. */
  choice<C extends string, D extends C | undefined = C>(
    key: string,
    fallback: D,
    choices: readonly C[],
  ): C | D {
    const value = this.#value(key);
    if (value === undefined) return fallback;
    const chosen = choices.find((choice) => choice === value);
    return chosen ?? this.refuse(key, value, choices.join(' or '), fallback);
  }

  /** A whole number of a range, or of a list where AWS takes only some. */
  wholeNumber(key: string, fallback: number, allowed: NumberRange | readonly number[]): number {
    const value = this.#value(key);
    if (value === undefined) return fallback;
    if (typeof value === 'number' && isAllowed(value, allowed)) return value;
    const expected =
      'min' in allowed
        ? `a whole number from ${allowed.min} to ${allowed.max}`
        : `one of ${allowed.join(', ')}`;
    return this.refuse(key, value, expected, fallback);
  }

  /** Some of the given texts, each once, at least one. */
  choices<C extends string>(
    key: string,
    fallback: readonly C[],
    choices: readonly C[],
  ): readonly C[] {
    const value = this.#value(key);
    if (value === undefined) return fallback;
    const items: readonly unknown[] = Array.isArray(value) ? value : [];
    const chosen = choices.filter((choice) => items.includes(choice));
    if (chosen.length === items.length && items.length > 0) return chosen;
    return this.refuse(key, value, `a list of some of ${choices.join(', ')}, each once`, fallback);
  }

  /** A value of whatever shape, for a reader of its own. */
  raw(key: string): unknown {
    return this.#value(key);
  }

  /** A list of objects, each to be read by a reader of its own. */
  objects(key: string): readonly Values[] {
    const value = this.#value(key);
    if (value === undefined) return [];
    if (Array.isArray(value) && value.every(isObject)) return value;
    return this.refuse(key, value, 'a list of objects', []);
  }

  /** What `read` finds under a key that must be there. */
  required<T>(key: string, read: (key: string) => T | undefined): T | undefined {
    if (this.#value(key) === undefined) this.problems.push(`${key} is missing`);
    return read(key);
  }

  /** A list of texts; empty where there is none. */
  texts(key: string, shape: TextShape): readonly string[] {
    const value = this.#value(key);
    if (value === undefined) return [];
    if (!Array.isArray(value)) return this.refuse(key, value, 'a list of texts', []);
    return value.flatMap((item: unknown) =>
      typeof item === 'string' && shape.pattern.test(item)
        ? [item]
        : this.refuse(key, item, shape.expected, []),
    );
  }

  /**
   * A misspelt key would leave its default in force unseen: it is a problem. Call when all keys are read.
   * @param elsewhere keys that are right in another place, and which
   */
  refuseOthers(elsewhere: Readonly<Record<string, string>> = {}): void {
    const known = [...this.#asked].toSorted();
    for (const key of Object.keys(this.#values)) {
      if (this.#asked.has(key)) continue;
      const expected = Object.hasOwn(elsewhere, key) ? elsewhere[key] : nearest(key, known);
      this.problems.push(`${JSON.stringify(key)} is no key; ${expected}`);
    }
  }

  /** Adds the problem that a value is not what is expected. Returns `fallback`, to go on with. */
  refuse<T>(key: string, found: unknown, expected: string, fallback: T): T {
    const isQuoted = !NOT_QUOTED.has(key) || String(found).startsWith('arn:');
    const shown = isQuoted ? JSON.stringify(found) : 'another value, not shown here';
    this.problems.push(`${key} is ${shown}; expected ${expected}`);
    return fallback;
  }

  #value(key: string): unknown {
    this.#asked.add(key);
    // A key without a value is null in YAML: as if it was not there.
    return Object.hasOwn(this.#values, key) ? (this.#values[key] ?? undefined) : undefined;
  }
}

function nearest(key: string, known: readonly string[]): string {
  const near = closest(key, known);
  const isNear = distance(key.toLowerCase(), near.toLowerCase()) <= NEAR;
  return isNear ? `did you mean ${JSON.stringify(near)}?` : `expected one of: ${known.join(', ')}`;
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAllowed(value: number, allowed: NumberRange | readonly number[]): boolean {
  if (!('min' in allowed)) return allowed.includes(value);
  return Number.isInteger(value) && value >= allowed.min && value <= allowed.max;
}
