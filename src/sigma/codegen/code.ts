// JavaScript as a type: only this file can make it, so untrusted text reaches generated code as a quoted literal or not at all.

/** A piece of JavaScript. Its constructor is private: {@link js} is the only door. */
export class Code {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }

  /** Fixed text from this program × interpolated values. Use {@link js}. */
  static build(fixed: TemplateStringsArray, values: readonly Interpolated[]): Code {
    let text = fixed[0] ?? '';
    values.forEach((value, index) => {
      text += Code.#render(value) + (fixed[index + 1] ?? '');
    });
    return new Code(text);
  }

  /** Pieces joined by an operator or separator. */
  static join(pieces: readonly Code[], separator: Code): Code {
    return new Code(pieces.map(String).join(separator.#text));
  }

  static #render(value: Interpolated): string {
    return value instanceof Code ? value.#text : literal(value);
  }
}

/** What may be interpolated: code as code, everything else as a literal. */
export type Interpolated = Code | string | number | boolean;

/** A template whose strings always come out quoted: `` js`${field} === 1` `` gives `"Image" === 1`. */
export function js(fixed: TemplateStringsArray, ...values: readonly Interpolated[]): Code {
  return Code.build(fixed, values);
}

/**
 * A literal. JSON, with everything beyond printable ASCII escaped: U+2028 and U+2029 end lines in some engines,
 * lone surrogates do not survive a file, `<` could close a script, and bidi controls fool who reads the output.
 */
function literal(value: string | number | boolean): string {
  if (typeof value !== 'string') {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new RangeError(`no literal for ${value}`);
    }
    return Object.is(value, -0) ? '-0' : String(value);
  }
  return JSON.stringify(value).replaceAll(/[^\x20-\x7e]|</g, toEscape);
}

function toEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
