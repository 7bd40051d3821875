// Two streams of different size through `scan -` → peak memory of each. P5: it must not grow with the object.

import { type ChildProcess, spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { generateLogs } from './generator.ts';

const SEED = 20_261_125;
const MEGABYTE = 1e6;
const SMALL_BYTES = 100 * MEGABYTE;
const LARGE_BYTES = 1_000 * MEGABYTE;
/** Issue 2: differ by less than 20 %, and stay under 200 MB. */
const MAX_GROWTH = 0.2;
const MAX_PEAK_BYTES = 200 * MEGABYTE;

/** One measurement. */
export interface Measured {
  readonly peakBytes: number;
  readonly seconds: number;
}

/** Runs the benchmark; returns an exit code. */
export async function benchMemory(print: (line: string) => void): Promise<number> {
  const small = await measureScan(generateLogs(SMALL_BYTES, SEED));
  print(line('100 MB', SMALL_BYTES, small));
  const large = await measureScan(generateLogs(LARGE_BYTES, SEED));
  print(line('1 GB', LARGE_BYTES, large));
  const growth = Math.abs(large.peakBytes / small.peakBytes - 1);
  print(`ratio ${(large.peakBytes / small.peakBytes).toFixed(3)}`);
  const faults = [
    ...(growth >= MAX_GROWTH
      ? [`the peaks differ by ${percent(growth)}; at most 20 % is allowed`]
      : []),
    ...[small, large]
      .filter(({ peakBytes }) => peakBytes > MAX_PEAK_BYTES)
      .map(({ peakBytes }) => `a peak of ${megabytes(peakBytes)} MB is over 200 MB`),
  ];
  for (const fault of faults) print(`failed: ${fault}`);
  if (faults.length === 0) print('passed: memory does not grow with the stream');
  return faults.length === 0 ? 0 : 1;
}

/** Scans a stream in a process of its own. */
export async function measureScan(
  logs: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<Measured> {
  const startedMs = performance.now();
  const child = startScan();
  const peak = readAll(child.stdio[3]);
  const words = readAll(child.stderr);
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  if (child.stdin === null) throw new TypeError('the child has no standard input');
  await pipeline(Readable.from(logs), child.stdin);
  const code = await ended;
  if (code !== 0) throw new Error(`the scan ended with ${code}: ${await words}`);
  return {
    peakBytes: Number(await peak) * 1_024,
    seconds: (performance.now() - startedMs) / 1_000,
  };
}

/** The real command line in a process of its own, under the options of scripts/run.mjs, with a probe for its memory. */
function startScan(): ChildProcess {
  const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  const probe = [...process.execArgv, '--import', path('report-peak.ts')];
  const args = [...probe, path('../src/cli/main.ts'), 'scan', '-'];
  return spawn(process.execPath, args, { stdio: ['pipe', 'ignore', 'pipe', 'pipe'] });
}

/** What a child writes into one of its streams. */
export async function readAll(stream: unknown): Promise<string> {
  if (!(stream instanceof Readable)) throw new TypeError('the child lacks a stream');
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function line(name: string, bytes: number, { peakBytes, seconds }: Measured): string {
  const speed = `${(bytes / MEGABYTE / seconds).toFixed(0)} MB/s with generating`;
  return `${name.padStart(6)}: peak ${megabytes(peakBytes)} MB RSS in ${seconds.toFixed(1)} s (${speed})`;
}

function megabytes(bytes: number): string {
  return (bytes / MEGABYTE).toFixed(1);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
