// A file's bytes and text → a rule file that knows where it stops being text.

/** A rule file, read. */
export interface RuleFile {
  readonly path: string;
  readonly text: string;
  /** Where the file stops being UTF-8; absent where it is UTF-8, or nobody looked. */
  readonly invalidAt?: TextPlace;
}

/** Line and column from 1, in UTF-16 units. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** What a decoder of UTF-8 puts in place of bytes that are none. */
const REPLACEMENT = '\ufffd';
const REPLACEMENT_BYTES = [0xef, 0xbf, 0xbd] as const;

/** Makes a rule file of a file's bytes; `text` is the same decoded as UTF-8, its byte order mark kept. */
export function toRuleFile(path: string, bytes: Uint8Array, text: string): RuleFile {
  const offset = findInvalid(bytes, text);
  return offset === undefined ? { path, text } : { path, text, invalidAt: placeOf(text, offset) };
}

/** The first U+FFFD that the bytes do not hold: it was put there. */
function findInvalid(bytes: Uint8Array, text: string): number | undefined {
  let byte = 0;
  let from = 0;
  for (let at = text.indexOf(REPLACEMENT); at >= 0; at = text.indexOf(REPLACEMENT, from)) {
    byte += utf8Length(text.slice(from, at));
    if (REPLACEMENT_BYTES.some((wanted, index) => bytes[byte + index] !== wanted)) return at;
    byte += REPLACEMENT_BYTES.length;
    from = at + 1;
  }
  return undefined;
}

function utf8Length(text: string): number {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}

/** The line and column of an offset. */
export function placeOf(text: string, offset: number): TextPlace {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
