// Objects that were scanned → the matches in them that were noted, and turn out to be needed.

import type { LinePicking, LogEvent, RecordBatch } from '../model/index.ts';
import type { Recall } from './correlated-matches.ts';
import { judgeEvent } from './judge.ts';
import { readAgain, recordsOf, type ScannedPart } from './read-again.ts';
import { placeIn, type ScanDeps } from './scan-object.ts';
import type { ScanProblem } from './scan-problem.ts';
import { isInWindow } from './window.ts';

/**
 * Reads the part again and judges what is wanted, `asJudged` in the first pass; everything was counted there. A record
 * behind the end of the part is none of the scan's.
 */
export async function recallMatches(
  part: ScannedPart,
  deps: ScanDeps,
  recall: Recall,
  asJudged: (event: LogEvent) => LogEvent,
  picking?: LinePicking,
): Promise<ScanProblem | undefined> {
  const { decoder, evaluation } = deps;
  const { registry, window, routing } = evaluation;
  const takeEvents = (events: readonly LogEvent[], batch: RecordBatch, index: number) => {
    for (const read of events.filter((event) => isInWindow(event, window))) {
      const event = asJudged(read);
      if (!recall.wants(event)) continue;
      const delivery = placeIn(part.object.name, batch, index);
      for (const { rule, suppressedBy } of judgeEvent(routing, event)) {
        if (suppressedBy === undefined) recall.take({ rule, event, delivery });
      }
    }
  };
  return await readAgain(
    part,
    decoder,
    async (batch) => {
      for (const [record, index] of recordsOf(batch, decoder)) {
        const reading = registry.read(record);
        if (reading.kind === 'events') takeEvents(reading.events, batch, index);
      }
      await deps.flush?.();
    },
    picking,
  );
}
