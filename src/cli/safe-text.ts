// Text from logs and rules → text that a terminal shows and nothing else: it cannot move the cursor, change the
// title, reorder what stands beside it or begin a line of its own.

/**
 * Controls (C0, DEL, C1: escape sequences, newlines), format characters (bidi overrides and isolates, zero-width,
 * tags), lone surrogates, line and paragraph separators.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** The text with every unsafe character named: ESC becomes `<U+001B>`. */
export function safeText(text: string): string {
  return text.replace(UNSAFE, nameOf);
}

/** A text of several lines of ours, each made safe. */
export function safeLines(text: string): string {
  return text.split('\n').map(safeText).join('\n');
}

/** Any value of a log or rule for people: texts as they are, the rest as JSON, made safe. */
export function safeValue(value: unknown): string {
  if (value === undefined) return '(absent)';
  return safeText(typeof value === 'string' ? value : JSON.stringify(value));
}

/** The text as JSON writes it, with what JSON leaves unescaped but terminals act on escaped as well. */
export function safeJson(value: unknown): string {
  return JSON.stringify(value).replace(UNSAFE, escapeUnits);
}

/**
 * Cuts a safe text in the middle, where a path says least: `C:\Us…\tool.exe`. Counts code points; the end gets
 * the greater half.
 */
export function middleCut(text: string, maxCharacters: number): string {
  const points = [...text];
  if (points.length <= maxCharacters) return text;
  if (maxCharacters <= 1) return '…'.slice(0, maxCharacters);
  const head = Math.floor((maxCharacters - 1) / 2);
  const tail = maxCharacters - 1 - head;
  return `${points.slice(0, head).join('')}…${points.slice(-tail).join('')}`;
}

function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

/** JSON escapes UTF-16 units: a character beyond the BMP gives two. */
function escapeUnits(character: string): string {
  let escaped = '';
  for (let index = 0; index < character.length; index++) {
    escaped += `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }
  return escaped;
}
