// Options of runs: texts → numbers.

import { safeText } from '../../model/index.ts';
import { UsageError } from '../errors.ts';
import { oneOf } from '../parse-options.ts';

/** `--jobs`. */
export function parseJobs(text: string): number {
  const jobs = Number(text);
  if (/^\d{1,3}$/.test(text) && jobs > 0) return jobs;
  throw new UsageError(`--jobs "${safeText(text)}" is no number of threads; expected 1 to 999`);
}

/** `--budget`, in USD. */
export function parseBudget(text: string): number {
  const usd = Number(text);
  if (/^\d+(\.\d+)?$/.test(text)) return usd;
  throw new UsageError(`--budget "${safeText(text)}" is no amount; expected USD, for example 5`);
}

/** `--on`. */
export function parsePlace(text: string): 'here' | 'aws' {
  return oneOf('--on', text, ['here', 'aws']);
}

/** `--concurrency`. */
export function parseConcurrency(text: string): number {
  const count = Number(text);
  if (/^\d{1,5}$/.test(text) && count > 0 && count <= 10_000) return count;
  throw new UsageError(
    `--concurrency "${safeText(text)}" is no number of batches; expected 1 to 10000`,
  );
}
