// Texts ↔ bytes, without Node: rules are compiled in a layer that has no Buffer.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** UTF-8. A lone surrogate becomes U+FFFD, as in every encoder of the web. */
export function utf8(text: string): number[] {
  return [...text.toWellFormed()].flatMap((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) return [code];
    if (code < 0x800) return [0xc0 | (code >> 6), tail(code)];
    if (code < 0x10000) return [0xe0 | (code >> 12), tail(code >> 6), tail(code)];
    return [0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code)];
  });
}

function tail(bits: number): number {
  return 0x80 | (bits & 0x3f);
}

/** UTF-16 as a text of one character for each byte. */
export function utf16(text: string, order: 'little' | 'big'): string {
  let binary = '';
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    const bytes = order === 'little' ? [unit & 0xff, unit >> 8] : [unit >> 8, unit & 0xff];
    binary += String.fromCharCode(...bytes);
  }
  return binary;
}

/** The bytes of a text that has one character for each. */
export function binaryOf(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}

/** Base64 with padding. */
export function base64(bytes: readonly number[]): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const [a = 0, b, c] = bytes.slice(index, index + 3);
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    const digits = [bits >> 18, (bits >> 12) & 63, (bits >> 6) & 63, bits & 63];
    const count = b === undefined ? 2 : c === undefined ? 3 : 4;
    text += digits
      .slice(0, count)
      .map((digit) => ALPHABET[digit])
      .join('')
      .padEnd(4, '=');
  }
  return text;
}
