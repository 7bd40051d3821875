// Objects of a batch, one after the other → lines, kept also where the time runs out: then the batch is tried again and goes on.

import { S3GoneError, S3SupersededError } from '../../src/adapters/aws/index.ts';
import type { ScanObject } from '../../src/ports/index.ts';
import {
  type BatchItem,
  type PlannedObject,
  plannedName,
  type ReplayPass,
} from '../../src/replay/index.ts';
import { type BatchLine, batchKey, type ObjectLine, readLines, writeLines } from './batch-file.ts';
import type { StepDeps } from './step-deps.ts';

/** The state machine tries the batch again; what is done stays done. */
export class OutOfTimeError extends Error {
  override readonly name = 'OutOfTimeError';
}

/** What a reading of an object came to. */
export interface Reading extends Pick<ObjectLine, 'fate' | 'cause' | 'counts' | 'entry'> {
  /** What stands beside its line. */
  readonly lines: readonly BatchLine[];
}

/** How many objects of a batch came to what. */
export interface BatchCounts {
  readonly objects: number;
  readonly scanned: number;
  readonly failed: number;
}

/**
 * Reads the batch; `read` is called for each object that no earlier attempt was done with. What it throws is thrown when the
 * others have been read: one object takes no other with it, and the next attempt is at that one alone.
 */
export async function readBatch(
  pass: ReplayPass,
  objects: readonly BatchItem[],
  deps: Pick<StepDeps, 'files' | 'run' | 'time' | 'open'>,
  read: (object: ScanObject, planned: PlannedObject) => Promise<Reading>,
): Promise<BatchCounts> {
  const { files, run, time } = deps;
  const key = batchKey(run.id, pass, objects);
  const lines = [...(await readLines(files, key))];
  const done = new Set(lines.flatMap((line) => (line.kind === 'object' ? [line.index] : [])));
  const failures: unknown[] = [];
  let begun = 0;
  for (const item of objects) {
    const { index } = item;
    if (done.has(index)) continue;
    if ('fault' in item) {
      const { object, fault: cause } = item;
      lines.push({ kind: 'object', index, object, pass, fate: 'failed', cause });
      continue;
    }
    const isFirst = begun++ === 0;
    const reading =
      time.hasTime() || isFirst
        ? await readOne(item, deps, read).catch((cause: unknown) => {
            failures.push(cause);
            return 'failed' as const;
          })
        : undefined;
    if (reading === 'failed') continue;
    if (reading === undefined || (time.signal.aborted && !isFirst)) {
      await writeLines(files, key, lines);
      throw new OutOfTimeError(`${lines.length} lines of batch ${key} are done; it goes on there`);
    }
    const { lines: beside, ...result } = outlasted(reading, time.signal.aborted);
    const object = plannedName(item);
    lines.push({ kind: 'object', index, object, pass, planned: item, ...result }, ...beside);
  }
  await writeLines(files, key, lines);
  if (failures.length > 0) throw failures[0];
  const fates = lines.flatMap((line) => (line.kind === 'object' ? [line.fate] : []));
  const scanned = fates.filter((fate) => fate === 'scanned').length;
  return { objects: fates.length, scanned, failed: fates.length - scanned };
}

async function readOne(
  planned: PlannedObject,
  { open }: Pick<StepDeps, 'open'>,
  read: (object: ScanObject, planned: PlannedObject) => Promise<Reading>,
): Promise<Reading> {
  if ('path' in planned) {
    const cause = 'it is a file of the machine that made the plan; replay the plan there';
    return { fate: 'failed', cause, lines: [] };
  }
  const object = open(planned);
  const reading = await read(object, planned);
  const { failure } = object;
  // What was read before it went is held, and asks for its starts all the same.
  const { lines } = reading;
  if (failure instanceof S3GoneError) return { fate: 'gone', cause: failure.message, lines };
  if (failure instanceof S3SupersededError) {
    return { fate: 'changed', cause: failure.message, lines };
  }
  return reading;
}

/** A whole invocation was not enough: nobody tries that again. */
function outlasted(reading: Reading, isAborted: boolean): Reading {
  if (!isAborted || reading.fate === 'scanned') return reading;
  const why = 'it does not fit into the 15 minutes of a function; replay it on one machine';
  return { ...reading, cause: `${why}: ${reading.cause ?? ''}` };
}
