// Objects that a run has scanned → the ledger, as replayed: `gaps` sees them, and a live scan scans them all the same.

import { atOnce } from '../../src/pipeline/index.ts';
import { type ObjectLine, passPrefix, readLines } from './batch-file.ts';
import type { StepDeps } from './step-deps.ts';

/** What a call came to. */
export interface EnteredStep {
  readonly isDone: boolean;
  readonly entered: number;
  /** Where the next call goes on. */
  readonly after: string;
}

const WRITES_AT_ONCE = 16;

/** Enters them, batch by batch, behind the one named: at least one a call. */
export async function enter(after: string | undefined, deps: StepDeps): Promise<EnteredStep> {
  const { files, run, ledger, ruleset, passes, time } = deps;
  let last = after ?? '';
  let isFirst = true;
  let entered = 0;
  for await (const key of files.list(passPrefix(run.id, 'find'), after)) {
    if (!isFirst && !time.hasTime()) return { isDone: false, entered, after: last };
    isFirst = false;
    const lines = await readLines(files, key);
    const scanned = lines.filter(
      (line): line is ObjectLine => line.kind === 'object' && line.entry !== undefined,
    );
    await atOnce(scanned, WRITES_AT_ONCE, async ({ planned, entry }) => {
      if (entry === undefined || planned === undefined || 'path' in planned) return;
      const { bucket, key: name, etag, size } = planned;
      const version = { tenant: passes.tenant, bucket, key: name, etag, size };
      await ledger.complete(version, { ...entry, ruleset, origin: 'replay' });
    });
    entered += scanned.length;
    last = key;
  }
  return { isDone: true, entered, after: last };
}
