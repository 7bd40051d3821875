// What a run has found so far, on disk: lines are appended, and count once the line that ends their object is there.
//
//   {held …} {partials …} {parts …} {done}      a run that is killed before `done` reads the object again
//
// A line that was cut short by a kill is cut off when the journal is opened.

import {
  closeSync,
  createReadStream,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { type ObjectFate, REPLAY_PASSES, type ReplayPass } from '../../replay/index.ts';
import { EnvironmentError } from '../errors.ts';
import { textLines } from './text-lines.ts';
import type { WorkerChunk, WorkerDone } from './worker-messages.ts';

/** One reading of one object. */
export interface Attempt {
  readonly pass: ReplayPass;
  readonly index: number;
  /** No two readings of a run have the same. */
  readonly attempt: number;
}

/** An object is over with. */
export type EndedLine = Attempt &
  WorkerDone & {
    /** Its name. */
    readonly object: string;
    /** What the reading cost. */
    readonly usd: number;
  };

/** What was read in the pass does not count any more: more is wanted of its objects than was. */
export type AgainLine = Attempt & { readonly kind: 'again' };

/** A line. */
export type JournalLine = (Attempt & WorkerChunk) | EndedLine | AgainLine;

/** No attempt has ended. */
const NONE = 0;

const NEWLINE = 0x0a;

/** A class because what has ended is known from what was read and from what is written. */
export class Journal {
  readonly path: string;
  readonly #descriptor: number;
  readonly #ended: Readonly<Record<ReplayPass, Uint32Array>>;
  readonly #count: Record<ReplayPass, number> = { find: 0, starts: 0 };
  /** Objects that the first pass read, whole or not; and those that a pass did not read as it should. */
  readonly #read = new Set<number>();
  readonly #failed: Readonly<Record<ReplayPass, Set<number>>> = {
    find: new Set(),
    starts: new Set(),
  };
  /** How the second pass ended for objects that it did not read to their end. */
  readonly #unseen = new Map<number, ObjectFate>();
  #last = NONE;
  #usd = 0;
  /** Bytes of whole lines. */
  #size = 0;

  private constructor(path: string, objects: number, flags: 'a+' | 'r') {
    this.path = path;
    this.#descriptor = openSync(path, flags);
    this.#ended = { find: new Uint32Array(objects), starts: new Uint32Array(objects) };
  }

  /** Opens or begins the journal of a plan with that many objects. */
  static async open(path: string, objects: number): Promise<Journal> {
    const journal = new Journal(path, objects, 'a+');
    journal.#size = journal.#wholeBytes();
    ftruncateSync(journal.#descriptor, journal.#size);
    for await (const line of journal.#lines()) journal.#note(line);
    return journal;
  }

  /** The same of a run that another process may be at: as it is now, and changed by nobody here. */
  static async openToRead(path: string, objects: number): Promise<Journal> {
    const journal = new Journal(path, objects, 'r');
    journal.#size = journal.#wholeBytes();
    for await (const line of journal.#lines()) journal.#note(line);
    return journal;
  }

  /** Begins a reading of the object. */
  begin(pass: ReplayPass, index: number): Attempt {
    this.#last++;
    return { pass, index, attempt: this.#last };
  }

  append(line: JournalLine): void {
    this.#size += writeAll(this.#descriptor, `${JSON.stringify(line)}\n`);
    this.#note(line);
  }

  /** True where the object was read in that pass. */
  hasEnded(pass: ReplayPass, index: number): boolean {
    return (this.#ended[pass][index] ?? NONE) !== NONE;
  }

  /** Objects that were read in that pass. */
  countEnded(pass: ReplayPass): number {
    return this.#count[pass];
  }

  /** What all readings cost that came to an end, also those that were made again. */
  get usd(): number {
    return this.#usd;
  }

  /** True where the first pass read some of the object. */
  wasRead(index: number): boolean {
    return this.#read.has(index);
  }

  /** How the second pass ended for the object, unless it read it to its end or was not at it. */
  unseen(index: number): ObjectFate | undefined {
    return this.#unseen.get(index);
  }

  /** Readings that failed, or found an end too early, are to be made again. */
  forgetFailed(): void {
    for (const pass of REPLAY_PASSES) {
      for (const index of this.#failed[pass]) this.#end({ pass, index, attempt: NONE });
      this.#failed[pass].clear();
    }
  }

  /** The whole pass is to be made again, also by processes that come after this one. */
  forgetPass(pass: ReplayPass): void {
    this.append({ ...this.begin(pass, 0), kind: 'again' });
  }

  /** Lines of readings that ended, and were not followed by another one of the object. */
  async *read(): AsyncGenerator<JournalLine> {
    for await (const line of this.#lines()) {
      if (this.#ended[line.pass][line.index] === line.attempt) yield line;
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #note(line: JournalLine): void {
    const { pass, index, attempt } = line;
    this.#last = Math.max(this.#last, attempt);
    if (line.kind === 'again') {
      this.#ended[pass].fill(NONE);
      this.#count[pass] = 0;
      if (pass === 'starts') this.#unseen.clear();
    }
    if (line.kind !== 'done' || index >= this.#ended[pass].length) return;
    this.#usd += line.usd;
    this.#end(line);
    const { fate } = line;
    if (pass === 'find') toggle(this.#read, index, fate === 'scanned' || fate === 'incomplete');
    else if (fate === 'scanned') this.#unseen.delete(index);
    else this.#unseen.set(index, fate);
    toggle(this.#failed[pass], index, fate === 'failed' || fate === 'incomplete');
  }

  #end({ pass, index, attempt }: Attempt): void {
    const ended = this.#ended[pass];
    this.#count[pass] += Number(attempt !== NONE) - Number(ended[index] !== NONE);
    ended[index] = attempt;
  }

  async *#lines(): AsyncGenerator<JournalLine> {
    if (this.#size === 0) return;
    const input = createReadStream(this.path, { end: this.#size - 1 });
    let count = 0;
    for await (const text of textLines(input)) {
      count++;
      yield this.#parse(text, count);
    }
  }

  #parse(text: string, count: number): JournalLine {
    try {
      const line: JournalLine = JSON.parse(text);
      if (REPLAY_PASSES.includes(line.pass) && Number.isSafeInteger(line.index)) return line;
    } catch (cause) {
      throw new EnvironmentError(`${this.path}: line ${count} is damaged, expected JSON`, {
        cause,
      });
    }
    throw new EnvironmentError(`${this.path}: line ${count} is no line of a journal`);
  }

  /** What follows the last newline was being written when the run was killed, or is being written now. */
  #wholeBytes(): number {
    const { size } = fstatSync(this.#descriptor);
    const block = Buffer.alloc(65_536);
    for (let end = size; end > 0; ) {
      const from = Math.max(0, end - block.length);
      const read = readSync(this.#descriptor, block, 0, end - from, from);
      const newline = block.subarray(0, read).lastIndexOf(NEWLINE);
      if (newline >= 0) return from + newline + 1;
      end = from;
    }
    return 0;
  }
}

function toggle(set: Set<number>, member: number, isIn: boolean): void {
  if (isIn) set.add(member);
  else set.delete(member);
}

/** Gives the bytes written. */
function writeAll(descriptor: number, text: string): number {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
  return bytes.length;
}
