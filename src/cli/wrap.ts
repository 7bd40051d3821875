// Lines of text → lines that fit a width. Nothing is left out: what does not fit goes on below, indented.

/** Least room for words beside an indent; deeper indents are cut to it. */
const MIN_ROOM = 24;

/** How much further than its first line a line goes on: behind the `yes ` of a tree. */
const HANGING = 4;

/** Characters that take two columns, roughly East Asian Wide; and those that take none. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]/u;
const NARROW = /[\p{Mn}\p{Me}]/u;

/**
 * Breaks each line behind a space, a word that is longer than a line anywhere. Spaces stay where they were, at the end
 * of a line. `columns` of at least 40; Infinity leaves the text as it is.
 */
export function wrapLines(text: string, columns: number): string {
  if (columns === Number.POSITIVE_INFINITY) return text;
  return text
    .split('\n')
    .map((line) => wrapLine(line, columns))
    .join('\n');
}

/** Columns that a safe text takes in a terminal. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width;
}

function wrapLine(line: string, columns: number): string {
  if (textWidth(line) <= columns) return line;
  const indent = leadingSpaces(line);
  const first = Math.min(indent, columns - MIN_ROOM);
  const next = Math.min(indent + HANGING, columns - MIN_ROOM);
  const lines: string[] = [];
  let rest = line.slice(indent);
  while (rest !== '') {
    const at = lines.length === 0 ? first : next;
    const end = breakAt(rest, columns - at);
    lines.push(' '.repeat(at) + rest.slice(0, end));
    rest = rest.slice(end);
  }
  return lines.join('\n');
}

/** Units of the text that go on a line of that room: to behind the last space in it, else as much as there is room. */
function breakAt(text: string, room: number): number {
  let width = 0;
  let end = 0;
  let lastSpace = 0;
  for (const character of text) {
    width += widthOf(character);
    if (width > room) {
      // Spaces hang over the edge, where they are not seen.
      if (character === ' ') return end + leadingSpaces(text.slice(end));
      return lastSpace > 0 ? lastSpace : Math.max(end, character.length);
    }
    end += character.length;
    if (character === ' ') lastSpace = end;
  }
  return end;
}

function leadingSpaces(text: string): number {
  return text.length - text.replace(/^ +/, '').length;
}

function widthOf(character: string): number {
  if (character < '\u0300') return 1;
  if (NARROW.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
