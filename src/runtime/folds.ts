// An event → its folded texts, each folded once however many rules read it. A memo: answers are those of anyText.

import type { FieldReader } from './expr.ts';
import { foldCase } from './fold-case.ts';
import { anyMember, textOf } from './value-text.ts';

/** A value's text without case, or those of its members; none where it has no text. */
export type Folded = string | readonly string[];

/** Folded texts of one event by slot: a module numbers the fields it reads. Undefined = not read yet. */
export type Folds = (Folded | undefined)[];

/**
 * Makes a function that gives an event's folds, empty at first. It remembers the last event alone: rules run one
 * after another on the same event, whose fields do not change, and then it is gone.
 */
export function createFolds(slots: number): (event: FieldReader) => Folds {
  let last: FieldReader | undefined;
  let folds: Folds = [];
  return (event) => {
    if (event !== last) {
      last = event;
      folds = new Array<undefined>(slots).fill(undefined);
    }
    return folds;
  };
}

/** Reads and folds a field, and keeps the fold in its slot. */
export function foldField(event: FieldReader, folds: Folds, slot: number, name: string): Folded {
  const folded = foldValue(event.field(name));
  folds[slot] = folded;
  return folded;
}

/** Folds every leaf, for keywords, and keeps the folds in their slot. */
export function foldLeaves(event: FieldReader, folds: Folds, slot: number): Folded {
  const folded = [...event.leaves()].flatMap(foldValue);
  folds[slot] = folded;
  return folded;
}

/** The folded text of a value, or those of its members where it is a list; none where it has no text. */
export function foldValue(value: unknown): Folded {
  if (typeof value === 'string') return foldCase(value);
  const texts: string[] = [];
  anyMember(value, (member) => {
    const text = textOf(member);
    if (text !== undefined) texts.push(foldCase(text));
    return false;
  });
  return texts;
}
