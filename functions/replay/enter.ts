// Objects that a run has scanned → the ledger, as replayed: `gaps` sees them, and a live scan scans them all the same.

import { atOnce } from '../../src/pipeline/index.ts';
import { type ObjectLine, passPrefix, readFiles } from './batch-file.ts';
import { isWanted } from './gather.ts';
import type { StepDeps } from './step-deps.ts';

/** What entering works with. */
export type EnterDeps = Pick<StepDeps, 'files' | 'run' | 'ledger' | 'ruleset' | 'time'>;

/** What a call came to. */
export interface EnteredStep {
  readonly isDone: boolean;
  readonly entered: number;
  /** Where the next call goes on. */
  readonly after: string;
}

const WRITES_AT_ONCE = 16;

/** Enters those that both passes read to their end, batch by batch, behind the one named: at least one a call. */
export async function enter(after: string | undefined, deps: EnterDeps): Promise<EnteredStep> {
  const { files, run, ledger, ruleset, time } = deps;
  const isSeen = await seenByStarts(deps);
  let last = after ?? '';
  let isFirst = true;
  let entered = 0;
  for await (const { key, lines } of readFiles(files, passPrefix(run.id, 'find'), after)) {
    if (!isFirst && !time.hasTime()) return { isDone: false, entered, after: last };
    isFirst = false;
    const scanned = lines.filter(
      (line): line is ObjectLine =>
        line.kind === 'object' && line.entry !== undefined && isSeen(line.index),
    );
    await atOnce(scanned, WRITES_AT_ONCE, async ({ planned, entry }) => {
      if (entry === undefined || planned === undefined || 'path' in planned) return;
      const { bucket, key: name, etag, size } = planned;
      const version = { tenant: run.tenant, bucket, key: name, etag, size };
      await ledger.complete(version, { ...entry, ruleset, origin: 'replay' });
    });
    entered += scanned.length;
    last = key;
  }
  return { isDone: true, entered, after: last };
}

/** Batches of the passes need not be the same: those of the second are read first. One bit an object. */
async function seenByStarts(deps: EnterDeps): Promise<(index: number) => boolean> {
  if (!(await isWanted(deps))) return () => true;
  const bits = new Uint8Array(Math.ceil(deps.run.objects / 8));
  for await (const { lines } of readFiles(deps.files, passPrefix(deps.run.id, 'starts'))) {
    for (const line of lines) {
      if (line.kind !== 'object' || line.fate !== 'scanned') continue;
      const { index } = line;
      bits[index >>> 3] = (bits[index >>> 3] ?? 0) | (1 << (index & 7));
    }
  }
  return (index) => ((bits[index >>> 3] ?? 0) & (1 << (index & 7))) !== 0;
}
