// A pattern as far as it has been read: its characters, escaped or in a class, without case.

import { isAscii, searchFold } from '../../runtime/index.ts';

/** What stands next is syntax that is not read here: nothing is known of the pattern then. */
export class UnreadSyntaxError extends Error {
  override readonly name = 'UnreadSyntaxError';
}

/** Characters that a class may list to count as these rather than as any. */
const MAX_LISTED = 4;

const HEX = /\\x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,8})\})/y;
const CONTROL = /\\([afnrtv])/y;
const PUNCTUATION = /\\([!-/:-@[-`{-~ ])/y;
const CONTROLS: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);
/** In a class, what stands for many characters. */
const CLASS_OF_MANY = /\[:\^?\w+:\]|\\[dDsSwW]|\\[pP](?:\{[^}]*\}|[A-Z])/y;
const MEMBER = /[^\\]/uy;

/** A class because it hides the place that it is at. */
export class RegexReader {
  /** Case does not count from here on, in this group. */
  isFolding: boolean;
  readonly #pattern: string;
  #at = 0;

  constructor(pattern: string, isFolding: boolean) {
    this.#pattern = pattern;
    this.isFolding = isFolding;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#pattern.length;
  }

  isAt(text: string): boolean {
    return this.#pattern.startsWith(text, this.#at);
  }

  /** Reads the text if it stands next. */
  takes(text: string): boolean {
    if (!this.isAt(text)) return false;
    this.#at += text.length;
    return true;
  }

  /** Reads what a sticky expression finds next. */
  match(sticky: RegExp): RegExpExecArray | undefined {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#pattern) ?? undefined;
    this.#at += found?.[0].length ?? 0;
    return found;
  }

  setFlags(on: string | undefined, off: string | undefined): void {
    if (on?.includes('i') === true) this.isFolding = true;
    if (off?.includes('i') === true) this.isFolding = false;
  }

  /** The character behind a backslash. */
  readEscaped(): string {
    const hex = this.match(HEX);
    const code = hex?.[1] ?? hex?.[2];
    if (code !== undefined) return characterOf(Number.parseInt(code, 16));
    const control = CONTROLS.get(this.match(CONTROL)?.[1] ?? '');
    const character = control ?? this.match(PUNCTUATION)?.[1];
    if (character === undefined) throw new UnreadSyntaxError();
    return character;
  }

  /** The few characters of a class, folded; undefined where they are many or all others. */
  readClass(): readonly string[] | undefined {
    this.takes('[');
    const isNegated = this.takes('^');
    const listed: string[] = [];
    let areMany = isNegated;
    // A bracket that stands first is a member.
    for (let isFirst = true; isFirst || !this.isAt(']'); isFirst = false) {
      const [from, to] = this.#readRange() ?? [];
      if (from === undefined || to === undefined || to - from >= MAX_LISTED) areMany = true;
      else for (let code = from; code <= to; code++) listed.push(characterOf(code));
    }
    this.takes(']');
    return areMany || listed.length > MAX_LISTED ? undefined : this.folded(listed);
  }

  /**
   * The characters as texts in which case does not count; undefined where that is not known. Of ASCII's letters, `k` and
   * `s` have a third form (U+212A, U+017F), which the fold of the search knows.
   */
  folded(characters: readonly string[]): readonly string[] | undefined {
    if (this.isFolding && !characters.every(isAscii)) return undefined;
    return [...new Set(characters.map(searchFold))];
  }

  #readRange(): readonly [from: number, to: number] | undefined {
    if (this.match(CLASS_OF_MANY) !== undefined) return undefined;
    const from = this.#readMember();
    if (!this.isAt('-') || this.isAt('-]')) return [from, from];
    this.takes('-');
    return [from, this.#readMember()];
  }

  #readMember(): number {
    const character = this.match(MEMBER)?.[0] ?? this.readEscaped();
    return character.codePointAt(0) ?? 0;
  }
}

function characterOf(code: number): string {
  const character = code > MAX_CODE_POINT ? '' : String.fromCodePoint(code);
  if (character === '' || !character.isWellFormed()) throw new UnreadSyntaxError();
  return character;
}

const MAX_CODE_POINT = 0x10ffff;
