// Objects × worker threads → each object read by one of them; a thread that dies takes nobody else's object with it.

import { Worker } from 'node:worker_threads';
import type {
  FromWorker,
  ToWorker,
  WorkerChunk,
  WorkerDone,
  WorkerSetup,
  WorkerTask,
} from './worker-messages.ts';

const ENTRY = new URL('./worker.ts', import.meta.url);

/** Times an object is given to a thread that dies over it. */
const MAX_DEATHS = 2;

/** Takes what a thread found of an object; the thread waits until it is taken. */
export type TakeChunk = (chunk: WorkerChunk) => void;

/** The thread that was at the object died. */
export interface WorkerDied {
  readonly kind: 'died';
  readonly cause: string;
}

/** A class because threads are kept between objects. */
export class WorkerPool {
  readonly #setup: WorkerSetup;
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();

  constructor(setup: WorkerSetup) {
    this.#setup = setup;
  }

  /**
   * Reads one object. `begin` is called before each attempt and gives what takes that attempt's batches. Call it as often at a
   * time as there are to be threads.
   */
  async run(task: WorkerTask, begin: () => TakeChunk): Promise<WorkerDone> {
    for (let deaths = 1; ; deaths++) {
      const outcome = await this.#attempt(task, begin());
      if (outcome.kind === 'done') return outcome;
      if (deaths < MAX_DEATHS) continue;
      const cause = `the thread that read it died ${deaths} times: ${outcome.cause}`;
      return { kind: 'done', fate: 'failed', cause, s3Requests: 0, bytes: 0 };
    }
  }

  /** Ends all threads, also those that are at an object. */
  async close(): Promise<void> {
    await Promise.all([...this.#all].map((worker) => worker.terminate()));
  }

  async #attempt(task: WorkerTask, take: TakeChunk): Promise<WorkerDone | WorkerDied> {
    const worker = this.#idle.pop() ?? this.#start();
    const outcome = await attemptOn(worker, task, take);
    if (outcome.kind === 'done') this.#idle.push(worker);
    else this.#all.delete(worker);
    return outcome;
  }

  #start(): Worker {
    const worker = new Worker(ENTRY, { workerData: this.#setup });
    this.#all.add(worker);
    return worker;
  }
}

function attemptOn(
  worker: Worker,
  task: WorkerTask,
  take: TakeChunk,
): Promise<WorkerDone | WorkerDied> {
  return new Promise((resolve) => {
    const tell = (message: ToWorker) => worker.postMessage(message);
    let cause: string | undefined;
    const end = (outcome: WorkerDone | WorkerDied) => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      resolve(outcome);
    };
    const onMessage = (message: FromWorker) => {
      if (message.kind === 'done') return end(message);
      take(message);
      tell({ kind: 'go-on' });
    };
    const onError = (thrown: unknown) => {
      cause = thrown instanceof Error ? thrown.message : String(thrown);
    };
    const onExit = (code: number) => end({ kind: 'died', cause: cause ?? `exit code ${code}` });
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    tell({ kind: 'task', task });
  });
}
