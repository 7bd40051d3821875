// Many texts × one text → which of them stand in it where they should, however many they are.

import { SearchedText } from './search-fold.ts';
import { GRAM } from './grams.ts';
import { InfixSearch, MIN_STEP, type Wanted } from './infix-search.ts';
import { PrefixSearch } from './prefix-search.ts';
import { ShortSearch } from './short-search.ts';
import { SparseSearch } from './sparse-search.ts';
import { SuffixSearch } from './suffix-search.ts';
import type { WitnessOp } from './witness.ts';

/** What can stand in the text of a number: its digits, or NaN and Infinity. */
const IN_NUMBERS = /^[-+.\de]*$|^[-infaty]*$/;
/** Texts that are looked for one by one rather than by a search of every place. */
const MAX_FEW = 12;

type Report = (ids: readonly number[]) => void;

/**
 * Where a text must stand says where it is looked for: at the beginning, from the end, or everywhere. Never reports
 * what is not there.
 */
export class TextSearch {
  readonly #equal = new Map<string, number[]>();
  /** Lengths of the texts that are looked for as a whole. */
  readonly #equalLengths = new Set<number>();
  readonly #known = new Map<WitnessOp, Map<string, Wanted>>();
  #prefixes: PrefixSearch | undefined;
  #suffixes: SuffixSearch | undefined;
  #shorts: ShortSearch | undefined;
  #sparse: SparseSearch | undefined;
  #infixes: InfixSearch | undefined;
  /** No text that is looked for is shorter. */
  #least = Infinity;
  #canBeNumber = false;
  readonly #searched = new SearchedText();

  /** Adds a folded text that is reported as `id`; only an equal one may be empty. Call {@link build} once all are there. */
  add(op: WitnessOp, text: string, id: number): void {
    this.#least = Math.min(this.#least, text.length);
    this.#canBeNumber ||= IN_NUMBERS.test(text);
    if (op === 'equals') {
      this.#equalLengths.add(text.length);
      const ids = this.#equal.get(text);
      if (ids === undefined) this.#equal.set(text, [id]);
      else ids.push(id);
      return;
    }
    const byText = this.#known.get(op) ?? new Map<string, Wanted>();
    this.#known.set(op, byText);
    const known = byText.get(text);
    if (known === undefined) byText.set(text, { text, ids: [id] });
    else known.ids.push(id);
  }

  /** False where no text stands in that of any number. */
  get canBeNumber(): boolean {
    return this.#canBeNumber;
  }

  /** Makes the tables. */
  build(): void {
    const contained = this.#all('contains');
    const few = contained.filter(({ text }) => text.length < GRAM + MIN_STEP - 1);
    // A few short texts are looked for one by one, so that the search for the others can step.
    const least = few.length <= MAX_FEW ? GRAM + MIN_STEP - 1 : GRAM;
    const long = contained.filter(({ text }) => text.length >= least);
    const short = contained.filter(({ text }) => text.length < least);
    const begins = this.#all('startswith');
    const ends = this.#all('endswith');
    if (begins.length > 0) this.#prefixes = new PrefixSearch(begins);
    if (ends.length > 0) this.#suffixes = new SuffixSearch(ends);
    if (short.length > 0) this.#shorts = new ShortSearch(short);
    if (long.length === 0) return;
    if (SparseSearch.suits(long)) this.#sparse = new SparseSearch(long);
    else this.#infixes = new InfixSearch(long);
  }

  /** Reports the ids of all texts that stand in `text`, in whichever case, some of them more than once. */
  find(text: string, report: Report): void {
    if (text.length < this.#least) return;
    const searched = this.#searched.set(text);
    if (this.#equal.size > 0 && this.#equalLengths.has(text.length)) {
      const equal = this.#equal.get(searched.folded);
      if (equal !== undefined) report(equal);
    }
    this.#prefixes?.find(searched, report);
    this.#suffixes?.find(searched, report);
    this.#shorts?.find(searched, report);
    this.#sparse?.find(searched, report);
    this.#infixes?.find(searched, report);
  }

  #all(op: WitnessOp): readonly Wanted[] {
    return [...(this.#known.get(op)?.values() ?? [])];
  }
}
