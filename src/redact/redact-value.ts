// A value of a log, of any shape → the same without the secrets in its texts.

import { isMark, markOf } from './mark.ts';
import { redactText } from './redact-text.ts';
import { secretKindOf } from './secret-names.ts';

/** Deeper than any record (decode's cap is 64): a value that goes on is none of ours. */
const MAX_DEPTH = 70;

/** Members that name what another member of the same object holds. */
const LABELS: ReadonlySet<string> = new Set(['field', 'name', 'key', 'Name', 'Key']);
const VALUES: ReadonlySet<string> = new Set(['value', 'eventValue', 'Value']);

/** Between the members of a list when they are read as one command line: a blank that nobody types. */
const JOINT = '\u1680';

/**
 * The value with every text redacted; numbers, booleans and null as they are. Members of an object that are named
 * as secrets are taken out whole. A list of texts is also read as one command line: `['--password', 'x']`.
 */
export function redactValue(value: unknown): unknown {
  return redactInside(value, MAX_DEPTH);
}

function redactInside(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return markOf('text');
  if (Array.isArray(value)) return redactList(value, depth);
  const entries = Object.entries(value);
  const label = labelOf(entries);
  return Object.fromEntries(
    entries.map(([key, member]) => {
      const name = label !== undefined && VALUES.has(key) ? label : key;
      return [key, redactMember(name, member, depth)];
    }),
  );
}

/** What a pair calls itself: a matched test by its field, a group by its name, a list of settings by its keys. */
function labelOf(entries: readonly (readonly [string, unknown])[]): string | undefined {
  const label = entries.find(([key, member]) => LABELS.has(key) && typeof member === 'string');
  return label === undefined ? undefined : String(label[1]);
}

function redactMember(key: string, member: unknown, depth: number): unknown {
  const kind = secretKindOf(key);
  if (kind !== undefined && isText(member)) return markOf(kind);
  return redactInside(member, depth - 1);
}

/** Texts, also in a list: numbers and switches under such a name are lengths and policies. */
function isText(member: unknown): boolean {
  if (Array.isArray(member)) return member.length > 0 && member.every(isText);
  return typeof member === 'string' && member !== '' && !isMark(member);
}

function redactList(list: readonly unknown[], depth: number): readonly unknown[] {
  if (list.length < 2 || !list.every((member) => typeof member === 'string')) {
    return list.map((member) => redactInside(member, depth - 1));
  }
  const quoted = list.map((member) => quote(String(member)));
  const members = redactText(quoted.map(({ text }) => text).join(JOINT)).split(JOINT);
  // Where a secret reached over members they cannot be told apart any more.
  if (members.length !== list.length) return list.map(() => markOf('text'));
  return members.map((member, index) => unquote(member, quoted[index]?.mark ?? ''));
}

/** A member with blanks is one value: it needs quotes, of a kind that it does not hold. */
function quote(member: string): { readonly text: string; readonly mark: string } {
  const mark = /\s/.test(member) ? (['"', "'"].find((each) => !member.includes(each)) ?? '') : '';
  return { text: mark + member + mark, mark };
}

function unquote(member: string, mark: string): string {
  return member.slice(mark.length, member.length - mark.length);
}
