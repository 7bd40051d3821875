// Corpora of three sources, gzip and zstd, through a scan → its speed as a ratio to decompression alone in the same run.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { createGunzip, createZstdDecompress, gzipSync, zstdCompressSync } from 'node:zlib';
import { DECODER } from '../src/decode/index.ts';
import type { CompiledRule } from '../src/model/index.ts';
import { createRouting, createScreens, scanObject } from '../src/pipeline/index.ts';
import { compileRuleset } from '../src/sigma/index.ts';
import { createRegistry } from '../src/source/index.ts';
import { crowdstrikeEvent } from './edr-crowdstrike.ts';
import { corpusOf, type WriteEvent } from './edr-corpus.ts';
import { elasticEvent } from './edr-elastic.ts';
import { sysmonEvent } from './edr-sysmon.ts';
import { spreadOf } from './spread.ts';

const BYTES = 40_000_000;
const CHUNK_BYTES = 256 * 1024;
const RUNS = 5;
const SEED = 1;
const FOLDER = fileURLToPath(new URL('../rules/', import.meta.url));
const RULES = shippedRules();

const SOURCES: readonly (readonly [string, WriteEvent])[] = [
  ['elastic-defend', elasticEvent],
  ['crowdstrike-fdr', crowdstrikeEvent],
  ['sysmon', sysmonEvent],
];

/** Rules for connections alone, and all. Goals are of the issue; zstd has one for both. */
const WAYS = [
  { name: 'no starts', isWanted: isForConnections },
  { name: 'pack', isWanted: () => true },
] as const;

/** Prints a row for each source, compression and set of rules. Pin it: `taskset -c 1 npm run -s bench -- prefilter`. */
export async function benchPrefilter(print: (line: string) => void): Promise<number> {
  print(
    `${BYTES / 1e6} MB a corpus, ${RUNS} runs, median (least-most); processor time of all threads`,
  );
  print('source           stored  rules          ratio to decompression alone   MB/s alone');
  for (const [source, write] of SOURCES) {
    const raw = Buffer.concat([...corpusOf(write, BYTES, SEED)]);
    await benchStored(source, 'gzip', gzipSync(raw), raw.length, print);
    await benchStored(source, 'zstd', zstdCompressSync(raw), raw.length, print);
  }
  print(
    `peak RSS, corpora held in memory included: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
  );
  return 0;
}

async function benchStored(
  source: string,
  stored: 'gzip' | 'zstd',
  bytes: Buffer,
  rawBytes: number,
  print: (line: string) => void,
): Promise<void> {
  const alone: number[] = [];
  const taken = WAYS.map((): number[] => []);
  // Run 0 warms up. What is compared is measured in turns: a busy machine slows all alike.
  for (let run = 0; run <= RUNS; run++) {
    const base = await secondsOf(() => decompress(stored, bytes));
    if (run > 0) alone.push(base);
    for (const [index, { isWanted }] of WAYS.entries()) {
      const seconds = await secondsOf(() => scan(bytes, RULES.filter(isWanted)));
      if (run > 0) taken[index]?.push(base / seconds);
    }
  }
  const speed = Math.round(rawBytes / 1e6 / spreadOf(alone).median);
  for (const [index, { name }] of WAYS.entries()) {
    const { median, min, max } = spreadOf(taken[index] ?? []);
    const ratio = `${median.toFixed(2)} (${min.toFixed(2)}-${max.toFixed(2)})`;
    print(
      `${source.padEnd(16)} ${stored.padEnd(7)} ${name.padEnd(14)} ${ratio.padEnd(30)} ${speed}`,
    );
  }
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function piecesOf(bytes: Buffer): Readable {
  const count = Math.ceil(bytes.length / CHUNK_BYTES);
  return Readable.from(
    Array.from({ length: count }, (_, at) =>
      bytes.subarray(at * CHUNK_BYTES, (at + 1) * CHUNK_BYTES),
    ),
  );
}

async function decompress(stored: 'gzip' | 'zstd', bytes: Buffer): Promise<void> {
  const options = { chunkSize: CHUNK_BYTES };
  const stream = stored === 'gzip' ? createGunzip(options) : createZstdDecompress(options);
  // Its memory is given back as a scan does it: else the garbage collector would slow this side alone.
  for await (const { buffer, byteOffset, byteLength } of piecesOf(bytes).pipe(stream)) {
    if (byteOffset + byteLength === buffer.byteLength) buffer.transfer(0);
  }
}

async function scan(bytes: Buffer, own: readonly CompiledRule[]): Promise<void> {
  const routing = createRouting(own);
  await scanObject(
    { name: 'corpus', size: bytes.length, open: () => piecesOf(bytes) },
    {
      decoder: DECODER,
      quarantine: { keep: () => Promise.resolve() },
      evaluation: {
        registry: createRegistry(),
        routing,
        window: {},
        onMatch: () => 'new',
      },
      screens: createScreens(routing, { keepsOffers: false }),
    },
  );
}

function isForConnections({ logsource }: CompiledRule): boolean {
  return logsource.category === 'network_connection';
}

function shippedRules(): readonly CompiledRule[] {
  const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yml') && !path.endsWith('.test.yml'))
    .map((path) => ({ path, text: readFileSync(join(FOLDER, path), 'utf8') }));
  return compileRuleset(files).rules;
}
