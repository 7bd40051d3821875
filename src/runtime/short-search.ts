// Texts of one to three characters × one text → which of them stand anywhere in it.

import type { SearchedText } from './search-fold.ts';
import { isAscii } from './fold-tests.ts';
import { MAX_ASCII } from './grams.ts';
import type { Wanted } from './infix-search.ts';

/** A text and where in it the character stands by which it is found. */
interface Rare {
  readonly wanted: Wanted;
  readonly offset: number;
}

/**
 * Finds texts that are too short for other searches. Those beyond ASCII, of which rules list thousands (emoji,
 * lookalikes of letters), are found by such a character: most texts have none. There are few others.
 */
export class ShortSearch {
  readonly #plain: readonly Wanted[];
  readonly #byUnit = new Map<number, Rare[]>();

  /** Of folded texts. */
  constructor(all: readonly Wanted[]) {
    this.#plain = all.filter(({ text }) => isAscii(text));
    const units = new Map<number, number>();
    const beyond = all.filter(({ text }) => !isAscii(text));
    for (const { text } of beyond) {
      for (const unit of unitsOf(text)) units.set(unit, (units.get(unit) ?? 0) + 1);
    }
    for (const wanted of beyond) this.#addRare(wanted, units);
  }

  /** Reports the ids of all texts that stand in the text, in whichever case, some of them more than once. */
  find(searched: SearchedText, report: (ids: readonly number[]) => void): void {
    const hasRare = this.#byUnit.size > 0 && !isAscii(searched.text);
    if (this.#plain.length === 0 && !hasRare) return;
    const { folded } = searched;
    for (const { text: wanted, ids } of this.#plain) if (folded.includes(wanted)) report(ids);
    if (hasRare) this.#findRare(folded, report);
  }

  #addRare(wanted: Wanted, counts: ReadonlyMap<number, number>): void {
    const { text } = wanted;
    const [best = 0] = unitsOf(text)
      .filter((unit) => unit > MAX_ASCII)
      .sort((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0));
    const rare = { wanted, offset: text.indexOf(String.fromCharCode(best)) };
    const known = this.#byUnit.get(best);
    if (known === undefined) this.#byUnit.set(best, [rare]);
    else known.push(rare);
  }

  #findRare(folded: string, report: (ids: readonly number[]) => void): void {
    for (let at = 0; at < folded.length; at++) {
      const code = folded.charCodeAt(at);
      if (code <= MAX_ASCII) continue;
      for (const { wanted, offset } of this.#byUnit.get(code) ?? []) {
        if (at >= offset && folded.startsWith(wanted.text, at - offset)) report(wanted.ids);
      }
    }
  }
}

function unitsOf(text: string): number[] {
  return Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
}
