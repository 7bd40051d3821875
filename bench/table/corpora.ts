// A source → its corpus: as a stream, and as files in a folder, gzip and zstd, beside others to warm up with.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { CORPUS_SOURCES, type CorpusSource, corpusOf, type WriteEvent } from '../edr-corpus.ts';
import { crowdstrikeEvent } from '../edr-crowdstrike.ts';
import { elasticEvent } from '../edr-elastic.ts';
import { sysmonEvent } from '../edr-sysmon.ts';

const WRITERS: Readonly<Record<CorpusSource, WriteEvent>> = {
  'elastic-defend': elasticEvent,
  'crowdstrike-fdr': crowdstrikeEvent,
  sysmon: sysmonEvent,
};

/** Of all corpora. */
export const SEED = 20_261_130;
const WARM_SEED = 20_261_131;
/**
 * Raw, of each file that processes warm up with: what they have read before is as large as what is measured, and not the same
 * over and over. One file read 24 times, half as large, leaves code that is compiled for that file, and less memory than the
 * measured one takes.
 */
const WARM_BYTES = 80e6;
const WARM_FILES = 4;

/** A corpus on disk. */
export interface Corpus {
  readonly source: CorpusSource;
  /** Raw. */
  readonly bytes: number;
  readonly records: number;
  readonly gzip: string;
  readonly zstd: string;
  readonly warmGzip: readonly string[];
  readonly warmZstd: readonly string[];
}

/** True for the name of one. */
export function isCorpusSource(name: string): name is CorpusSource {
  return CORPUS_SOURCES.some((source) => source === name);
}

/** Whole lines, `bytes` of them or a little more. */
export function makeCorpus(source: CorpusSource, bytes: number, seed: number): Generator<Buffer> {
  return corpusOf(WRITERS[source], bytes, seed);
}

/** What processes warm up with. */
export function warmCorpora(source: CorpusSource): readonly Buffer[] {
  return Array.from({ length: WARM_FILES }, (_, index) =>
    Buffer.concat([...makeCorpus(source, WARM_BYTES, WARM_SEED + index)]),
  );
}

/** Writes one. */
export function writeCorpus(folder: string, source: CorpusSource, bytes: number): Corpus {
  const raw = Buffer.concat([...makeCorpus(source, bytes, SEED)]);
  const warm = warmCorpora(source);
  const write = (name: string, data: Uint8Array) => {
    const path = join(folder, `${source}-${name}`);
    writeFileSync(path, data);
    return path;
  };
  return {
    source,
    bytes: raw.length,
    records: linesIn(raw),
    gzip: write('corpus.ndjson.gz', gzipSync(raw)),
    zstd: write('corpus.ndjson.zst', zstdCompressSync(raw)),
    warmGzip: warm.map((data, index) => write(`warm-${index}.ndjson.gz`, gzipSync(data))),
    warmZstd: warm.map((data, index) => write(`warm-${index}.ndjson.zst`, zstdCompressSync(data))),
  };
}

function linesIn(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf('\n'); at >= 0; at = bytes.indexOf('\n', at + 1)) lines++;
  return lines;
}
