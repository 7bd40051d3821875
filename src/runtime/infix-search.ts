// Many texts × one text → which of them stand anywhere in it, in one pass, however many they are.

import type { SearchedText } from './search-fold.ts';
import { countGrams, foldUnit, GOLDEN, GRAM, gramAt, MAX_ASCII, roll, WORD } from './grams.ts';

/** A text that is looked for, and what is reported when it is found. */
export interface Wanted {
  readonly text: string;
  readonly ids: number[];
}

/** Four characters of a text by which it is found. */
interface Probe {
  readonly wanted: Wanted;
  /** Where in the text they stand. */
  readonly offset: number;
  /** The next one with the same characters. */
  readonly next: Probe | undefined;
}

/** Bits per probe: few others share one. */
const SPARSE = 16;
const MIN_BITS = 8;
const BYTE = 8;
const BYTE_SHIFT = 3;
const BIT_OF = 7;
/** Shorter steps read each character more than once: then every place is looked at. */
export const MIN_STEP = 4;
/** A longer step needs as many probes a text, and a larger table. */
const MAX_STEP = 16;

/**
 * Finds texts of {@link GRAM} characters or more by four of their characters: a table says whether some text has those
 * that stand at a place, and only then the text is compared. Where all texts are long, it looks at every so manieth
 * place alone: of each text it knows four characters for whichever of them such a place falls on. Never reports what
 * is not there. Folds ASCII as it goes along, so that most texts, in which nothing is found, are never copied.
 */
export class InfixSearch {
  readonly #least: number;
  readonly #step: number;
  /** By the value of their characters. */
  readonly #heads = new Map<number, Probe>();
  /** A bit a hash: whether some probe has it. Small, so that it stays in the processor's first cache. */
  readonly #bits: Uint8Array;
  readonly #shift: number;

  /** Of folded texts, each at least {@link GRAM} characters long. */
  constructor(all: readonly Wanted[]) {
    this.#least = all.reduce((least, { text }) => Math.min(least, text.length), Infinity);
    const step = Math.min(MAX_STEP, this.#least - GRAM + 1);
    this.#step = step < MIN_STEP ? 1 : step;
    const bits = Math.ceil(Math.log2(Math.max(1, all.length * this.#step) * SPARSE));
    this.#shift = WORD - Math.max(MIN_BITS, bits);
    this.#bits = new Uint8Array(2 ** (WORD - this.#shift) / BYTE);
    const commonness = countGrams(all.map(({ text }) => text));
    for (const wanted of all) {
      for (let from = 0; from < this.#step; from++) this.#addProbe(wanted, from, commonness);
    }
  }

  /** Reports the ids of all texts that stand in the text, in whichever case, some of them more than once. */
  find(searched: SearchedText, report: (ids: readonly number[]) => void): void {
    if (searched.text.length < this.#least) return;
    if (this.#step === 1) this.#findEverywhere(searched, report);
    else this.#findByStep(searched, report);
  }

  #addProbe(wanted: Wanted, from: number, commonness: ReadonlyMap<number, number>): void {
    const offset = rarestOffset(wanted.text, from, this.#step, commonness);
    const gram = gramAt(wanted.text, offset);
    const slot = Math.imul(gram, GOLDEN) >>> this.#shift;
    this.#bits[slot >>> BYTE_SHIFT] =
      (this.#bits[slot >>> BYTE_SHIFT] ?? 0) | (1 << (slot & BIT_OF));
    this.#heads.set(gram, { wanted, offset, next: this.#heads.get(gram) });
  }

  #findEverywhere(searched: SearchedText, report: (ids: readonly number[]) => void): void {
    const { text } = searched;
    const bits = this.#bits;
    const shift = this.#shift;
    let gram = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code > MAX_ASCII && !searched.isFolded) {
        // From the start again, over the fold.
        searched.fold();
        this.#findEverywhere(searched, report);
        return;
      }
      gram = roll(gram, foldUnit(code));
      const slot = Math.imul(gram, GOLDEN) >>> shift;
      if ((((bits[slot >>> BYTE_SHIFT] ?? 0) >>> (slot & BIT_OF)) & 1) === 0) continue;
      const probe = this.#heads.get(gram);
      if (probe === undefined) continue;
      reportAt(probe, searched.folded, at - GRAM + 1, report);
    }
  }

  #findByStep(searched: SearchedText, report: (ids: readonly number[]) => void): void {
    const { text } = searched;
    const bits = this.#bits;
    const shift = this.#shift;
    const step = this.#step;
    for (let at = 0; at <= text.length - GRAM; at += step) {
      const first = text.charCodeAt(at);
      const second = text.charCodeAt(at + 1);
      const third = text.charCodeAt(at + 2);
      const fourth = text.charCodeAt(at + GRAM - 1);
      // What stands between two places may go beyond ASCII unseen: no probe that falls on them has it.
      if ((first | second | third | fourth) > MAX_ASCII && !searched.isFolded) {
        searched.fold();
        this.#findByStep(searched, report);
        return;
      }
      const pair = roll(foldUnit(first), foldUnit(second));
      const gram = roll(roll(pair, foldUnit(third)), foldUnit(fourth));
      const slot = Math.imul(gram, GOLDEN) >>> shift;
      if ((((bits[slot >>> BYTE_SHIFT] ?? 0) >>> (slot & BIT_OF)) & 1) === 0) continue;
      const probe = this.#heads.get(gram);
      if (probe === undefined) continue;
      reportAt(probe, searched.folded, at, report);
    }
  }
}

/** Reports the texts, of a chain, whose four characters stand at `at` and the others around them. */
function reportAt(
  first: Probe,
  text: string,
  at: number,
  report: (ids: readonly number[]) => void,
): void {
  for (let probe: Probe | undefined = first; probe !== undefined; probe = probe.next) {
    const start = at - probe.offset;
    if (start >= 0 && text.startsWith(probe.wanted.text, start)) report(probe.wanted.ids);
  }
}

/** Of the places `from`, `from + step` and so on, that of the four characters which the fewest others have. */
function rarestOffset(
  text: string,
  from: number,
  step: number,
  commonness: ReadonlyMap<number, number>,
): number {
  let best = from;
  let bestCount = Number.POSITIVE_INFINITY;
  for (let offset = from; offset + GRAM <= text.length; offset += step) {
    const count = commonness.get(gramAt(text, offset)) ?? 0;
    if (count < bestCount) {
      best = offset;
      bestCount = count;
    }
  }
  return best;
}
