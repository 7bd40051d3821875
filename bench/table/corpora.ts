// A source → its corpus: as a stream, and as files in a folder, gzip and zstd, beside a small one to warm up with.

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
export const WARM_SEED = 20_261_131;
/** Raw, of what processes warm up with. */
export const WARM_BYTES = 32e6;

/** A corpus on disk. */
export interface Corpus {
  readonly source: CorpusSource;
  /** Raw. */
  readonly bytes: number;
  readonly records: number;
  readonly gzip: string;
  readonly zstd: string;
  readonly warmGzip: string;
  readonly warmZstd: string;
}

/** True for the name of one. */
export function isCorpusSource(name: string): name is CorpusSource {
  return CORPUS_SOURCES.some((source) => source === name);
}

/** Whole lines, `bytes` of them or a little more. */
export function makeCorpus(source: CorpusSource, bytes: number, seed: number): Generator<Buffer> {
  return corpusOf(WRITERS[source], bytes, seed);
}

/** Writes one. */
export function writeCorpus(folder: string, source: CorpusSource, bytes: number): Corpus {
  const raw = Buffer.concat([...makeCorpus(source, bytes, SEED)]);
  const warm = Buffer.concat([...makeCorpus(source, WARM_BYTES, WARM_SEED)]);
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
    warmGzip: write('warm.ndjson.gz', gzipSync(warm)),
    warmZstd: write('warm.ndjson.zst', zstdCompressSync(warm)),
  };
}

function linesIn(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf('\n'); at >= 0; at = bytes.indexOf('\n', at + 1)) lines++;
  return lines;
}
