// WebAssembly that scans lines: its memory, the tables in it, and the room where chunks are written to be scanned in place.
//
//   assembly/lines.ts → lines-wasm.ts → here: tables are written, entries read out

import { Buffer } from 'node:buffer';
import { inflateRawSync } from 'node:zlib';
import {
  fnv1a,
  type IdPlace,
  type KindScreen,
  type LineMark,
  type LineSpec,
  type RecordBatch,
} from '../model/index.ts';
import { OUTPUT_CHUNK_BYTES } from './caps.ts';
import { type Probe, probesOf, RUN_BYTES, runOf, textsOf } from './line-probes.ts';
import { LINES_WASM } from './lines-wasm.ts';

/** Addresses and sizes of assembly/lines.ts. */
const TABLES = 1_024;
const TABLE_BYTES = 16;
const NEEDLES = 2_048;
const NEEDLE_BYTES = 36;
const MAX_PROBES = 32;
const KINDS = 4_096;
const KIND_SLOTS = 512;
const KIND_BYTES = 12;
const IDS = 12_288;
const ID_BYTES = 24;
const MAX_IDS = 16;
const MARK_TABLES = 1_152;
const MARKS = 12_800;
const MARK_BYTES = 8;
/** A bit each. */
const MAX_MARK_TEXTS = 8;
const TEXTS = 16_384;
const ENTRIES = 32_768;
const ENTRY_BYTES = 20;
const MAX_ENTRIES = 14_336;
const ENTRIES_END = ENTRIES + MAX_ENTRIES * ENTRY_BYTES;
const MAX_GATHERED = 30_000;
const LINES = 2 ** 20;
const GATHERED = 3 * 2 ** 20 + 64;

/** Runs of bytes that are larger are not scanned. */
export const MAX_SCANNED_BYTES = 2 * 2 ** 20;

const WORD_BYTES = 4;
const WORTH = { quiet: 1, late: 2, marked: 4, loud: 16 } as const;

/** Kinds of places, a bit each: line feeds, two of closing braces behind which an object may follow, the rest probes share. */
const FEED_BIT = 0;
const SPACE_BIT = 1;
const BRACE_BIT = 2;
const PROBE_BIT = 3;
const PROBE_BITS = 5;

const EVERY_BYTE = Array.from({ length: 256 }, (_, byte) => byte);

/** What the module exports. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  configure(probes: number, otherKinds: number, ids: number, marks: number): void;
  scan(from: number, to: number, ordinal: number): number;
  nextLine(): number;
  quietLines(): number;
  gather(count: number, base: number): number;
}

/** True if the tables have room for the spec. */
export function hasRoomFor(spec: LineSpec): boolean {
  const probes = probesOf(spec);
  const { ids } = spec;
  const kinds = [...spec.kinds.kinds.keys()];
  const marks = marksOf(spec);
  const marked = marks.flatMap((mark) => mark.texts);
  const texts = [...kinds, ...marked, ...probes.flatMap(textsOf), ...ids.flatMap(textsOf)];
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  return (
    probes.length <= MAX_PROBES &&
    kinds.length < KIND_SLOTS / 2 &&
    ids.length <= MAX_IDS &&
    ids.every(({ needle }) => needle.length > 1) &&
    marks.length <= 1 &&
    marked.length <= MAX_MARK_TEXTS &&
    marked.every((text) => text.length >= RUN_BYTES) &&
    characters <= ENTRIES - TEXTS
  );
}

/** Those of its kinds, each once. */
function marksOf({ kinds }: LineSpec): readonly LineMark[] {
  const marks = [...kinds.kinds.values()].filter((screen) => typeof screen !== 'string');
  return [...new Set(marks)];
}

/** A class because it holds an instance of the module and what was written to it. */
export class LineMachine {
  /** Chunks that are written here are scanned where they stand. */
  readonly room: Buffer;
  readonly #exports: Exports;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  #spec: LineSpec | undefined;
  #texts = TEXTS;

