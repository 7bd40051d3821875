// A command line → words and quoted values, whatever the shell: quotes may stand inside quotes (`cmd /c "net use …"`),
// so words are told by blanks alone, and a quote counts only where a value begins.

/** A part of a text, from `start` up to `end`. */
export interface Word {
  readonly start: number;
  readonly end: number;
}

/** Reads one text. Remembers which quotes have no end, so that reading it is linear whatever it holds. */
export class WordReader {
  readonly text: string;
  readonly #blank = /\s/g;
  readonly #notBlank = /\S/g;
  /** From here on a quote of this kind is never closed. */
  readonly #unclosedFrom = new Map<string, number>();

  constructor(text: string) {
    this.text = text;
  }

  /** The next run of characters that are no blanks, at or after `from`. */
  wordAt(from: number): Word | undefined {
    const start = this.#find(this.#notBlank, from);
    if (start >= this.text.length) return undefined;
    return { start, end: this.#find(this.#blank, start) };
  }

  /**
   * The value that begins at `from`: inside its quotes, if it has any, else to the next blank or to the quote that
   * was opened before it. A quote that is never closed reaches to the end: the text was cut, its secret goes on.
   */
  valueAt(from: number): Word {
    const quote = this.quoteAt(from);
    if (quote !== '') {
      const start = from + quote.length;
      return { start, end: this.closing(quote, start) };
    }
    const end = this.#find(this.#blank, from);
    return { start: from, end: this.#withoutOuterQuote(from, end) };
  }

  /** Where reading goes on after a value: behind its closing quote. */
  after(value: Word): number {
    const quote = this.quoteAt(value.end);
    return value.end + quote.length;
  }

  /** `"`, `'`, an escaped `\"`, or nothing. */
  quoteAt(index: number): string {
    const first = this.text[index];
    if (first === '"' || first === "'" || first === '`') return first;
    const second = this.text[index + 1];
    return first === '\\' && (second === '"' || second === "'") ? first + second : '';
  }

  /** Where the quote is closed, at or after `from`; the text's end where it is not. */
  closing(quote: string, from: number): number {
    if ((this.#unclosedFrom.get(quote) ?? Number.POSITIVE_INFINITY) <= from) {
      return this.text.length;
    }
    const found = this.text.indexOf(quote, from);
    if (found >= 0) return found;
    this.#unclosedFrom.set(quote, from);
    return this.text.length;
  }

  #withoutOuterQuote(start: number, end: number): number {
    const last = this.text[end - 1];
    if (end - start < 2 || (last !== '"' && last !== "'")) return end;
    if (this.text.slice(start, end - 1).includes(last)) return end;
    return this.text[end - 2] === '\\' ? end - 2 : end - 1;
  }

  #find(pattern: RegExp, from: number): number {
    pattern.lastIndex = from;
    return pattern.exec(this.text)?.index ?? this.text.length;
  }
}
