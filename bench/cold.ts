// A new sandbox, a 1 MB object → how long until the function is ready, and until its first finding is published.

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type InvokeResult, startLambda } from '../src/local/index.ts';
import { type ColdStage, openStage } from './cold-stage.ts';
import { type Spread, spreadOf } from './spread.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const ROUNDS = 11;
/** Issue 3. */
const MAX_INIT_MS = 350;
const MAX_FINDING_MS = 700;
/** infra/constructs/scan-function.ts. */
const MEMORY_MB = 1769;
const TIMEOUT_MS = 150_000;

/** One cold start. */
interface Measured {
  /** From the spawn of the process to its first request for an event. */
  readonly initMs: number;
  /** From the invocation, the start of the process included, to the publish request at SNS. */
  readonly findingMs: number;
}

/** Cold starts of the function and of a handler that does nothing. */
export interface ColdStarts {
  readonly scans: readonly Measured[];
  /** Milliseconds of init. */
  readonly peers: readonly number[];
  /** Of the built function. */
  readonly bundleBytes: number;
}

/** Runs the benchmark; returns an exit code. */
export async function benchCold(print: (line: string) => void): Promise<number> {
  return report(await measureCold(), print);
}

/** Builds the functions, and starts each handler so many times, by turns. */
export async function measureCold(rounds: number = ROUNDS): Promise<ColdStarts> {
  await promisify(execFile)(process.execPath, [join(ROOT, 'scripts', 'build-functions.ts')]);
  const { length: bundleBytes } = readFileSync(
    join(ROOT, 'dist', 'functions', 'scan', 'index.mjs'),
  );
  const folder = mkdtempSync(join(tmpdir(), 'bench-cold-'));
  const stage = await openStage();
  try {
    writeFileSync(join(folder, 'index.mjs'), 'export const handler = async () => null;\n');
    // Not counted: the first of each reads its files from the disk.
    await coldStart(stage);
    await emptyStart(folder);
    const scans: Measured[] = [];
    const peers: number[] = [];
    for (let round = 0; round < rounds; round++) {
      scans.push(await coldStart(stage));
      peers.push(await emptyStart(folder));
    }
    return { scans, peers, bundleBytes };
  } finally {
    await stage.close();
    rmSync(folder, { recursive: true });
  }
}

async function coldStart(stage: ColdStage): Promise<Measured> {
  const environment = await stage.nextEnvironment();
  const lambda = await startLambda({
    identity: { functionName: 'scan' },
    code: { taskRoot: join(ROOT, 'dist', 'functions', 'scan'), handler: 'index.handler' },
    environment,
    limits: { memoryMb: MEMORY_MB, timeoutMs: TIMEOUT_MS },
  });
  try {
    const startMs = performance.now();
    const published = stage.nextPublish();
    const result = await lambda.invoke(stage.s3Event);
    const initMs = initOf(result);
    return { initMs, findingMs: (await published) - startMs };
  } finally {
    await lambda.stop();
  }
}

/** The peer: what Node and the runtime client take by themselves. */
async function emptyStart(taskRoot: string): Promise<number> {
  const lambda = await startLambda({
    identity: { functionName: 'empty' },
    code: { taskRoot, handler: 'index.handler' },
    limits: { memoryMb: MEMORY_MB },
  });
  try {
    return initOf(await lambda.invoke({}));
  } finally {
    await lambda.stop();
  }
}

function initOf(result: InvokeResult): number {
  if (result.kind === 'payload' && result.initMs !== undefined) return result.initMs;
  throw new Error(`the function failed: ${JSON.stringify(result)}`);
}

function report({ scans, peers, bundleBytes }: ColdStarts, print: (line: string) => void): number {
  const init = spreadOf(scans.map(({ initMs }) => initMs));
  const finding = spreadOf(scans.map(({ findingMs }) => findingMs));
  const peer = spreadOf(peers);
  print(`cold starts on the runtime client, median of ${ROUNDS}, bundle ${bundleBytes} bytes`);
  print(line('init', init));
  print(line('init of an empty handler', peer));
  print(line('first finding of a 1 MB object', finding));
  print(`init is ${(init.median / peer.median).toFixed(2)} times the empty handler's`);
  const faults = [
    ...missed('init', init, MAX_INIT_MS),
    ...missed('the first finding', finding, MAX_FINDING_MS),
  ];
  for (const fault of faults) print(`failed: ${fault}`);
  if (faults.length === 0) print(`passed: at most ${MAX_INIT_MS} and ${MAX_FINDING_MS} ms`);
  return faults.length === 0 ? 0 : 1;
}

function missed(what: string, { median }: Spread, maxMs: number): readonly string[] {
  if (median <= maxMs) return [];
  return [`${what} takes ${median.toFixed(0)} ms in the median; at most ${maxMs} ms is allowed`];
}

function line(name: string, { median, min, max }: Spread): string {
  const range = `${min.toFixed(0)} to ${max.toFixed(0)}`;
  return `${name.padStart(31)}: ${median.toFixed(0).padStart(4)} ms (${range})`;
}
