// A spec of what matters, and runs of lines → those of them that are to be looked at: a pass of WebAssembly over the bytes.

import type { LineSpec } from '../model/index.ts';
import { hasRoomFor, type LineMachine, machineFor } from './line-machine.ts';

/** What is told of a line: it is no plain object, it is to be looked at, or it is late. Of quiet ones how many there are. */
export const FOUND = { odd: 0, look: 1, late: 2 } as const;

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
   * Scans the whole lines of `[from, to)`, the first of which has that ordinal. `quiet` is told how many of them go before
   * what `found` is told next; its line feed stands at `feed`. Stops behind one that is odd. Returns where to go on; what is
   * left is no whole line, or begins there.
   */
  scan(
    [from, to]: readonly [number, number],
    ordinal: number,
    quiet: (lines: number) => void,
    found: (what: number, start: number, feed: number) => void,
  ): number {
    const machine = this.#machine;
    if (machine === undefined) return from;
    const base = this.#base;
    const entries = machine.scan(base + from, base + to, ordinal);
    const { next, quiet: rest } = machine;
    for (let entry = 0; entry < entries; entry++) {
      const before = machine.word(entry, 0);
      if (before > 0) quiet(before);
      found(machine.word(entry, 3), machine.word(entry, 1) - base, machine.word(entry, 2) - base);
    }
    if (rest > 0) quiet(rest);
    return next - base;
  }
}
