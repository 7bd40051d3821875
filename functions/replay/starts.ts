// A batch of objects, read again → the starts and matches that the first pass lacks, kept for the judge.

import { problemText } from '../../src/pipeline/index.ts';
import type { KeyOffers, PartialPut } from '../../src/ports/index.ts';
import { type BatchItem, startsPass } from '../../src/replay/index.ts';
import { readWanted } from './gather.ts';
import { type BatchCounts, readBatch } from './read-batch.ts';
import type { StepDeps } from './step-deps.ts';

/** Reads the batch. */
export async function starts(objects: readonly BatchItem[], deps: StepDeps): Promise<BatchCounts> {
  const wanted = await readWanted(deps);
  const sink = {
    offers: async (offers: readonly KeyOffers[]) => {
      const replies = await deps.processes.putStarts(offers);
      const lost = replies.filter(({ kind }) => kind === 'tooLarge').length;
      if (lost > 0) throw new Error(`${lost} starts are larger than an item of the state table`);
    },
    partials: async (puts: readonly PartialPut[]) => {
      await deps.partialMatches.put(puts);
    },
  };
  return await readBatch('starts', objects, deps, async (object) => {
    const problem = await startsPass(object, deps.passes, wanted, sink);
    if (problem === undefined) return { fate: 'scanned', lines: [] };
    return { fate: 'incomplete', cause: problemText(problem), lines: [] };
  });
}
