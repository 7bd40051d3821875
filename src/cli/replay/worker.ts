// A thread of a replay: takes one object after the other, says what it found, and what became of the object.

import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { DECODER } from '../../decode/index.ts';
import type { Rejection } from '../../model/index.ts';
import { problemText, type ScanProblem } from '../../pipeline/index.ts';
import {
  createPassDeps,
  findPass,
  type PassDeps,
  type RejectedRecord,
  startsPass,
  type Wanted,
  wantedFrom,
} from '../../replay/index.ts';
import { loadPack } from '../rule-pack.ts';
import type { PlannedReader } from './as-planned.ts';
import { openPlanned, partNameOf } from './planned-reader.ts';
import type {
  FromWorker,
  ToWorker,
  WorkerChunk,
  WorkerDone,
  WorkerSetup,
  WorkerTask,
} from './worker-messages.ts';

/** Items of one message. */
const MAX_ITEMS = 200;

/** Rejected records that are named; the count says how many there were. */
const MAX_REJECTED = 5;

if (parentPort === null) throw new TypeError('worker.ts is started by a pool, as a thread');
const port = parentPort;
const setup: WorkerSetup = workerData;

const { rules, correlations } = await loadPack(setup.rules, setup.placeholders);

let wanted: Wanted | undefined;
let goOn: () => void = () => undefined;

port.on('message', (message: ToWorker) => {
  if (message.kind === 'go-on') return goOn();
  work(message.task).then(tell, (thrown: unknown) => {
    // A bug: the thread ends with it, and its pool says what it was at.
    queueMicrotask(() => {
      throw thrown;
    });
  });
});

function tell(message: FromWorker): void {
  port.postMessage(message);
}

/** Says it in messages of bounded size, each once the one before was taken. */
async function hand<T>(items: readonly T[], toChunk: (some: readonly T[]) => WorkerChunk) {
  for (let from = 0; from < items.length; from += MAX_ITEMS) {
    await new Promise<void>((resolve) => {
      goOn = resolve;
      tell(toChunk(items.slice(from, from + MAX_ITEMS)));
    });
  }
}

async function work({ pass, object }: WorkerTask): Promise<WorkerDone> {
  const requests = { count: 0 };
  const planned = await openPlanned(object, () => requests.count++);
  const read = { bytes: 0 };
  const counted = { ...planned, object: counting(planned.object, read) };
  const done =
    pass === 'find' ? await find(counted, partNameOf(object)) : await findStarts(counted);
  return { kind: 'done', ...done, s3Requests: requests.count, bytes: read.bytes };
}

type Outcome = Omit<WorkerDone, 'kind' | 's3Requests' | 'bytes'>;

async function find(planned: PlannedReader, partName: string): Promise<Outcome> {
  const rejected: RejectedRecord[] = [];
  const deps = depsWith(async (rejection) => {
    const { ordinal, offset, code, message } = rejection;
    if (rejected.length < MAX_REJECTED) rejected.push({ ordinal, offset, code, message });
  });
  const sink = {
    held: (all: Parameters<Parameters<typeof findPass>[2]['held']>[0]) =>
      hand(all, (items) => ({ kind: 'held', items })),
    partials: (all: Parameters<Parameters<typeof findPass>[2]['partials']>[0]) =>
      hand(all, (items) => ({ kind: 'partials', items })),
  };
  const { outcome, parts } = await findPass(planned.object, deps, sink, { partName });
  const other = planned.notAsPlanned();
  if (other !== undefined) return other;
  await hand(parts, (items) => ({ kind: 'parts', items }));
  const { counts, problem } = outcome;
  const named = rejected.length === 0 ? {} : { rejected };
  return { ...fateOf(problem, counts.records), counts, ...named };
}

async function findStarts(planned: PlannedReader): Promise<Outcome> {
  wanted ??= wantedFrom(readFileSync(setup.wantedFile));
  const deps = depsWith(async () => undefined);
  const sink = {
    offers: (all: Parameters<Parameters<typeof startsPass>[3]['offers']>[0]) =>
      hand(all, (items) => ({ kind: 'offers', items })),
    partials: (all: Parameters<Parameters<typeof startsPass>[3]['partials']>[0]) =>
      hand(all, (items) => ({ kind: 'partials', items })),
  };
  const problem = await startsPass(planned.object, deps, wanted, sink);
  return planned.notAsPlanned() ?? fateOf(problem, 1);
}

function fateOf(problem: ScanProblem | undefined, records: number): Outcome {
  if (problem === undefined) return { fate: 'scanned' };
  return { fate: records === 0 ? 'failed' : 'incomplete', cause: problemText(problem) };
}

function depsWith(keep: (rejection: Rejection) => Promise<void>): PassDeps {
  const { tenant, source, mapSecurityEvents } = setup;
  return createPassDeps(
    { tenant, rules, correlations, source, mapSecurityEvents },
    {
      decoder: DECODER,
      quarantine: { keep: (_object, rejection) => keep(rejection) },
    },
  );
}

function counting(object: PlannedReader['object'], read: { bytes: number }) {
  return {
    ...object,
    async *open(from?: number) {
      for await (const chunk of object.open(from)) {
        read.bytes += chunk.length;
        yield chunk;
      }
    },
  };
}
