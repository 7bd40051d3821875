// Many texts × one text → which of them it ends with, however many they are.

import type { SearchedText } from './search-fold.ts';
import { foldUnit, MAX_ASCII } from './grams.ts';
import type { Wanted } from './infix-search.ts';

/** Longer names of files are looked for by their last characters. */
const MAX_NAME = 64;
/** Characters by which a text without a separator is found; of shorter ones, all. */
const TAIL = 4;
const BACKSLASH = 92;
const SLASH = 47;
/** Odd, so that no bit of what came before is lost. */
const FACTOR = 0x01000193;

/**
 * Finds paths by their last part, whole, since that is how rules name programs (`\cmd.exe`): what follows the last
 * separator is read once, from the end. Texts without a separator are found by their last characters.
 */
export class SuffixSearch {
  /** By the hash of what follows the last separator, read backwards. */
  readonly #byName = new Map<number, Wanted[]>();
  /** By their length, up to {@link TAIL}, the hash of so many last characters. */
  readonly #byTail: (Map<number, Wanted[]> | undefined)[] = [];

  /** Of folded texts that are not empty. */
  constructor(all: readonly Wanted[]) {
    for (const wanted of all) this.#add(wanted);
  }

  /** Reports the ids of all texts that the text ends with, in whichever case. */
  find(searched: SearchedText, report: (ids: readonly number[]) => void): void {
    if (this.#byName.size > 0) this.#findName(searched, report);
    if (this.#byTail.length > 0) this.#findTails(searched, report);
  }

  #add(wanted: Wanted): void {
    const { text } = wanted;
    const name = text.length - 1 - Math.max(text.lastIndexOf('\\'), text.lastIndexOf('/'));
    const isPath = name > 0 && name < text.length && name <= MAX_NAME;
    const characters = isPath ? name : Math.min(text.length, TAIL);
    if (!isPath) this.#byTail[characters] ??= new Map();
    const byHash = isPath ? this.#byName : this.#byTail[characters];
    let hash = 0;
    for (let back = 1; back <= characters; back++) {
      hash = hashed(hash, text.charCodeAt(text.length - back));
    }
    const known = byHash?.get(hash);
    if (known === undefined) byHash?.set(hash, [wanted]);
    else known.push(wanted);
  }

  #findName(searched: SearchedText, report: (ids: readonly number[]) => void): void {
    const { text } = searched;
    const end = Math.max(0, text.length - 1 - MAX_NAME);
    let hash = 0;
    for (let at = text.length - 1; at >= end; at--) {
      const code = text.charCodeAt(at);
      if (code > MAX_ASCII && !searched.isFolded) {
        searched.fold();
        this.#findName(searched, report);
        return;
      }
      if (code === BACKSLASH || code === SLASH) {
        reportEnds(this.#byName.get(hash), searched, report);
        return;
      }
      hash = hashed(hash, foldUnit(code));
    }
  }

  #findTails(searched: SearchedText, report: (ids: readonly number[]) => void): void {
    const { text } = searched;
    let hash = 0;
    for (let back = 1; back <= TAIL && back <= text.length; back++) {
      const code = text.charCodeAt(text.length - back);
      if (code > MAX_ASCII && !searched.isFolded) {
        searched.fold();
        this.#findTails(searched, report);
        return;
      }
      hash = hashed(hash, foldUnit(code));
      reportEnds(this.#byTail[back]?.get(hash), searched, report);
    }
  }
}

function hashed(hash: number, code: number): number {
  return Math.imul(hash, FACTOR) ^ code;
}

function reportEnds(
  all: readonly Wanted[] | undefined,
  searched: SearchedText,
  report: (ids: readonly number[]) => void,
): void {
  if (all === undefined) return;
  for (const { text, ids } of all) if (searched.folded.endsWith(text)) report(ids);
}
