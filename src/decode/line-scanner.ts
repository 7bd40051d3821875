// A spec of what matters, and runs of lines → those of them that are to be looked at: a pass of WebAssembly over the bytes.

import type { LineSpec } from '../model/index.ts';
import { hasRoomFor, type LineMachine, machineFor } from './line-machine.ts';

/** What assembly/lines.ts tells of a line. */
const FOUND = { odd: 0, look: 1, late: 2, loud: 4 } as const;

/** Who is told of lines, in their order. Their line feeds stand at `feed`. */
export interface FoundLines {
  /** So many lines matter to nobody. */
  quiet(lines: number): void;
  /** A line is no plain object; nothing more is told. */
  odd(start: number): void;
  /** A line is late; `id`: the hash of its process's, 0 = not known. */
  late(start: number, feed: number, id: number): void;
  /** A line is to be parsed. */
  loud(start: number, feed: number): void;
  /** A line is to be looked at. */
  look(start: number, feed: number): void;
}

/** Finds the lines that are to be looked at. */
export class LineScanner {
  readonly #spec: LineSpec;
  #machine: LineMachine | undefined;
  /** Address of the bytes that were entered. */
  #base = 0;

  private constructor(spec: LineSpec) {
    this.#spec = spec;
  }

  /** Undefined for a spec that the tables have no room for. */
  static of(spec: LineSpec): LineScanner | undefined {
    return hasRoomFor(spec) ? new LineScanner(spec) : undefined;
  }

  /**
   * Sets the bytes that are scanned next, at most `MAX_SCANNED_BYTES`; nobody else may scan before that is done. False where
   * nothing can be scanned here.
   */
  enter(bytes: Uint8Array): boolean {
    this.#machine = machineFor(bytes);
    if (this.#machine === undefined) return false;
    this.#machine.use(this.#spec);
    this.#base = this.#machine.place(bytes);
    return true;
  }

  /**
   * Scans the whole lines of `[from, to)`, the first of which has that ordinal. Returns where to go on; what is left is no whole
   * line, or begins there.
   */
  scan([from, to]: readonly [number, number], ordinal: number, lines: FoundLines): number {
    const machine = this.#machine;
    if (machine === undefined) return from;
    const base = this.#base;
    const entries = machine.scan(base + from, base + to, ordinal);
    const { next, quiet } = machine;
    for (let entry = 0; entry < entries; entry++) {
      const before = machine.word(entry, 0);
      if (before > 0) lines.quiet(before);
      const [start, feed] = [machine.word(entry, 1) - base, machine.word(entry, 2) - base];
      const what = machine.word(entry, 3);
      if (what === FOUND.late) lines.late(start, feed, machine.word(entry, 4));
      else if (what === FOUND.loud) lines.loud(start, feed);
      else if (what === FOUND.look) lines.look(start, feed);
      else lines.odd(start);
    }
    if (quiet > 0) lines.quiet(quiet);
    return next - base;
  }
}
