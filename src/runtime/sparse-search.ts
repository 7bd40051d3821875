// A few long texts × one text → which of them stand anywhere in it, three characters looked at in many.

import { isAscii } from './fold-tests.ts';
import { foldUnit, GOLDEN, MAX_ASCII, WORD } from './grams.ts';
import type { Wanted } from './infix-search.ts';
import type { SearchedText } from './search-fold.ts';

/** Three characters of a text by which it is found. */
interface Probe {
  readonly wanted: Wanted;
  /** The first character of the text. */
  readonly first: number;
  /** Where in the text they stand. */
  readonly offset: number;
  /** 1 + the index of the one before in the same slot; 0 = none. */
  readonly next: number;
}

const TRIPLE = 3;
const SHIFT = 7;
const SLOT_BITS = 13;
/** Without the bit in which the cases of a letter differ. Other characters share slots by it, no more. */
const WITHOUT_CASE = 0x5f;
const MIN_STEP = 2;
const MAX_STEP = 16;
/** With more of them, too many of the characters looked at would be of some text. */
const MAX_PROBES = 512;
/** The most common characters of logs, the most common first: by others, texts are found less often by chance. */
const COMMON = 'e0ti noas1r-2lc.d\\3u45:mp6h879gfybwv/_kxjqz';

/**
 * Looks at three neighbours in as many characters as the shortest text allows: of each text it knows three for whichever
 * of its characters such a place falls on. What is found is compared with the text.
 */
export class SparseSearch {
  readonly #step: number;
  readonly #least: number;
  /** By the hash of three characters: 1 + the index of the last probe that has it. */
  readonly #heads = new Int16Array(2 ** SLOT_BITS);
  readonly #probes: Probe[] = [];

  /** True if the texts are few, long and ASCII: then they are found faster than by an InfixSearch. */
  static suits(all: readonly Wanted[]): boolean {
    const step = stepOf(all);
    const areFew = step >= MIN_STEP && all.length * step <= MAX_PROBES;
    return areFew && all.every(({ text }) => isAscii(text));
  }

  /** Of folded texts that it {@link suits}. */
  constructor(all: readonly Wanted[]) {
    this.#step = stepOf(all);
    this.#least = leastLength(all);
    for (const wanted of all) {
      for (let from = 0; from < this.#step; from++) this.#addProbe(wanted, from);
    }
  }

  /** Reports the ids of all texts that stand in the text, in whichever case, some of them more than once. */
  find(searched: SearchedText, report: (ids: readonly number[]) => void): void {
    if (searched.text.length >= this.#least) this.#find(searched, report);
  }

  #addProbe(wanted: Wanted, from: number): void {
    const { text } = wanted;
    const offset = rarestTriple(text, from, this.#step);
    const codes = [0, 1, 2].map((at) => text.charCodeAt(offset + at));
    const [first = 0, second = 0, third = 0] = codes;
    const slot = slotOf(first, second, third);
    const next = this.#heads[slot] ?? 0;
    const probe = { wanted, first: text.charCodeAt(0), offset, next };
    this.#heads[slot] = this.#probes.push(probe);
  }

  #find(searched: SearchedText, report: (ids: readonly number[]) => void): void {
    const { text } = searched;
    const heads = this.#heads;
    const step = this.#step;
    const last = text.length - TRIPLE;
    for (let at = 0; at <= last; at += step) {
      const first = text.charCodeAt(at);
      const second = text.charCodeAt(at + 1);
      const third = text.charCodeAt(at + 2);
      if ((first | second | third) > MAX_ASCII) {
        if (searched.isFolded) continue;
        // Beyond ASCII a fold can be any character: from the start again, over the fold.
        searched.fold();
        this.#find(searched, report);
        return;
      }
      const head = heads[slotOf(first, second, third)] ?? 0;
      if (head !== 0) this.#reportAt(searched, at, head, report);
    }
  }

  #reportAt(
    searched: SearchedText,
    at: number,
    head: number,
    report: (ids: readonly number[]) => void,
  ): void {
    let probe = this.#probes[head - 1];
    while (probe !== undefined) {
      const start = at - probe.offset;
      const code = start < 0 ? 0 : searched.text.charCodeAt(start);
      const isLikely = code > MAX_ASCII || foldUnit(code) === probe.first;
      if (isLikely && standsAt(probe.wanted.text, searched, start)) report(probe.wanted.ids);
      probe = this.#probes[probe.next - 1];
    }
  }
}

function slotOf(first: number, second: number, third: number): number {
  const triple = (((first << SHIFT) | second) << SHIFT) | third;
  const withoutCase = (((WITHOUT_CASE << SHIFT) | WITHOUT_CASE) << SHIFT) | WITHOUT_CASE;
  return Math.imul(triple & withoutCase, GOLDEN) >>> (WORD - SLOT_BITS);
}

function leastLength(all: readonly Wanted[]): number {
  return all.reduce((least, { text }) => Math.min(least, text.length), Infinity);
}

function stepOf(all: readonly Wanted[]): number {
  return Math.min(MAX_STEP, leastLength(all) - TRIPLE + 1);
}

/** Compares in place: most texts differ in the first characters. */
function standsAt(wanted: string, searched: SearchedText, start: number): boolean {
  const { text } = searched;
  if (start < 0 || start + wanted.length > text.length) return false;
  for (let at = 0; at < wanted.length; at++) {
    const code = text.charCodeAt(start + at);
    if (code > MAX_ASCII) return searched.folded.startsWith(wanted, start);
    if (foldUnit(code) !== wanted.charCodeAt(at)) return false;
  }
  return true;
}

/** Of the places `from`, `from + step` and so on, that of the three characters which logs have least. */
function rarestTriple(text: string, from: number, step: number): number {
  let best = from;
  let bestRarity = -1;
  for (let offset = from; offset + TRIPLE <= text.length; offset += step) {
    const rarity = [...text.slice(offset, offset + TRIPLE)].reduce(
      (sum, one) => sum + rarityOf(one),
      0,
    );
    if (rarity > bestRarity) {
      best = offset;
      bestRarity = rarity;
    }
  }
  return best;
}

function rarityOf(character: string): number {
  const place = COMMON.indexOf(character);
  return place === -1 ? COMMON.length : place;
}
