// One object while it is read → which of its lines are given: all until its source is known, then those worth parsing.
//
//   learning ─ all records of the first batch are of one source ─→ on ─ a probe is not ─→ failed
//       └ otherwise, or nothing sound is known of that source ─→ off

import type { LinePicking, LineSpec } from '../model/index.ts';
import { PROBE_EVERY } from '../model/index.ts';
import type { Registry, SourceReading } from '../source/index.ts';
import type { Screens } from './screens.ts';

/** Which lines of an object a second reading of it is about. */
export interface PassedLines {
  /** Those that were judged, at once or late; and all that offer something to the join. */
  readonly judged: LinePicking;
  /** Those that were set aside. */
  readonly late: LinePicking;
}

/** A class because it learns while the object is read. */
export class Screening {
  readonly #screens: Screens | undefined;
  /** Ordinal of the next record of the object. */
  readonly #next: () => number;
  #state: 'learning' | 'on' | 'failed' | 'off';
  #source: string | undefined;
  #spec: LineSpec | undefined;
  #picking: LinePicking | undefined;
  /** Behind the last line that was passed over. */
  #passedTo: number | undefined;

  constructor(screens: Screens | undefined, next: () => number) {
    this.#screens = screens;
    this.#next = next;
    this.#state = screens === undefined ? 'off' : 'learning';
  }

  /** The lines that the decoder is to give next. Asked once all it gave before has been evaluated. */
  get picking(): LinePicking | undefined {
    if (this.#state === 'learning' && this.#spec !== undefined) {
      const spec = this.#spec;
      this.#picking = { spec, from: this.#next(), to: Number.POSITIVE_INFINITY, gives: 'worth' };
      this.#state = 'on';
    }
    return this.#state === 'on' ? this.#picking : undefined;
  }

  /** The registry, watched. `ordinal` tells which record is being read. */
  watch(registry: Registry, ordinal: () => number): Registry {
    if (this.#state !== 'learning' && this.#state !== 'on') return registry;
    return {
      read: (record) => {
        const reading = registry.read(record);
        this.#note(reading, ordinal());
        return reading;
      },
    };
  }

  /** A record was rejected. */
  reject(ordinal: number): void {
    this.#foreign(ordinal);
  }

  /** Lines were passed over, up to the next record. */
  pass(): void {
    this.#passedTo = this.#next();
  }

  /** True if lines were passed over that a probe showed to be of unknown kind. */
  get hasFailed(): boolean {
    return this.#state === 'failed' && this.#passedTo !== undefined;
  }

  /** The lines that were passed over. */
  get rest(): LinePicking | undefined {
    const to = this.#passedTo;
    return this.#picking && to !== undefined ? { ...this.#picking, to, gives: 'rest' } : undefined;
  }

  /** For further readings; undefined where all lines are to be read. */
  get passed(): PassedLines | undefined {
    const picking = this.#picking;
    if (picking === undefined || this.#state !== 'on') return undefined;
    const judged: LinePicking = { ...picking, gives: 'offering' };
    const late: LinePicking = { ...picking, gives: 'late' };
    return { judged, late };
  }

  #note(reading: SourceReading, ordinal: number): void {
    if (reading.kind !== 'events') {
      this.#foreign(ordinal);
      return;
    }
    if (this.#state === 'learning' && this.#source === undefined) {
      this.#source = reading.source;
      this.#spec = this.#screens?.(reading.source);
      if (this.#spec === undefined) this.#state = 'off';
      return;
    }
    if (reading.source !== this.#source) this.#foreign(ordinal);
  }

  #foreign(ordinal: number): void {
    if (this.#state === 'learning') this.#state = 'off';
    else if (this.#state === 'on' && ordinal % PROBE_EVERY === 0) this.#state = 'failed';
  }
}
