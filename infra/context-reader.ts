// CDK context (untyped; the command line makes everything a text) → typed values, with every problem collected.

/** CDK context as it came: from cdk.json, cdk.context.json or `--context key=value`. */
export type Context = Readonly<Record<string, unknown>>;

/** What a text must look like, and how to say so. */
export interface TextShape {
  readonly pattern: RegExp;
  readonly expected: string;
}

/** Keys where somebody may have put a secret in place of its ARN: what is found there is not quoted into anybody's build log. */
const NOT_QUOTED: ReadonlySet<string> = new Set(['destinations', 'secretArn']);

/** Whole numbers from `min` to `max`. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
}

/** The plain key that the `cdk` command itself reads from context. */
const CDK_COMMAND_KEYS: readonly string[] = ['cli-telemetry'];

/** Reads keys one by one. A wrong value adds a problem and gives the default, so that all problems are found in one go. */
export class ContextReader {
  readonly problems: string[] = [];
  readonly #context: Context;
  readonly #asked = new Set<string>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** A text of the given shape. */
  text<D extends string | undefined>(key: string, fallback: D, shape: TextShape): string | D {
    const value = this.#value(key);
    if (value === undefined) return fallback;
    if (typeof value === 'string' && shape.pattern.test(value)) return value;
    return this.#refuse(key, value, shape.expected, fallback);
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
    return chosen ?? this.#refuse(key, value, choices.join(' or '), fallback);
  }

  /** A whole number of a range, or of a list where AWS takes only some. */
  wholeNumber(key: string, fallback: number, allowed: NumberRange | readonly number[]): number {
    const value = this.#value(key);
    if (value === undefined) return fallback;
    const found = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
    if (typeof found === 'number' && isAllowed(found, allowed)) return found;
    const expected =
      'min' in allowed
        ? `a whole number from ${allowed.min} to ${allowed.max}`
        : `one of ${allowed.join(', ')}`;
    return this.#refuse(key, value, expected, fallback);
  }

  /** Some of the given texts, each once, at least one: a list, or separated by commas. */
  choices<C extends string>(
    key: string,
    fallback: readonly C[],
    choices: readonly C[],
  ): readonly C[] {
    const value = this.#value(key);
    if (value === undefined) return fallback;
    const items = listOf(value);
    const chosen = choices.filter((choice) => items.includes(choice));
    if (chosen.length === items.length && items.length > 0) return chosen;
    return this.#refuse(key, value, `some of ${choices.join(', ')}, each once`, fallback);
  }

  /** A value of JSON, of whatever shape: as it is in cdk.json, as text on the command line. */
  json(key: string): unknown {
    const value = this.#value(key);
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      const why = NOT_QUOTED.has(key) ? placeIn(error.message) : ` (${error.message})`;
      return this.#refuse(key, value, `JSON${why}`, undefined);
    }
  }

  /** A list of objects, each to be read by a reader of its own. */
  objects(key: string): readonly Context[] {
    const value = this.json(key);
    if (value === undefined) return [];
    if (Array.isArray(value) && value.every(isObject)) return value;
    return this.#refuse(key, value, 'a list of objects', []);
  }

  /** What `read` finds under a key that must be there. */
  required<T>(key: string, read: (key: string) => T | undefined): T | undefined {
    if (this.#value(key) === undefined) this.problems.push(`${key} is missing`);
    return read(key);
  }

  /** A list of texts: JSON in cdk.json, separated by commas on the command line. */
  texts(key: string, shape: TextShape): readonly string[] {
    const value = this.#value(key);
    if (value === undefined || value === '') return [];
    return listOf(value).flatMap((item) =>
      typeof item === 'string' && shape.pattern.test(item)
        ? [item]
        : this.#refuse(key, item, shape.expected, []),
    );
  }

  /**
   * A misspelt key would leave its default in force unseen: it is a problem. Call when all keys are read. Keys that may be
   * the CDK's own are let be, unless they are included: it has none inside a value.
   */
  refuseOthers(others?: { readonly including: 'CDK' }): void {
    const known = [...this.#asked].toSorted().join(', ');
    for (const key of Object.keys(this.#context)) {
      // CDK's own keys hold one of these: feature flags, `aws:cdk:…`, cached look-ups.
      const isCdks = /[@:/]/.test(key) || CDK_COMMAND_KEYS.includes(key);
      if ((!isCdks || others !== undefined) && !this.#asked.has(key)) {
        this.problems.push(`${JSON.stringify(key)} is no key; expected one of: ${known}`);
      }
    }
  }

  #value(key: string): unknown {
    this.#asked.add(key);
    return Object.hasOwn(this.#context, key) ? this.#context[key] : undefined;
  }

  #refuse<T>(key: string, found: unknown, expected: string, fallback: T): T {
    const isQuoted = !NOT_QUOTED.has(key) || String(found).startsWith('arn:');
    const shown = isQuoted ? JSON.stringify(found) : 'another value, not shown here';
    this.problems.push(`${key} is ${shown}; expected ${expected}`);
    return fallback;
  }
}

/** Where a text is no JSON; the parser's own words may quote it. */
function placeIn(message: string): string {
  const [place] = /at position \d+/.exec(message) ?? [];
  return place === undefined ? '' : `, which ends ${place}`;
}

function listOf(value: unknown): readonly unknown[] {
  if (typeof value === 'string') return value.split(',');
  return Array.isArray(value) ? value : [value];
}

function isObject(value: unknown): value is Context {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAllowed(value: number, allowed: NumberRange | readonly number[]): boolean {
  if (!('min' in allowed)) return allowed.includes(value);
  return Number.isInteger(value) && value >= allowed.min && value <= allowed.max;
}
