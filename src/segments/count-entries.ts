// Partial matches that count ↔ entries of a segment: what is counted of them stands first, so that it can be read alone.

import { createHash } from 'node:crypto';
import type { CountLimit } from '../correlate/index.ts';
import type { PartialPut } from '../ports/index.ts';
import { countNameOf, countNameText } from './count-name.ts';
import type { SegmentEntry } from './entries.ts';
import { SegmentError } from './errors.ts';
import { HEAD_BYTES, MAX_ENTRY_BYTES } from './layout.ts';
import type { PackedEntry } from './packed-entry.ts';

/** Of the hash of what is counted: nobody finds two values with the same that he could hide one of. */
export const MARK_BYTES = 12;
/** A mark as text. */
const MARK_CHARACTERS = (MARK_BYTES * 4) / 3;

/** About so many of a group in a timespan and the one beside it do not wait, whatever is counted of them. */
const CROWD = 2_000;

/** Stands for marks: all of the name's group near that time is wanted, however little there is. */
const WANTED = '!';

const START = Buffer.from('["n",');

/** True for the entry of a partial match that counts, or of one that has found no room. */
export function isCount({ bytes }: PackedEntry): boolean {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return whole.subarray(HEAD_BYTES, HEAD_BYTES + START.length).equals(START);
}

/** The entry of a partial match. */
export function countEntry({ group, part, keepMs }: PartialPut, limit: CountLimit): SegmentEntry {
  const { rule, eventId, timeMs, source, values, evidence } = part;
  // More than are needed say no more than these: all of its group goes on.
  const counted = [...new Set(marksOf(part, limit))].slice(0, limit.atLeast);
  const marks = [...counted, ...crowdMark(part, limit)].join('');
  const kept = [marks, group.values, rule, eventId, timeMs, source, values, evidence, keepMs, null];
  return { name: nameOf({ group, part }, limit), text: JSON.stringify(kept) };
}

/** Asks for all of the group near that time: for one that is kept elsewhere. */
export function wantedEntry(put: PartialPut, limit: CountLimit): SegmentEntry {
  return wantedUnder(nameOf(put, limit));
}

/** The same by the name. */
export function wantedUnder(name: string): SegmentEntry {
  return { name, text: JSON.stringify([WANTED]) };
}

function nameOf({ group, part }: Pick<PartialPut, 'group' | 'part'>, { timespanMs }: CountLimit) {
  return countNameText(countNameOf(group, part.timeMs, timespanMs));
}

/** True for an entry that a segment takes. */
export function fitsSegment({ name, text }: SegmentEntry): boolean {
  return HEAD_BYTES + Buffer.byteLength(name) + Buffer.byteLength(text) <= MAX_ENTRY_BYTES;
}

/** What is counted of it: one mark each, of the same the same. */
export function marksOf(part: PartialPut['part'], { counts }: CountLimit): readonly string[] {
  if (counts === 'events') return [markOf(hashOf(part))];
  // As JSON: of texts that are no Unicode the bytes may be the same.
  return part.values.map((value) => markOf(sha256(JSON.stringify(String(value)))));
}

/**
 * Of some that a group has of the same values, one in so many: with {@link CROWD} of them it has as many marks as it needs, and
 * goes on whatever they hold, or all of them would some day be more than a run can hand on.
 */
function crowdMark(part: PartialPut['part'], { atLeast }: CountLimit): readonly string[] {
  const hash = hashOf(part);
  // Where events are counted it is the mark that they have.
  return hash.readUInt32BE(MARK_BYTES) < (atLeast * 2 ** 32) / CROWD ? [markOf(hash)] : [];
}

function hashOf({ rule, eventId }: PartialPut['part']): Buffer {
  return sha256(JSON.stringify([rule, eventId]));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function markOf(hash: Buffer): string {
  return hash.subarray(0, MARK_BYTES).toString('base64');
}

/** Marks of an entry; undefined where it asks for all of its group. Throws {@link SegmentError} for one that we did not write. */
export function readMarks({ bytes }: PackedEntry): readonly string[] | undefined {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Behind `["`.
  const from = HEAD_BYTES + whole.readUInt32LE(0) + 2;
  const end = whole.indexOf('"', from);
  const text = whole.toString('latin1', from, end);
  if (text === WANTED) return undefined;
  if (end < 0 || text.length % MARK_CHARACTERS !== 0) {
    throw new SegmentError('an entry is not as it was written: expected marks of what it counts');
  }
  const marks: string[] = [];
  for (let at = 0; at < text.length; at += MARK_CHARACTERS) {
    marks.push(text.slice(at, at + MARK_CHARACTERS));
  }
  return marks;
}