  constructor(module: object) {
    this.#exports = new WebAssembly.Instance<Exports>(module).exports;
    const { buffer } = this.#exports.memory;
    this.#bytes = new Uint8Array(buffer);
    this.#words = new Uint32Array(buffer);
    this.room = Buffer.from(buffer, LINES, OUTPUT_CHUNK_BYTES);
  }

  /** Writes the tables of the spec, if they are not there. */
  use(spec: LineSpec): void {
    if (this.#spec === spec) return;
    this.#spec = spec;
    this.#bytes.fill(0, TABLES, ENTRIES);
    this.#texts = TEXTS;
    const { ids } = spec;
    const { kinds, others } = spec.kinds;
    const probes = probesOf(spec);
    this.#writeRuns(probes);
    for (const [index, probe] of probes.entries()) this.#writeProbe(index, probe);
    for (const [kind, screen] of kinds) this.#writeKind(kind, screen);
    for (const [index, place] of ids.entries()) this.#writeId(index, place);
    const marks = marksOf(spec).flatMap(({ texts }) => texts);
    for (const [index, text] of marks.entries()) this.#writeMark(index, text);
    this.#exports.configure(probes.length, WORTH[others], ids.length, marks.length);
  }

  /** The address of the bytes, which are copied if they do not stand in this memory. */
  place(bytes: Uint8Array): number {
    if (bytes.buffer === this.#bytes.buffer) return bytes.byteOffset;
    this.#bytes.set(bytes, LINES);
    return LINES;
  }

  /** The bytes of its room with a head written in front of them, over what stood there; undefined for one that is too long. */
  behind(head: Uint8Array, bytes: Uint8Array): Buffer | undefined {
    const from = bytes.byteOffset - head.length;
    const length = head.length + bytes.length;
    if (from < ENTRIES_END || length > MAX_SCANNED_BYTES) return undefined;
    this.#bytes.set(head, from);
    return Buffer.from(this.#exports.memory.buffer, from, length);
  }

  /** Scans the whole lines between two addresses, the first of which has that ordinal. Gives the number of entries. */
  scan(from: number, to: number, ordinal: number): number {
    return this.#exports.scan(from, to, ordinal);
  }

  /** The address of the line behind the last one that was told or counted. */
  get next(): number {
    return this.#exports.nextLine();
  }

  /** Quiet lines behind the last entry. */
  get quiet(): number {
    return this.#exports.quietLines();
  }

  /** A word of an entry. */
  word(entry: number, member: number): number {
    return this.#words[(ENTRIES + entry * ENTRY_BYTES) / WORD_BYTES + member] ?? 0;
  }

  /** Records of a batch whose bytes stand in this memory, one behind the other; to be read at once. Undefined for too many. */
  gather({ bytes, starts, ends, count }: RecordBatch): Uint8Array | undefined {
    if (count > MAX_GATHERED) return undefined;
    this.#words.set(starts, ENTRIES / WORD_BYTES);
    this.#words.set(ends, ENTRIES / WORD_BYTES + count);
    return this.#bytes.subarray(GATHERED, this.#exports.gather(count, bytes.byteOffset));
  }

  /** The bytes of each kind of place. */
  #writeRuns(probes: readonly Probe[]): void {
    this.#writeRun(TABLES, FEED_BIT, [[0x0a]]);
    this.#writeRun(TABLES, SPACE_BIT, [bytesOf('}'), bytesOf('\t\r')]);
    this.#writeRun(TABLES, BRACE_BIT, [bytesOf('}'), bytesOf(' {')]);
    for (const [index, { needle }] of probes.entries()) {
      const run = bytesOf(needle).slice(runOf(needle), runOf(needle) + RUN_BYTES);
      this.#writeRun(
        TABLES,
        PROBE_BIT + (index % PROBE_BITS),
        run.map((byte) => [byte]),
      );
    }
  }

  /** A text, its letters small, and by which three bytes it is found, of whatever case. */
  #writeMark(index: number, text: string): void {
    const run = [...text.slice(0, RUN_BYTES)];
    this.#writeRun(
      MARK_TABLES,
      index,
      run.map((one) => [...bytesOf(one), ...bytesOf(one.toUpperCase())]),
    );
    this.#words.set([this.#write(text), text.length], (MARKS + index * MARK_BYTES) / WORD_BYTES);
  }

  /** What may stand at each byte of a run; nothing said = anything. */
  #writeRun(tables: number, bit: number, run: readonly (readonly number[])[]): void {
    for (let index = 0; index < RUN_BYTES; index++) {
      const low = tables + 2 * index * TABLE_BYTES;
      for (const byte of run[index] ?? EVERY_BYTE) {
        this.#mark(low + (byte & 0x0f), bit);
        this.#mark(low + TABLE_BYTES + (byte >> 4), bit);
      }
    }
  }

  #mark(at: number, bit: number): void {
    this.#bytes[at] = (this.#bytes[at] ?? 0) | (1 << bit);
  }

  #writeProbe(index: number, { kind, needle, place }: Probe): void {
    const { before = '', behind = '', isKey = false } = place ?? {};
    const texts = [needle, before, behind].flatMap((text) => [this.#write(text), text.length]);
    const words = [kind, ...texts, isKey ? 1 : 0, runOf(needle)];
    this.#words.set(words, (NEEDLES + index * NEEDLE_BYTES) / WORD_BYTES);
  }

  /** The name behind the needle is written without its quote. */
  #writeId(index: number, { needle, before, behind }: IdPlace): void {
    const texts = [needle, before, behind.slice(0, -1)];
    const words = texts.flatMap((text) => [this.#write(text), text.length]);
    this.#words.set(words, (IDS + index * ID_BYTES) / WORD_BYTES);
  }

  #writeKind(kind: string, screen: KindScreen): void {
    const worth = typeof screen === 'string' ? WORTH[screen] : WORTH.marked;
    let slot = fnv1a(kind) % KIND_SLOTS;
    while (this.#words[kindWord(slot)] !== 0) slot = (slot + 1) % KIND_SLOTS;
    this.#words.set([worth, kind.length, this.#write(kind)], kindWord(slot));
  }

  #write(text: string): number {
    const at = this.#texts;
    this.#bytes.set(bytesOf(text), at);
    this.#texts += text.length;
    return at;
  }
}

