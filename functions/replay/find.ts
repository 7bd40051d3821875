// A batch of objects → findings that no other object has a say in, kept; connections and partial matches, held for the judge.

import { atOnce, problemText, scanBalances } from '../../src/pipeline/index.ts';
import type { PartialPut, ScanObject } from '../../src/ports/index.ts';
import {
  type BatchItem,
  findPass,
  type FoundLine,
  type PassDeps,
  type PlannedObject,
  plannedName,
  type ReplayHeld,
  ReplayJudge,
  type WantedName,
  wantedByPartials,
} from '../../src/replay/index.ts';
import { entryOf } from '../scan/hop.ts';
import type { BatchLine } from './batch-file.ts';
import { type BatchCounts, readBatch, type Reading } from './read-batch.ts';
import { deliverParts, type StepDeps } from './step-deps.ts';

/** Calls to the state at a time. */
const CALLS_AT_ONCE = 16;

/** Reads the batch. */
export async function find(objects: readonly BatchItem[], deps: StepDeps): Promise<BatchCounts> {
  return await readBatch('find', objects, deps, (object, planned) => findIn(object, planned, deps));
}

async function findIn(
  object: ScanObject,
  planned: PlannedObject,
  deps: StepDeps,
): Promise<Reading> {
  const partName = partNameOf(planned);
  const keeping = deps.keeping();
  const rejected = deps.openQuarantine();
  const quarantine: PassDeps['quarantine'] = { keep: (...one) => rejected.keep(...one) };
  const passes = { ...deps.passes, quarantine };
  const names: WantedName[] = [];
  const early: FoundLine[] = [];
  const sink = {
    held: async (connections: readonly ReplayHeld[]) => {
      const found = await atOnce(connections, CALLS_AT_ONCE, (one) => hold(one, deps));
      early.push(...found.flat());
      names.push(...connections.flatMap(({ wants }) => wants));
    },
    partials: async (puts: readonly PartialPut[]) => {
      await deps.partialMatches.put(puts);
      names.push(...wantedByPartials(puts, passes));
    },
  };
  const options = { partName, watch: keeping.records, reader: keeping.reader };
  const { outcome, parts } = await findPass(object, passes, sink, options);
  await rejected.close();
  const { counts, problem } = outcome;
  const found = await deliverParts(parts, partName, keeping, deps);
  const lines: BatchLine[] = [...early, ...found].map((line) => ({ kind: 'found', ...line }));
  if (names.length > 0) lines.push({ kind: 'wanted', names: [...new Set(names)] });
  if (problem !== undefined) {
    const fate = counts.records === 0 ? 'failed' : 'incomplete';
    return { fate, cause: problemText(problem), counts, lines };
  }
  const balances = scanBalances(counts);
  const entry = entryOf({ counts, balances, findings: parts.length, found: '' });
  return { fate: 'scanned', counts, entry, lines };
}

/** One whose record is larger than an item waits for nothing: it is judged with what its own object says. */
async function hold(held: ReplayHeld, deps: StepDeps): Promise<readonly FoundLine[]> {
  const { tenant } = deps.passes;
  const keys = held.keys.map((key) => ({ tenant, source: held.source, key }));
  const connection = { tenant, ref: held.ref, keys, body: held.body, dueMs: 0 };
  const { kind } = await deps.processes.awaitStart(connection);
  if (kind !== 'tooLarge') return [];
  const keeping = deps.keeping();
  const { records: watch, reader } = keeping;
  const judge = new ReplayJudge(deps.passes, { store: deps.partialMatches, watch, reader });
  judge.judge([{ body: held.body, offered: [] }]);
  await judge.flush();
  return await deliverParts(judge.parts(), `judge ${held.ref}`, keeping, deps);
}

/** As a live scan names the object's parts of findings. */
function partNameOf(planned: PlannedObject): string {
  return 'etag' in planned ? `${plannedName(planned)} ${planned.etag}` : plannedName(planned);
}
