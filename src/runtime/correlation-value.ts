// A field's value → the one text that stands for it in groups and distinct counts.

import { parseAddress } from './cidr.ts';
import { foldCase } from './fold-case.ts';
import { numberOf, textOf } from './value-text.ts';

/** Members looked at of an array: a record may hold millions. */
const MAX_MEMBERS = 1_000;

/**
 * Distinct values of a field, normalised: without case, as Sigma compares text; addresses in canonical form; numbers as
 * text. Null, an object and '' are no value.
 */
export function distinctTexts(value: unknown): readonly string[] {
  return [...new Set(members(value).flatMap(normalise))];
}

/** The numbers of a field; texts that state numbers count as such. */
export function numbersIn(value: unknown): readonly number[] {
  return members(value).flatMap((member) => {
    const number = numberOf(member);
    return number === undefined || !Number.isFinite(number) ? [] : [number];
  });
}

function members(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, MAX_MEMBERS) : [value];
}

function normalise(value: unknown): string[] {
  const text = textOf(value);
  if (text === undefined || text === '') return [];
  if (typeof value !== 'string') return [text];
  return [parseAddress(text)?.toString() ?? foldCase(text)];
}
