// A plan's folder, and perhaps a run's id → the run that is meant.

import { UsageError } from '../errors.ts';
import { didYouMean } from '../suggest.ts';
import { safeText } from '../../model/index.ts';
import { type KnownRun, listRuns } from './run-folder.ts';

/** The run of that id; without one the last that was begun. */
export function pickRun(planFolder: string, id: string | undefined): KnownRun {
  const runs = listRuns(planFolder);
  const last = runs.at(-1);
  if (last === undefined) {
    throw new UsageError(
      `no run of ${safeText(planFolder)} was begun; begin one by \`replay run\``,
    );
  }
  if (id === undefined) return last;
  const found = runs.find(({ settings }) => settings.id === id);
  if (found !== undefined) return found;
  const ids = runs.map(({ settings }) => settings.id);
  throw new UsageError(`--run "${safeText(id)}" is unknown${didYouMean(id, ids)}`);
}
