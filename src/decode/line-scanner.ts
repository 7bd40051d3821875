// A spec of what matters, and whole chunks of lines → those of them that are to be looked at: a pass of WebAssembly over the bytes.
//
//   assembly/lines.ts → lines-wasm.ts → here: tables are written, bytes copied in, entries read out

import type { KindPlace, KindScreen, LineSpec } from '../model/index.ts';
import { LINES_WASM } from './lines-wasm.ts';

/** What is told of a line: it is no plain object, it is to be looked at, or it is late. Of quiet ones how many there are. */
export const FOUND = { odd: 0, look: 1, late: 2 } as const;

/** Chunks that are larger are not scanned here. */
export const MAX_SCANNED_BYTES = 2 * 2 ** 20;

/** Addresses and sizes of assembly/lines.ts. */
const PROBES = 1_024;
const PROBE_BYTES = 64;
const MAX_PROBES = 8;
const NEEDLES = 2_048;
const NEEDLE_BYTES = 32;
const KINDS = 4_096;
const KIND_SLOTS = 512;
const KIND_BYTES = 12;
const TEXTS = 16_384;
const ENTRIES = 32_768;
const ENTRY_BYTES = 16;
const LINES = 2 ** 20;

const LANES = 16;
const WORD_BYTES = 4;

/** What a probe is for. */
const PROBE = { number: 0, escape: 1, entity: 2, kind: 3 } as const;
const WORTH = { quiet: 1, late: 2, loud: 3 } as const;

/** What the module exports. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  configure(probes: number, hasKinds: number, otherKinds: number): void;
  scan(from: number, to: number, ordinal: number): number;
  nextLine(): number;
  quietLines(): number;
}

/** One place where kinds are named, or a text that makes a line be looked at. */
interface Probe {
  readonly kind: number;
  readonly needle: string;
  readonly place?: KindPlace;
}

/** A class because one instance of the module serves all who read lines in this process, by turns. */
class Machine {
  readonly #exports: Exports;
  readonly #bytes: Uint8Array;
  readonly #words: Uint32Array;
  #spec: LineSpec | undefined;
  #texts = TEXTS;

  constructor() {
    const module = new WebAssembly.Module(Buffer.from(LINES_WASM, 'base64'));
    this.#exports = new WebAssembly.Instance<Exports>(module).exports;
    this.#bytes = new Uint8Array(this.#exports.memory.buffer);
    this.#words = new Uint32Array(this.#exports.memory.buffer);
  }

