// `replay plan` over a million keys of a stub server → keys a second, and its peak memory.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startListingServer } from './listing-server.ts';
import { readAll } from './memory.ts';

const KEYS = 1_000_000;
/** As scripts/run.mjs starts the command line; tests have other options of their own. */
const HEAP = ['--max-semi-space-size=4', '--no-allocation-site-pretenuring', '--expose-gc'];
const MAX_MB = 200;
const CLI = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const REPORT = new URL('report-peak.ts', import.meta.url).href;

/** A plan that was made in a process of its own. */
export interface PlanRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly peakMb: number;
  readonly seconds: number;
}

/** Plans so many keys into a new folder, by the real command line. */
export async function runPlan(keys: number, folder: string): Promise<PlanRun> {
  const server = await startListingServer(keys);
  const begun = performance.now();
  try {
    const place = [`s3://${server.bucket}/fdr/`, '--endpoint', server.endpoint];
    const options = ['--out', folder, '--sample', '0', '--region', 'us-east-1'];
    const env = {
      ...process.env,
      AWS_ACCESS_KEY_ID: 'AKIDBENCH',
      AWS_SECRET_ACCESS_KEY: 'secret',
    };
    const child = spawn(
      process.execPath,
      [...HEAP, '--import', REPORT, CLI, 'replay', 'plan', ...place, ...options],
      { env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] },
    );
    const code = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const [, out, err, peak] = child.stdio;
    const [stdout, stderr, kib] = await Promise.all([out, err, peak].map(readAll));
    return {
      code: await code,
      stdout: stdout ?? '',
      stderr: stderr ?? '',
      peakMb: (Number(kib) * 1_024) / 1e6,
      seconds: (performance.now() - begun) / 1_000,
    };
  } finally {
    await server.stop();
  }
}

/** Exits 1 above 200 MB. */
export async function benchPlan(print: (line: string) => void): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-plan-'));
  try {
    const run = await runPlan(KEYS, join(folder, 'plan'));
    print(run.stderr.trimEnd());
    print(run.stdout.trimEnd());
    const manifest = statSync(join(folder, 'plan', 'objects.jsonl')).size;
    print(
      `manifest of ${(manifest / 1e6).toFixed(0)} MB in ${run.seconds.toFixed(1)} s with its start`,
    );
    print(`peak ${run.peakMb.toFixed(0)} MB RSS, at most ${MAX_MB}`);
    return run.code === 0 && run.peakMb <= MAX_MB ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
