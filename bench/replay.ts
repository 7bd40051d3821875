// 32 objects of 20 MB through `replay run`: two threads on two cores against one on one. It must be 1.6 times as fast.

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { isJsonObject, parseJson } from '../src/model/index.ts';
import { draftPlan, plannedFile } from './draft-plan.ts';
import { generateLogs } from './generator.ts';
import { type Spread, spreadOf } from './spread.ts';

const SEED = 20_261_130;
const OBJECTS = 32;
const MEGABYTE = 1e6;
const OBJECT_BYTES = 20 * MEGABYTE;
/** Of each side, by turns: what else the machine does strikes both. */
const ROUNDS = 3;
/** Issue 9. */
const MIN_RATIO = 1.6;

/** A way to run it: so many threads, on those cores. */
interface Side {
  readonly name: string;
  readonly jobs: number;
  readonly cores: string;
}

const ONE: Side = { name: '1 thread on 1 core', jobs: 1, cores: '0' };
const TWO: Side = { name: '2 threads on 2 cores', jobs: 2, cores: '0,1' };

/** One run. */
interface Measured {
  readonly seconds: number;
  /** SHA-256 of what was found. */
  readonly found: string;
  readonly findings: number;
  /** Readings of objects, of both passes. */
  readonly readings: number;
}

/** Runs the benchmark; returns an exit code. */
export async function benchReplay(print: (line: string) => void): Promise<number> {
  if (availableParallelism() < 2 || spawnSync('taskset', ['--version']).error !== undefined) {
    print('not measured: it takes two cores, and taskset');
    return 0;
  }
  const folder = mkdtempSync(join(tmpdir(), 'bench-replay-'));
  try {
    return await measure(folder, print);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(folder: string, print: (line: string) => void): Promise<number> {
  const plan = join(folder, 'plan');
  const paths = writeObjects(folder);
  const { bytes } = await draftPlan(plan, paths.map(plannedFile), { tenant: 'bench' });
  print(
    `${paths.length} objects of ${megabytes(OBJECT_BYTES)} MB, ${megabytes(bytes / paths.length)} MB as gzip`,
  );
  const sides = { one: [] as Measured[], two: [] as Measured[] };
  for (let round = 0; round < ROUNDS; round++) {
    sides.one.push(await run(plan, ONE));
    sides.two.push(await run(plan, TWO));
  }
  const all = [...sides.one, ...sides.two];
  const [{ findings, readings } = { findings: 0, readings: 0 }] = all;
  const readBytes = readings * OBJECT_BYTES;
  const one = spreadOf(sides.one.map(({ seconds }) => seconds));
  const two = spreadOf(sides.two.map(({ seconds }) => seconds));
  for (const [{ name }, spread] of [
    [ONE, one],
    [TWO, two],
  ] as const) {
    print(
      `${name.padStart(20)}: ${secondsText(spread)}, ${(readBytes / MEGABYTE / spread.median).toFixed(0)} MB/s raw`,
    );
  }
  print(`${findings} findings of ${readings} readings; starting and judging are in the times`);
  const ratio = one.median / two.median;
  print(`ratio ${ratio.toFixed(2)}`);
  const faults = [
    ...(ratio < MIN_RATIO ? [`${ratio.toFixed(2)} times as fast; expected ${MIN_RATIO}`] : []),
    ...(new Set(all.map(({ found }) => found)).size > 1 ? ['runs found different things'] : []),
    ...(findings === 0 ? ['nothing was found'] : []),
  ];
  for (const fault of faults) print(`failed: ${fault}`);
  if (faults.length === 0) print(`passed: at least ${MIN_RATIO} times as fast`);
  return faults.length === 0 ? 0 : 1;
}

/** Paths of the objects, written there: one stream, cut where an object has its bytes. */
function writeObjects(folder: string): readonly string[] {
  const paths: string[] = [];
  let chunks: Buffer[] = [];
  let bytes = 0;
  for (const chunk of generateLogs(OBJECTS * OBJECT_BYTES, SEED)) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes < OBJECT_BYTES * (paths.length + 1)) continue;
    const path = join(folder, `${paths.length}.json.gz`);
    writeFileSync(path, gzipSync(Buffer.concat(chunks), { level: 1 }));
    paths.push(path);
    chunks = [];
  }
  return paths;
}

/** A run of its own, by the real command line; its folder is gone afterwards. */
async function run(plan: string, { jobs, cores }: Side): Promise<Measured> {
  const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
  const command = ['-c', cores, process.execPath, ...process.execArgv, main];
  const startedMs = performance.now();
  const child = spawn('taskset', [...command, 'replay', 'run', plan, '--jobs', String(jobs)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const words: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => words.push(chunk.toString()));
  const code = await new Promise((resolve) => child.on('close', resolve));
  const seconds = (performance.now() - startedMs) / 1_000;
  if (code !== 0) throw new Error(`the run ended with ${code}: ${words.join('')}`);
  const runs = join(plan, 'runs');
  const folder = join(runs, readdirSync(runs)[0] ?? '');
  const found = readFileSync(join(folder, 'findings.ndjson'), 'utf8');
  const readings = readFileSync(join(folder, 'results.ndjson'), 'utf8');
  rmSync(runs, { recursive: true });
  return {
    seconds,
    found: createHash('sha256').update(coresOf(found).join()).digest('hex'),
    findings: linesOf(found).length,
    readings: linesOf(readings).length,
  };
}

/** Findings without the place of their evidence: which of several objects names it depends on which is first. */
function coresOf(found: string): readonly string[] {
  return linesOf(found)
    .map((line) => {
      const { finding } = objectOf(parseJson(line));
      const { delivery: _, ...core } = objectOf(finding);
      return JSON.stringify(core);
    })
    .sort();
}

function objectOf(value: unknown) {
  if (isJsonObject(value)) return value;
  throw new TypeError('a line of findings is no object of objects');
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

function secondsText({ median, min, max }: Spread): string {
  return `${median.toFixed(1)} s (${min.toFixed(1)} to ${max.toFixed(1)})`;
}

function megabytes(bytes: number): string {
  return (bytes / MEGABYTE).toFixed(1);
}
