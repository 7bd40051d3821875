// A plan × rules → what they find in it; nothing of it is kept.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../../model/index.ts';
import { EnvironmentError } from '../errors.ts';
import { readFound } from './read-lines.ts';
import { beginRun } from './run-folder.ts';
import { type RunInput, type RunSummary, runPlan } from './run-plan.ts';

/** What was found, and how its objects fared. */
export interface MemoryRun {
  readonly findings: readonly Finding[];
  readonly summary: RunSummary;
}

/** Runs it over a folder that is removed at its end, whatever that is. */
export async function runInMemory(
  input: Omit<RunInput, 'run' | 'record' | 'retriesFailed'>,
  signal: AbortSignal,
): Promise<MemoryRun> {
  const folder = mkdtempSync(join(tmpdir(), 'sigma-lambda-replay-'));
  try {
    const plan = input.opened.plan.id;
    const settings = { id: 'run', plan, ruleset: '', isPaging: false, started: '' };
    const run = beginRun(folder, settings);
    const end = await runPlan({ ...input, run, retriesFailed: false }, signal);
    if (end.summary === undefined)
      throw new EnvironmentError(`stopped before its end: ${end.kind}`);
    const findings: Finding[] = [];
    for await (const { finding } of readFound(run.files.findings)) findings.push(finding);
    return { findings, summary: end.summary };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
