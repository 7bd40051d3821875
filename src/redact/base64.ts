// Base64 → bytes → text. This layer has neither Buffer nor TextDecoder.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES: ReadonlyMap<string, number> = new Map(
  [...ALPHABET, '-', '_'].map((character, index) => [character, index < 64 ? index : index - 2]),
);

/** The bytes; undefined for a text that is no base64. Padding may be missing, as it is where a text was cut. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const digits = text.replace(/={0,2}$/, '');
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let length = 0;
  for (const digit of digits) {
    const value = VALUES.get(digit);
    if (value === undefined) return undefined;
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[length++] = (bits >> held) & 0xff;
  }
  return bytes;
}

/** UTF-16, little end first, as PowerShell encodes commands. */
export function utf16Text(bytes: Uint8Array): string {
  const units: string[] = [];
  for (let index = 0; index + 1 < bytes.length; index += 2) {
    units.push(String.fromCharCode((bytes[index] ?? 0) | ((bytes[index + 1] ?? 0) << 8)));
  }
  return units.join('');
}

/** Byte for character: secrets are told by ASCII, and that is the same in UTF-8. */
export function utf8Text(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}
