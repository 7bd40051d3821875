// Text of logs and rules → text that shows itself and does nothing else: it moves no cursor, begins no line of its
// own, reorders nothing beside it, hides nothing in it (P6).

/**
 * Controls (C0, DEL, C1: escape sequences, newlines), format characters (bidi overrides and isolates, zero-width,
 * tags), lone surrogates, line and paragraph separators; and the two characters that XML 1.0 forbids besides,
 * which SQS refuses in a body.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]/gu;

const CUT_MARK = '…';

/** The text with every unsafe character named: ESC becomes `<U+001B>`. */
export function safeText(text: string): string {
  return text.replace(UNSAFE, nameOf);
}

/** JSON text with what JSON leaves as it is, but SQS or a terminal does not, escaped as well. */
export function escapeJson(json: string): string {
  return json.replace(UNSAFE, escapeUnits);
}

/**
 * Cuts a safe text in the middle, where a path says least: `C:\Us…\tool.exe`. Counts code points; the end gets
 * the greater half.
 */
export function middleCut(text: string, maxCharacters: number): string {
  const points = [...text];
  if (points.length <= maxCharacters) return text;
  if (maxCharacters <= 1) return CUT_MARK.slice(0, maxCharacters);
  const head = Math.floor((maxCharacters - 1) / 2);
  const tail = maxCharacters - 1 - head;
  return `${points.slice(0, head).join('')}${CUT_MARK}${points.slice(-tail).join('')}`;
}

function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

/** JSON escapes UTF-16 units: a character beyond the BMP gives two. */
function escapeUnits(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    const unit = character.charCodeAt(index).toString(16);
    return `\\u${unit.padStart(4, '0')}`;
  }).join('');
}
