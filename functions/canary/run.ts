// One run: an object is put, and what has arrived is looked at: of this run, if it comes in time, and of those before.
//
//   put ─→ receive … until this run's alert is there, or its time is over: the next run will find it
//    └ failed ─→ receive what is there; the run fails

import type {
  Arrival,
  Arrivals,
  ArchiveEntry,
  Clock,
  FindingArchive,
} from '../../src/ports/index.ts';
import { type Arrived, toArrived } from './arrived.ts';
import { syntheticObject } from './synthetic-object.ts';

/** What a run is given. */
export interface CanaryDeps {
  readonly bucket: FindingArchive;
  readonly queue: Arrivals;
  readonly clock: Clock;
  /** Names the object, and the process in it. */
  readonly newId: () => string;
  /** True while there is time to look into the queue once more. */
  readonly hasTime: () => boolean;
  readonly watch: CanaryWatch;
}

/** What is counted and logged. */
export interface CanaryWatch {
  sent(key: string): void;
  arrived(arrived: Arrived): void;
  /** It stays in the queue, and ends in its failure queue. */
  unreadable(reason: string): void;
}

/** The object could not be put. */
export class CanaryNotSentError extends Error {
  override readonly name = 'CanaryNotSentError';
}

/** Seconds of one look; shorter than the client's time for a request. */
const LOOK_SECONDS = 3;

/** Runs. Throws {@link CanaryNotSentError}, and what the queue throws. */
export async function runCanary(deps: CanaryDeps): Promise<void> {
  const nowMs = deps.clock.nowMs();
  const entry = syntheticObject(nowMs, deps.newId());
  const failure = await put(entry, deps);
  if (failure === undefined) deps.watch.sent(entry.key);
  await look(failure === undefined ? new Date(nowMs).toISOString() : undefined, deps);
  if (failure !== undefined) throw new CanaryNotSentError(failure);
}

/** Undefined, or why it could not be put. */
async function put(entry: ArchiveEntry, { bucket }: CanaryDeps): Promise<string | undefined> {
  const [outcome] = await bucket.keep([entry]);
  if (outcome === undefined) return `${entry.key}: nothing came of it`;
  // What is there already was put by an attempt whose answer was lost: the key is nobody else's.
  return outcome.kind === 'failed'
    ? `${entry.key}: ${outcome.code}: ${outcome.message}`
    : undefined;
}

/** Looks until the alert of `putTime` has come; where none is waited for, until nothing comes. */
async function look(putTime: string | undefined, deps: CanaryDeps): Promise<void> {
  while (deps.hasTime()) {
    const came = await deps.queue.receive(LOOK_SECONDS);
    const arrived = await take(came, deps);
    if (putTime === undefined ? came.length === 0 : arrived.includes(putTime)) return;
  }
}

/** Tells of what came, then lets go of it: told twice, an arrival looks like two, and none is missed. */
async function take(
  came: readonly Arrival[],
  { queue, watch }: CanaryDeps,
): Promise<readonly string[]> {
  const readable: Arrival[] = [];
  const putTimes: string[] = [];
  for (const arrival of came) {
    const arrived = toArrived(arrival);
    if (!arrived.ok) {
      watch.unreadable(arrived.error);
      continue;
    }
    watch.arrived(arrived.value);
    readable.push(arrival);
    putTimes.push(arrived.value.putTime);
  }
  await queue.done(readable);
  return putTimes;
}
