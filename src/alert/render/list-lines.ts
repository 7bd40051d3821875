// Lists → their lines as sent, as many as there is room for; what found none is counted.

import type { List } from './sheet.ts';
import { spoken, type Voice } from './voice.ts';

/** A list as sent. */
export interface ListText {
  readonly list: List;
  /** The heading, then its lines. */
  readonly lines: readonly [heading: string, ...rest: readonly string[]];
}

/** Size by which a channel parts lists and sets headings off, at most. */
const MARKUP = 24;

/** The lists within `room`, markup and line ends included: those that come first have it first. */
export function listsWithin(
  lists: readonly List[],
  room: number,
  voice: Voice,
): readonly ListText[] {
  let left = room;
  return lists.flatMap((list) => {
    const frame = voice.sizeOf(list.heading) + MARKUP;
    const lines = listLines(list, Math.min(list.max, left - frame), voice);
    if (lines.length === 0) return [];
    left -= frame + lines.reduce((sum, line) => sum + sizeOfLine(line, voice), 0);
    return [{ list, lines: [list.heading, ...lines] }];
  });
}

/** `1. …` or `• …`; the last line says how many are missing. Empty where there is no room even for that. */
function listLines(list: List, max: number, voice: Voice): readonly string[] {
  const lines = list.items.map((item, index) => {
    return `${list.isNumbered ? `${index + 1}.` : '•'} ${spoken(item, voice)}`;
  });
  const kept = countFitting(lines, max, voice);
  if (kept === lines.length) return lines;
  const room = max - sizeOfLine(leftOut(lines.length), voice);
  if (room < 0) return [];
  const fewer = countFitting(lines, room, voice);
  return [...lines.slice(0, fewer), leftOut(lines.length - fewer)];
}

function countFitting(lines: readonly string[], max: number, voice: Voice): number {
  let used = 0;
  const beyond = lines.findIndex((line) => {
    used += sizeOfLine(line, voice);
    return used > max;
  });
  return beyond < 0 ? lines.length : beyond;
}

/** With its end, and the indent of a channel that has one. */
function sizeOfLine(line: string, { sizeOf }: Voice): number {
  return sizeOf(line) + LINE_FRAME;
}

const LINE_FRAME = 3;

/** The line that stands for what found no room. */
export function leftOut(count: number): string {
  return `… and ${count} more`;
}
