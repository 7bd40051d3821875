// Files of a run → what it came to: a summary, and a line for each finding.

import type { ObjectFate, ReplayPass } from '../../src/replay/index.ts';
import { type FoundLine, REPLAY_PASSES } from '../../src/replay/index.ts';
import { type BatchLine, judgedPrefix, passPrefix, readFiles, writeLines } from './batch-file.ts';
import { isWanted } from './gather.ts';
import type { StepDeps } from './step-deps.ts';

/** What a run came to. */
export interface RunSummary {
  readonly run: string;
  /** Objects of the plan. */
  readonly objects: number;
  /** By pass and fate. */
  readonly fates: Readonly<Record<ReplayPass, Readonly<Partial<Record<ObjectFate, number>>>>>;
  /** Objects of which no batch says anything: their batches failed. */
  readonly missing: number;
  /** Objects of which no batch of the second pass says anything, where there was one: starts that they have were not seen. */
  readonly missingStarts: number;
  readonly findings: { readonly new: number; readonly known: number };
  /** Objects that were not read whole, the first {@link MAX_NAMED} of them. */
  readonly failed: readonly { readonly object: string; readonly cause: string }[];
}

const MAX_NAMED = 1_000;

/** Writes `summary.json` and `findings.ndjson`, and gives the summary without the names of objects. */
export async function report(
  deps: Pick<StepDeps, 'files' | 'run'>,
): Promise<Omit<RunSummary, 'failed'>> {
  const { files, run } = deps;
  const fates: Record<ReplayPass, Partial<Record<ObjectFate, number>>> = { find: {}, starts: {} };
  const failed: { object: string; cause: string }[] = [];
  const found = new Map<string, FoundLine>();
  for await (const line of linesOf(deps)) {
    if (line.kind === 'found') addFound(found, line);
    if (line.kind !== 'object') continue;
    const { pass, fate, object, cause = '' } = line;
    fates[pass][fate] = (fates[pass][fate] ?? 0) + 1;
    if (fate !== 'scanned' && failed.length < MAX_NAMED) failed.push({ object, cause });
  }
  const readIn = (pass: ReplayPass) =>
    Object.values(fates[pass]).reduce((sum, count) => sum + count, 0);
  const isNew = [...found.values()].filter(({ fate }) => fate === 'new').length;
  const findings = { new: isNew, known: found.size - isNew };
  const missing = run.objects - readIn('find');
  const missingStarts = (await isWanted(deps)) ? run.objects - readIn('starts') : 0;
  const summary = { run: run.id, objects: run.objects, fates, missing, missingStarts, findings };
  await writeLines(files, `${run.id}/findings.ndjson`, [...found.values()]);
  await files.write(`${run.id}/summary.json`, `${JSON.stringify({ ...summary, failed })}\n`);
  return summary;
}

async function* linesOf({
  files,
  run,
}: Pick<StepDeps, 'files' | 'run'>): AsyncGenerator<BatchLine> {
  const prefixes = [...REPLAY_PASSES.map((pass) => passPrefix(run.id, pass)), judgedPrefix(run.id)];
  for (const prefix of prefixes) {
    for await (const { lines } of readFiles(files, prefix)) yield* lines;
  }
}

/** Parts of several objects are one finding: new if the run created it. */
function addFound(found: Map<string, FoundLine>, { fate, finding }: FoundLine): void {
  const known = found.get(finding.id);
  if (known === undefined || fate === 'new') found.set(finding.id, { fate, finding });
}
