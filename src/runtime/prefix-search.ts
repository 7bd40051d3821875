// Many texts × one text → which of them it begins with, however many they are.

import type { SearchedText } from './search-fold.ts';
import { foldUnit, GRAM, MAX_ASCII, roll } from './grams.ts';
import type { Wanted } from './infix-search.ts';

/** Finds texts by their first characters. */
export class PrefixSearch {
  /** By their length, up to {@link GRAM}, the value of so many first characters. */
  readonly #byHead: (Map<number, Wanted[]> | undefined)[] = [];

  /** Of folded texts that are not empty. */
  constructor(all: readonly Wanted[]) {
    for (const wanted of all) {
      const characters = Math.min(wanted.text.length, GRAM);
      this.#byHead[characters] ??= new Map();
      const byValue = this.#byHead[characters];
      const head = headOf(wanted.text, characters);
      const known = byValue.get(head);
      if (known === undefined) byValue.set(head, [wanted]);
      else known.push(wanted);
    }
  }

  /** Reports the ids of all texts that the text begins with, in whichever case. */
  find(searched: SearchedText, report: (ids: readonly number[]) => void): void {
    const { text } = searched;
    let head = 0;
    for (let at = 0; at < GRAM && at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code > MAX_ASCII && !searched.isFolded) {
        searched.fold();
        this.find(searched, report);
        return;
      }
      head = roll(head, foldUnit(code));
      const all = this.#byHead[at + 1]?.get(head);
      if (all === undefined) continue;
      const { folded } = searched;
      for (const { text: wanted, ids } of all) if (folded.startsWith(wanted)) report(ids);
    }
  }
}

function headOf(text: string, characters: number): number {
  let head = 0;
  for (let at = 0; at < characters; at++) head = roll(head, text.charCodeAt(at));
  return head;
}
