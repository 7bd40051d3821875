// JSON text → whether it nests deeper than is allowed, without parsing it.

const BACKSLASH = 0x5c;
const QUOTE = 0x22;

/** True where brackets outside strings nest deeper than `max`; `{}` is 1. Linear, and needs no stack. */
export function isDeeperThan(text: string, max: number): boolean {
  if (!hasMoreOf('{[', text, max)) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    // `[` 5B and `{` 7B, `]` 5D and `}` 7D, differ in one bit.
    else if ((code | 0x20) === 0x7b) depth++;
    else if ((code | 0x20) === 0x7d) depth--;
    if (depth > max) return true;
  }
  return false;
}

/** Cheap bound: native searches, and most records are flat. */
function hasMoreOf(chars: string, text: string, max: number): boolean {
  let count = 0;
  for (const char of chars) {
    for (let at = text.indexOf(char); at !== -1; at = text.indexOf(char, at + 1)) {
      if (++count > max) return true;
    }
  }
  return false;
}

function endOfString(text: string, quote: number): number {
  let at = quote + 1;
  while (at < text.length && text.charCodeAt(at) !== QUOTE) {
    at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
  }
  return at;
}
