// What a child of the benchmark is told to do, and what it says of it: JSON both ways.

import { isJsonObject, parseJson } from '../../src/model/index.ts';
import type { CorpusSource } from '../edr-corpus.ts';

/** A stream that another process makes while it is read: nothing of it is written to disk. */
export interface StreamSpec {
  readonly source: CorpusSource;
  readonly bytes: number;
  readonly seed: number;
  /** Where it is made: not on the core that is measured, where there is another. */
  readonly core: number;
}

/** Which rules scan. Numbers: so many of SigmaHQ's, evenly picked; more than there are: all. */
export type PackSpec = 'whole' | 'no-starts' | number;

/** What a child does. Paths are of files as stored; those of `warm` are read by turns before anything is measured. */
export type Subject =
  | {
      readonly kind: 'gunzip' | 'zstd' | 'parse';
      readonly warm: readonly string[];
      readonly files: readonly string[];
    }
  | {
      readonly kind: 'duckdb';
      readonly warm: readonly string[];
      readonly files: readonly string[];
      readonly source: CorpusSource;
      readonly threads: number;
    }
  | {
      readonly kind: 'scan';
      readonly warm: readonly string[];
      readonly files: readonly string[];
      readonly pack: PackSpec;
      /** Without warming up. @default false */
      readonly isCold?: boolean;
    }
  | {
      /** As the scan function does it, over stores in memory. */
      readonly kind: 'scan-function';
      readonly warm: readonly string[];
      readonly files: readonly string[];
      /** `worth`: lines that no rule can match are passed over. */
      readonly lines: 'worth' | 'all';
    }
  | { readonly kind: 'scan-stream'; readonly warm: readonly string[]; readonly stream: StreamSpec };

/** What a child found. */
export interface Measured {
  /** Processor time of the child, all threads, warm-up left out. */
  readonly cpuSeconds: number;
  /** Milliseconds since 1970, of the same work. */
  readonly startMs: number;
  readonly endMs: number;
  /** The most memory it had, warm-up included. */
  readonly peakBytes: number;
  /** Records read; absent where they are not told apart. */
  readonly records?: number;
}

/** A line that a child wrote → what it found. Throws TypeError for anything else. */
export function parseMeasured(line: string): Measured {
  const value = parseJson(line);
  if (!isJsonObject(value)) throw new TypeError(`a child said ${line}; expected an object`);
  const numberOf = (name: string) => {
    const found = value[name];
    if (typeof found === 'number') return found;
    throw new TypeError(`a child said ${line}; expected the number ${name}`);
  };
  return {
    cpuSeconds: numberOf('cpuSeconds'),
    startMs: numberOf('startMs'),
    endMs: numberOf('endMs'),
    peakBytes: numberOf('peakBytes'),
    ...(value['records'] === undefined ? {} : { records: numberOf('records') }),
  };
}
