// Text → a hash of 32 bits, the same as src/decode/assembly/lines.ts has of ASCII.

const BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/** FNV-1a over the text's UTF-16 units. */
export function fnv1a(text: string): number {
  let hash = BASIS;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), PRIME);
  }
  return hash >>> 0;
}
