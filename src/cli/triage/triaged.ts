// The lines of a quarantine file → per cause how many, which, and what to do.

import type { RejectionCode } from '../../model/index.ts';
import {
  ADVICE,
  bytesOf,
  type QuarantinedRecord,
  type QuarantineEntry,
  type QuarantinePlace,
  type QuarantinePointers,
  type QuarantineSummary,
} from '../../quarantine/index.ts';

/** Characters shown of a record. */
const PREVIEW_CHARACTERS = 160;

/** A record as triage shows it. `preview` is the log's own text: it is made safe where it is printed. */
export interface TriagedRecord extends QuarantinePlace {
  readonly message: string;
  readonly isCut: boolean;
  readonly preview: string;
}

/** All records of an object that were rejected for one cause. */
export interface TriagedCause {
  readonly code: RejectionCode;
  readonly cause: string;
  readonly todo: string;
  /** Kept and pointed to. */
  readonly count: number;
  readonly first: QuarantinePlace;
  readonly last: QuarantinePlace;
  /** The first of those that are kept. */
  readonly examples: readonly TriagedRecord[];
}

/** One file. */
export interface TriagedFile {
  readonly file: string;
  /** The object whose records these are. */
  readonly object: string;
  readonly rejected: number;
  readonly kept: number;
  readonly notKept: number;
  readonly causes: readonly TriagedCause[];
  /** Why the numbers are lower bounds; undefined = they are exact. */
  readonly problem?: string;
}

/** Gathers a file. Memory is bounded by the examples. */
export class Triage {
  readonly #file: string;
  readonly #maxExamples: number;
  readonly #causes = new Map<RejectionCode, TriagedCause>();
  #object: string | undefined;
  #kept = 0;
  #pointed = 0;
  #summary: QuarantineSummary | undefined;

  constructor(file: string, maxExamples: number) {
    this.#file = file;
    this.#maxExamples = maxExamples;
  }

  /** Adds the next line. */
  add(entry: QuarantineEntry): void {
    this.#object ??= entry.object;
    if (entry.kind === 'summary') this.#summary = entry;
    else if (entry.kind === 'record') this.#addRecord(entry);
    else this.#addPointers(entry);
  }

  /** The file so far; `fault` is what ended the reading of it. */
  result(fault?: string): TriagedFile {
    const counted = this.#kept + this.#pointed;
    const rejected = Math.max(counted, this.#summary?.rejected ?? 0);
    const problem = fault ?? this.#problem(counted);
    return {
      file: this.#file,
      object: this.#object ?? 'unknown',
      rejected,
      kept: this.#kept,
      notKept: rejected - this.#kept,
      causes: [...this.#causes.values()].sort((a, b) => b.count - a.count),
      ...(problem === undefined ? {} : { problem }),
    };
  }

  #problem(counted: number): string | undefined {
    if (this.#summary === undefined) {
      return 'has no closing line: its scan was cut short, there may be more';
    }
    if (this.#summary.rejected === counted) return undefined;
    return `says ${this.#summary.rejected} rejected, but names ${counted}`;
  }

  #addRecord(record: QuarantinedRecord): void {
    this.#kept++;
    const place = placeOf(record);
    const before = this.#causes.get(record.code) ?? begin(record.code, place);
    const isShown = before.examples.length < this.#maxExamples;
    this.#causes.set(record.code, {
      ...before,
      count: before.count + 1,
      last: place,
      examples: isShown ? [...before.examples, toTriaged(record)] : before.examples,
    });
  }

  #addPointers({ code, count, first, last }: QuarantinePointers): void {
    this.#pointed += count;
    const before = this.#causes.get(code) ?? begin(code, first);
    const furthest = before.last.ordinal > last.ordinal ? before.last : last;
    this.#causes.set(code, { ...before, count: before.count + count, last: placeOf(furthest) });
  }
}

function begin(code: RejectionCode, place: QuarantinePlace): TriagedCause {
  const first = placeOf(place);
  return { code, ...ADVICE[code], count: 0, first, last: first, examples: [] };
}

function placeOf({ ordinal, offset, line }: QuarantinePlace): QuarantinePlace {
  return { ordinal, offset, line };
}

function toTriaged(record: QuarantinedRecord): TriagedRecord {
  const { message, isCut, text } = record;
  const shown = text ?? `${bytesOf(record).length} bytes that are no text: ${record.base64 ?? ''}`;
  const preview = shown.slice(0, PREVIEW_CHARACTERS);
  const isWhole = preview.length === shown.length && !isCut;
  return { ...placeOf(record), message, isCut, preview: isWhole ? preview : `${preview}…` };
}
