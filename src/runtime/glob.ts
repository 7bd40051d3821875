// Wildcard patterns → does a text match? Leftmost search per piece: linear in the text for each, no backtracking.

import type { GlobPart } from './expr.ts';

/** A run of literal texts and `?` between two `*`. */
type Segment = readonly Exclude<GlobPart, { kind: 'many' }>[];

/** A pattern made ready: its segments, and whether the first and last are tied to the ends. */
export interface Glob {
  readonly segments: readonly Segment[];
  readonly isStartAnchored: boolean;
  readonly isEndAnchored: boolean;
}

/** Makes a pattern ready for {@link globMatches}. */
export function toGlob(parts: readonly GlobPart[]): Glob {
  const segments: Exclude<GlobPart, { kind: 'many' }>[][] = [[]];
  for (const part of parts) {
    if (part.kind === 'many') segments.push([]);
    else segments.at(-1)?.push(part);
  }
  return {
    segments: segments.filter((segment) => segment.length > 0),
    isStartAnchored: parts[0]?.kind !== 'many',
    isEndAnchored: parts.at(-1)?.kind !== 'many',
  };
}

/** True if the whole text matches. Text and pattern must be folded alike; `?` is one code point. */
export function globMatches(glob: Glob, text: string): boolean {
  const { segments, isStartAnchored, isEndAnchored } = glob;
  if (segments.length === 0) return !isStartAnchored || text === '';
  let position = 0;
  let index = 0;
  if (isStartAnchored) {
    position = matchAt(segments[0] ?? [], text, 0);
    if (position < 0) return false;
    index = 1;
  }
  const last = segments.length - 1;
  for (; index < (isEndAnchored ? last : segments.length); index++) {
    position = findFrom(segments[index] ?? [], text, position);
    if (position < 0) return false;
  }
  if (!isEndAnchored) return true;
  if (index > last) return position === text.length;
  return endsFrom(segments[last] ?? [], text, position);
}

/** End of the segment if it stands at `start`, else -1. */
function matchAt(segment: Segment, text: string, start: number): number {
  let position = start;
  for (const part of segment) {
    if (part.kind === 'text') {
      if (!text.startsWith(part.text, position)) return -1;
      position += part.text.length;
      continue;
    }
    const codePoint = text.codePointAt(position);
    if (codePoint === undefined) return -1;
    position += codePoint > 0xffff ? 2 : 1;
  }
  return position;
}

/** End of the leftmost place at or after `from` where the segment stands, else -1. */
function findFrom(segment: Segment, text: string, from: number): number {
  const first = segment[0];
  for (let start = from; start <= text.length; start++) {
    if (first?.kind === 'text') {
      start = text.indexOf(first.text, start);
      if (start < 0) return -1;
    }
    const end = matchAt(segment, text, start);
    if (end >= 0) return end;
  }
  return -1;
}

/** True if the segment can end exactly at the text's end, beginning at or after `from`. */
function endsFrom(segment: Segment, text: string, from: number): boolean {
  for (let start = Math.max(from, text.length - maxUnits(segment)); start <= text.length; start++) {
    if (matchAt(segment, text, start) === text.length) return true;
  }
  return false;
}

/** The most UTF-16 units a segment can span. */
function maxUnits(segment: Segment): number {
  return segment.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 2), 0);
}
