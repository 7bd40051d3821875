// Text → text in which the rule index searches: without case, and a little coarser than rules are.

import { foldCase } from './fold-case.ts';

/** The long s: patterns that ignore case take it for an `s`, comparisons do not. */
const LONG_S = '\u017f';
/** What plain lower case does not fold as {@link searchFold} does. */
const SPECIAL = /[\u0130\u017f\u03a3]/;

/** Folds as {@link foldCase} does, and the long s too, one character for one. What is equal without case stays equal. */
export function searchFold(text: string): string {
  return SPECIAL.test(text) ? foldCase(text).replaceAll(LONG_S, 's') : text.toLowerCase();
}

/**
 * A text and its fold, made when a search first asks for it. A class because it hides whether it has been. One object
 * serves for all texts, one after another.
 */
export class SearchedText {
  /** The text, or its fold once {@link fold} was called. */
  text = '';
  /** Asked for by each character beyond ASCII: comparing texts would take as long as they are. */
  isFolded = false;
  #folded: string | undefined;

  /** Another text. */
  set(text: string): this {
    this.text = text;
    this.isFolded = false;
    this.#folded = undefined;
    return this;
  }

  get folded(): string {
    this.#folded ??= searchFold(this.text);
    return this.#folded;
  }

  /** From here on the text is its fold: where it goes beyond ASCII, a search begins again with that. */
  fold(): void {
    this.text = this.folded;
    this.isFolded = true;
  }
}
