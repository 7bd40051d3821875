// A batch of objects, read again → the starts and matches that the first pass lacks, kept for the judge.

import { problemText } from '../../src/pipeline/index.ts';
import type { KeyOffers, PartialPut } from '../../src/ports/index.ts';
import { type BatchItem, startsPass } from '../../src/replay/index.ts';
import { readWanted } from './gather.ts';
import { type BatchCounts, readBatch } from './read-batch.ts';
import type { StepDeps } from './step-deps.ts';

/** What the pass works with. */
export interface StartsDeps extends Pick<StepDeps, 'files' | 'run' | 'time' | 'open' | 'passes'> {
  readonly processes: Pick<StepDeps['processes'], 'putStarts'>;
  readonly partialMatches: Pick<StepDeps['partialMatches'], 'put'>;
}

/** Reads the batch. A start that the state does not take is said of its object, and keeps no other from being read. */
export async function starts(
  objects: readonly BatchItem[],
  deps: StartsDeps,
): Promise<BatchCounts> {
  const wanted = await readWanted(deps);
  return await readBatch('starts', objects, deps, async (object) => {
    let lost = 0;
    const sink = {
      offers: async (offers: readonly KeyOffers[]) => {
        const replies = await deps.processes.putStarts(offers);
        lost += replies.filter(({ kind }) => kind === 'tooLarge').length;
      },
      partials: async (puts: readonly PartialPut[]) => {
        await deps.partialMatches.put(puts);
      },
    };
    const problem = await startsPass(object, deps.passes, wanted, sink);
    const causes = [
      ...(problem === undefined ? [] : [problemText(problem)]),
      ...(lost === 0 ? [] : [`${lost} starts are larger than an item of the state table`]),
    ];
    if (causes.length === 0) return { fate: 'scanned', lines: [] };
    return { fate: 'incomplete', cause: causes.join('; '), lines: [] };
  });
}
