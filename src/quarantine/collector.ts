// The rejected records of one object, in its order → the lines of its file, within the caps of design.md §9.

import { Buffer } from 'node:buffer';
import type { Rejection, RejectionCode } from '../model/index.ts';
import { placeOf, type QuarantinePointers, type QuarantineSummary, toRecord } from './entry.ts';

/** Records kept per object; beyond, pointers and the exact count. */
export const MAX_KEPT_RECORDS = 1_000;
/** Bytes of kept records per object. */
export const MAX_KEPT_BYTES = 64 * 1024 * 1024;
/** Runs of records that are named one by one: an object that breaks in every second record has millions. */
export const MAX_POINTERS = 10_000;

/**
 * Collects. The same rejections in the same order give the same lines, so that a redelivery writes the same file.
 * Memory is bounded by the pointers.
 */
export class QuarantineCollector {
  readonly object: string;
  readonly #perCode = new Map<RejectionCode, number>();
  readonly #pointers: QuarantinePointers[] = [];
  /** Per code what is beyond {@link MAX_POINTERS}. */
  readonly #rest = new Map<RejectionCode, QuarantinePointers>();
  #rejected = 0;
  #kept = 0;
  #bytes = 0;
  #last: Rejection | undefined;

  constructor(object: string) {
    this.object = object;
  }

  /** The line of a record that is kept; undefined for one that found no room. */
  add(rejection: Rejection): Buffer | undefined {
    const { code } = rejection;
    this.#rejected++;
    this.#last = rejection;
    this.#perCode.set(code, (this.#perCode.get(code) ?? 0) + 1);
    const line = this.#lineOf(rejection);
    if (line === undefined) this.#point(rejection);
    return line;
  }

  /** The lines that close the file; none where nothing was rejected. */
  finish(): readonly Buffer[] {
    if (this.#last === undefined) return [];
    const summary: QuarantineSummary = {
      kind: 'summary',
      object: this.object,
      rejected: this.#rejected,
      kept: this.#kept,
      notKept: this.#rejected - this.#kept,
      perCode: Object.fromEntries([...this.#perCode].sort(([a], [b]) => (a < b ? -1 : 1))),
      last: placeOf(this.#last),
    };
    return [...this.#pointers, ...this.#rest.values(), summary].map(toLine);
  }

  #lineOf(rejection: Rejection): Buffer | undefined {
    if (this.#kept >= MAX_KEPT_RECORDS) return undefined;
    const line = toLine(toRecord(this.object, rejection));
    if (this.#bytes + line.length > MAX_KEPT_BYTES) return undefined;
    this.#kept++;
    this.#bytes += line.length;
    return line;
  }

  #point(rejection: Rejection): void {
    const { code } = rejection;
    const run = this.#pointers.at(-1);
    if (run?.code === code && run.last.ordinal + 1 === rejection.ordinal) {
      this.#pointers[this.#pointers.length - 1] = extend(run, rejection);
    } else if (this.#pointers.length < MAX_POINTERS) {
      this.#pointers.push(begin(this.object, rejection, { isRun: true }));
    } else {
      const rest = this.#rest.get(code);
      const next =
        rest === undefined
          ? begin(this.object, rejection, { isRun: false })
          : extend(rest, rejection);
      this.#rest.set(code, next);
    }
  }
}

function begin(
  object: string,
  rejection: Rejection,
  { isRun }: { readonly isRun: boolean },
): QuarantinePointers {
  const place = placeOf(rejection);
  const { code } = rejection;
  return { kind: 'pointers', object, code, count: 1, first: place, last: place, isRun };
}

function extend(pointers: QuarantinePointers, rejection: Rejection): QuarantinePointers {
  return { ...pointers, count: pointers.count + 1, last: placeOf(rejection) };
}

function toLine(entry: object): Buffer {
  return Buffer.from(`${JSON.stringify(entry)}\n`);
}
