// A value of a log, of any shape → the same without the secrets in its texts.

import { markOf } from './mark.ts';
import { redactText } from './redact-text.ts';
import { secretKindOf } from './secret-names.ts';

/** Deeper than any record (decode's cap is 64): a value that goes on is none of ours. */
const MAX_DEPTH = 70;

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
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, redactMember(key, member, depth)]),
  );
}

function redactMember(key: string, member: unknown, depth: number): unknown {
  const kind = secretKindOf(key);
  if (kind !== undefined && typeof member === 'string' && member !== '') return markOf(kind);
  return redactInside(member, depth - 1);
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
