// A message → the bytes SNS counts it for. Counted here because this layer has no Buffer and no TextEncoder.

const STRING_BYTES = 'String'.length;

/** Body, and name, type and value of every attribute, in UTF-8. */
export function messageBytes(body: string, attributes: Readonly<Record<string, string>>): number {
  return Object.entries(attributes).reduce(
    (sum, [name, value]) => sum + utf8Bytes(name) + STRING_BYTES + utf8Bytes(value),
    utf8Bytes(body),
  );
}

/** Bytes of the text in UTF-8; a lone surrogate counts as the three of U+FFFD that replaces it. */
export function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else if (isPair(unit, text.charCodeAt(index + 1))) {
      bytes += 2;
      index++;
    } else bytes += 2;
  }
  return bytes;
}

function isPair(high: number, low: number): boolean {
  return high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff;
}