  /** Writes the tables of the spec, if they are not there. */
  use(spec: LineSpec, probes: readonly Probe[]): void {
    if (this.#spec === spec) return;
    this.#spec = spec;
    this.#bytes.fill(0, PROBES, ENTRIES);
    this.#texts = TEXTS;
    for (let index = 0; index < MAX_PROBES; index++) this.#writeProbe(index, NO_PROBE);
    this.#texts = TEXTS;
    for (const [index, probe] of probes.entries()) this.#writeProbe(index, probe);
    for (const [kind, screen] of spec.kinds?.kinds ?? []) this.#writeKind(kind, screen);
    const others = spec.kinds?.others === 'quiet' ? WORTH.quiet : WORTH.loud;
    this.#exports.configure(probes.length, spec.kinds === undefined ? 0 : 1, others);
  }

  enter(bytes: Uint8Array): void {
    this.#bytes.set(bytes, LINES);
  }

  scan(from: number, to: number, ordinal: number): number {
    return this.#exports.scan(LINES + from, LINES + to, ordinal);
  }

  /** Where the line begins behind the last one that was told or counted. */
  get next(): number {
    return this.#exports.nextLine() - LINES;
  }

  /** Quiet lines behind the last entry. */
  get quiet(): number {
    return this.#exports.quietLines();
  }

  /** A word of an entry. */
  word(entry: number, member: number): number {
    return this.#words[(ENTRIES + entry * ENTRY_BYTES) / WORD_BYTES + member] ?? 0;
  }

  #writeProbe(index: number, { kind, needle, place }: Probe): void {
    const probe = PROBES + index * PROBE_BYTES;
    // Two bytes of the needle are looked for at once: its first and its last.
    const last = needle.length - 1;
    this.#words[probe / WORD_BYTES] = last;
    this.#bytes.fill(needle.charCodeAt(0), probe + LANES, probe + 2 * LANES);
    this.#bytes.fill(needle.charCodeAt(last), probe + 2 * LANES, probe + 3 * LANES);
    const { before = '', behind = '', isKey = false } = place ?? {};
    const texts = [needle, before, behind].flatMap((text) => [this.#write(text), text.length]);
    const words = [kind, ...texts, isKey ? 1 : 0];
    this.#words.set(words, (NEEDLES + index * NEEDLE_BYTES) / WORD_BYTES);
  }

  #writeKind(kind: string, screen: KindScreen): void {
    const worth = typeof screen === 'string' ? WORTH[screen] : WORTH.loud;
    let slot = hashOf(kind) % KIND_SLOTS;
    while (this.#words[kindWord(slot)] !== 0) slot = (slot + 1) % KIND_SLOTS;
    this.#words.set([worth, kind.length, this.#write(kind)], kindWord(slot));
  }

  #write(text: string): number {
    const at = this.#texts;
    for (let index = 0; index < text.length; index++) {
      this.#bytes[at + index] = text.charCodeAt(index);
    }
    this.#texts += text.length;
    return at;
  }
}

function kindWord(slot: number): number {
  return (KINDS + slot * KIND_BYTES) / WORD_BYTES;
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** Its two bytes stand in no UTF-8, and only such is scanned. */
const NO_PROBE: Probe = { kind: PROBE.escape, needle: '\u00ff\u00ff' };

let machine: Machine | undefined;

/** Finds the lines of chunks that are to be looked at. */
export class LineScanner {
  readonly #spec: LineSpec;
  readonly #probes: readonly Probe[];
  readonly #machine: Machine;

  private constructor(spec: LineSpec, probes: readonly Probe[]) {
    this.#spec = spec;
    this.#probes = probes;
    machine ??= new Machine();
    this.#machine = machine;
  }

  /** Undefined for a spec that the tables have no room for. */
  static of(spec: LineSpec): LineScanner | undefined {
    const probes = probesOf(spec);
    const kinds = [...(spec.kinds?.kinds.keys() ?? [])];
    const texts = [...kinds, ...probes.flatMap(textsOf)];
    const characters = texts.reduce((sum, text) => sum + text.length, 0);
    const hasRoom =
      probes.length <= MAX_PROBES && kinds.length < KIND_SLOTS / 2 && characters <= ENTRIES - TEXTS;
    return hasRoom ? new LineScanner(spec, probes) : undefined;
  }

  /** Sets the bytes that are scanned next, at most {@link MAX_SCANNED_BYTES}; nobody else may scan before that is done. */
  enter(bytes: Uint8Array): void {
    this.#machine.use(this.#spec, this.#probes);
    this.#machine.enter(bytes);
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
    const entries = this.#machine.scan(from, to, ordinal);
    const { next } = this.#machine;
    const { quiet: rest } = this.#machine;
    for (let entry = 0; entry < entries; entry++) {
      const before = this.#machine.word(entry, 0);
      if (before > 0) quiet(before);
      const start = this.#machine.word(entry, 1) - LINES;
      const feed = this.#machine.word(entry, 2) - LINES;
      found(this.#machine.word(entry, 3), start, feed);
    }
    if (rest > 0) quiet(rest);
    return next;
  }
}

function probesOf({ numbers, kinds, hasEntities }: LineSpec): readonly Probe[] {
  return [
    ...numbers.map((needle) => ({ kind: PROBE.number, needle })),
    { kind: PROBE.escape, needle: '\\u00' },
    ...(hasEntities ? [{ kind: PROBE.entity, needle: '&#' }] : []),
    ...(kinds?.places ?? []).map((place) => ({
      kind: PROBE.kind,
      needle: place.needle,
      place: behindKey(place),
    })),
  ];
}

/** The key belongs to what stands before: with white space around its colon a line is looked at. */
function behindKey(place: KindPlace): KindPlace {
  return place.key === undefined ? place : { ...place, before: `${place.key}:${place.before}` };
}

function textsOf({ needle, place }: Probe): readonly string[] {
  return [needle, place?.before ?? '', place?.behind ?? ''];
}
