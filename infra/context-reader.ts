// CDK context (untyped; the command line makes everything a text) → typed values, with every problem collected.

/** CDK context as it came: from cdk.json, cdk.context.json or `--context key=value`. */
export type Context = Readonly<Record<string, unknown>>;

/** What a text must look like, and how to say so. */
export interface TextShape {
  readonly pattern: RegExp;
  readonly expected: string;
}

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
  choice<C extends string>(key: string, fallback: C, choices: readonly C[]): C {
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

  /** A list of texts: JSON in cdk.json, separated by commas on the command line. */
  texts(key: string, shape: TextShape): readonly string[] {
    const value = this.#value(key);
    if (value === undefined || value === '') return [];
    const items: readonly unknown[] =
      typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [value];
    return items.flatMap((item) =>
      typeof item === 'string' && shape.pattern.test(item)
        ? [item]
        : this.#refuse(key, item, shape.expected, []),
    );
  }

  /** A misspelt key would leave its default in force unseen: it is a problem. Call when all keys are read. */
  refuseOthers(): void {
    const known = [...this.#asked].toSorted().join(', ');
    for (const key of Object.keys(this.#context)) {
      // CDK's own keys hold one of these: feature flags, `aws:cdk:…`, cached look-ups.
      const isCdks = /[@:/]/.test(key) || CDK_COMMAND_KEYS.includes(key);
      if (!isCdks && !this.#asked.has(key)) {
        this.problems.push(`${JSON.stringify(key)} is no key; expected one of: ${known}`);
      }
    }
  }

  #value(key: string): unknown {
    this.#asked.add(key);
    return Object.hasOwn(this.#context, key) ? this.#context[key] : undefined;
  }

  #refuse<T>(key: string, found: unknown, expected: string, fallback: T): T {
    this.problems.push(`${key} is ${JSON.stringify(found)}; expected ${expected}`);
    return fallback;
  }
}

function isAllowed(value: number, allowed: NumberRange | readonly number[]): boolean {
  if (!('min' in allowed)) return allowed.includes(value);
  return Number.isInteger(value) && value >= allowed.min && value <= allowed.max;
}