function bytesOf(text: string): readonly number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}

function kindWord(slot: number): number {
  return (KINDS + slot * KIND_BYTES) / WORD_BYTES;
}

/** Undefined where this machine's processor, or this Node, cannot run it: lines are searched natively then. */
const MODULE: object | undefined = (() => {
  const bytes = inflateRawSync(Buffer.from(LINES_WASM, 'base64'));
  return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : undefined;
})();

const idle: LineMachine[] = [];
const byMemory = new WeakMap<ArrayBufferLike, LineMachine>();
let shared: LineMachine | undefined;

function createMachine(): LineMachine | undefined {
  if (MODULE === undefined) return undefined;
  const machine = new LineMachine(MODULE);
  byMemory.set(machine.room.buffer, machine);
  return machine;
}

/** A machine whose room is the caller's until it is given back. Undefined where there is none. */
export function takeMachine(): LineMachine | undefined {
  return idle.pop() ?? createMachine();
}

/** Gives a machine back. Nobody may read its room any more. */
export function giveBack(machine: LineMachine): void {
  idle.push(machine);
}

/** The machine in whose room the bytes stand, else one that all share, by turns. */
export function machineFor(bytes: Uint8Array): LineMachine | undefined {
  shared ??= createMachine();
  return machineOf(bytes) ?? shared;
}

/** The machine in whose room the bytes stand, if they do. */
export function machineOf(bytes: Uint8Array): LineMachine | undefined {
  return byMemory.get(bytes.buffer);
}
