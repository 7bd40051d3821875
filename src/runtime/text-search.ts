// Many texts × one text → which of them stand in it where they should, in one pass, however many they are.

import { foldCase } from './fold-case.ts';
import type { WitnessOp } from './witness.ts';

/** A text that is looked for. */
interface Wanted {
  readonly op: WitnessOp;
  readonly text: string;
  /** What is reported when it is found. */
  readonly ids: number[];
  /** Where in the text its {@link GRAM} characters stand by which it is found, and their rolling value. */
  offset: number;
  gram: number;
  /** The next one with the same hash. */
  next: Wanted | undefined;
}

/** Characters by which a text is found; shorter ones are looked for one by one. */
const GRAM = 4;
/** Bits by which each further character moves the rolling value; after {@link GRAM} of them a character has left. */
const STEP = 8;
const WORD = 32;
/** Slots per text: few others share one. */
const SPARSE = 16;
const MIN_BITS = 8;
/** Knuth's multiplicative hash: 2^32 over the golden ratio. */
const GOLDEN = 0x9e3779b1;

const UPPER_A = 65;
const LETTERS = 26;
const CASE_BIT = 32;
const MAX_ASCII = 127;

/**
 * Finds texts by four of their characters, the four that the fewest others have: a table says whether some text has
 * those that stand at a place, and only then the text is compared. Never reports what is not there. Folds ASCII as it
 * goes along, so that most texts, in which nothing is found, are never copied.
 */
export class TextSearch {
  readonly #equal = new Map<string, number[]>();
  /** Lengths of the texts that are looked for as a whole. */
  readonly #equalLengths = new Set<number>();
  readonly #long: Wanted[] = [];
  readonly #short: Wanted[] = [];
  readonly #known = new Map<string, Wanted>();
  /** A longer text's place in the table is 1 + its index. */
  #heads = new Int32Array(0);
  #shift = 0;
  /** No text that is found by its characters is shorter. */
  #least = Infinity;

  /** Adds a folded text that is reported as `id`. Call {@link build} once all are there. */
  add(op: WitnessOp, text: string, id: number): void {
    if (op === 'equals') {
      this.#equalLengths.add(text.length);
      const ids = this.#equal.get(text);
      if (ids === undefined) this.#equal.set(text, [id]);
      else ids.push(id);
      return;
    }
    const key = `${op} ${text}`;
    const known = this.#known.get(key);
    if (known !== undefined) {
      known.ids.push(id);
      return;
    }
    const wanted: Wanted = { op, text, ids: [id], offset: 0, gram: 0, next: undefined };
    this.#known.set(key, wanted);
    (text.length < GRAM ? this.#short : this.#long).push(wanted);
  }

  /** Makes the table. */
  build(): void {
    if (this.#long.length === 0) return;
    const bits = Math.max(MIN_BITS, Math.ceil(Math.log2(this.#long.length * SPARSE)));
    this.#shift = WORD - bits;
    this.#heads = new Int32Array(2 ** bits);
    const commonness = countGrams(this.#long);
    this.#long.forEach((wanted, index) => {
      this.#least = Math.min(this.#least, wanted.text.length);
      wanted.offset = rarestOffset(wanted.text, commonness);
      wanted.gram = gramAt(wanted.text, wanted.offset);
      const slot = Math.imul(wanted.gram, GOLDEN) >>> this.#shift;
      wanted.next = this.#long[(this.#heads[slot] ?? 0) - 1];
      this.#heads[slot] = index + 1;
    });
  }

  /** Reports the ids of all texts that stand in `text`, in whichever case, some of them more than once. */
  find(text: string, report: (ids: readonly number[]) => void): void {
    if (this.#equalLengths.has(text.length)) {
      const equal = this.#equal.get(foldCase(text));
      if (equal !== undefined) report(equal);
    }
    if (this.#short.length > 0) {
      const folded = foldCase(text);
      for (const wanted of this.#short) if (stands(wanted, folded)) report(wanted.ids);
    }
    if (text.length >= this.#least) this.#findLong(text, undefined, report);
  }

  #findLong(
    text: string,
    known: string | undefined,
    report: (ids: readonly number[]) => void,
  ): void {
    const heads = this.#heads;
    const shift = this.#shift;
    let folded = known;
    let gram = 0;
    for (let at = 0; at < text.length; at++) {
      let code = text.charCodeAt(at);
      if ((code - UPPER_A) >>> 0 < LETTERS) code |= CASE_BIT;
      else if (code > MAX_ASCII && known === undefined) {
        // Beyond ASCII a fold can be any character: from the start again, over the fold.
        const whole = foldCase(text);
        this.#findLong(whole, whole, report);
        return;
      }
      gram = (gram << STEP) ^ code;
      const head = heads[Math.imul(gram, GOLDEN) >>> shift] ?? 0;
      const wanted = head === 0 ? undefined : withGram(this.#long[head - 1], gram);
      if (wanted === undefined) continue;
      folded ??= foldCase(text);
      reportAt(wanted, folded, at - GRAM + 1, report);
    }
  }
}

function withGram(first: Wanted | undefined, gram: number): Wanted | undefined {
  let wanted = first;
  while (wanted !== undefined && wanted.gram !== gram) wanted = wanted.next;
  return wanted;
}

/** Reports those, of a chain, whose characters stand at `at`. */
function reportAt(
  first: Wanted,
  text: string,
  at: number,
  report: (ids: readonly number[]) => void,
): void {
  const { gram } = first;
  let wanted: Wanted | undefined = first;
  while (wanted !== undefined) {
    if (standsAt(wanted, text, at - wanted.offset)) report(wanted.ids);
    wanted = withGram(wanted.next, gram);
  }
}

function stands({ op, text: wanted }: Wanted, text: string): boolean {
  if (op === 'startswith') return text.startsWith(wanted);
  return op === 'endswith' ? text.endsWith(wanted) : text.includes(wanted);
}

/** True if it stands at that very place, and the place is one where it counts. */
function standsAt({ op, text: wanted }: Wanted, text: string, at: number): boolean {
  if (at < 0 || (op === 'startswith' && at !== 0)) return false;
  if (op === 'endswith' && at + wanted.length !== text.length) return false;
  return text.startsWith(wanted, at);
}

/** The rolling value after the four characters from `offset` on: that of no other characters before them matters. */
function gramAt(text: string, offset: number): number {
  let gram = 0;
  for (let at = offset; at < offset + GRAM; at++) gram = (gram << STEP) ^ text.charCodeAt(at);
  return gram;
}

function countGrams(all: readonly Wanted[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { text } of all) {
    for (let offset = 0; offset + GRAM <= text.length; offset++) {
      const gram = gramAt(text, offset);
      counts.set(gram, (counts.get(gram) ?? 0) + 1);
    }
  }
  return counts;
}

function rarestOffset(text: string, commonness: ReadonlyMap<number, number>): number {
  let best = 0;
  let bestCount = Number.POSITIVE_INFINITY;
  for (let offset = 0; offset + GRAM <= text.length; offset++) {
    const count = commonness.get(gramAt(text, offset)) ?? 0;
    if (count < bestCount) {
      best = offset;
      bestCount = count;
    }
  }
  return best;
}
