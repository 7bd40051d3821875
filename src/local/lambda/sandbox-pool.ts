// Invocations → sandboxes: an idle one, else a new one, else the next that is free, in the order they came.
// (Lambda would answer the last case with TooManyRequestsException; its callers then wait and ask again.)

import { StoppedError } from '../errors.ts';
import type { InvokeResult } from './invoke-result.ts';
import { type OnGiven, Sandbox, type SandboxOwner, type SandboxProgram } from './sandbox.ts';

interface Waiting {
  readonly body: string;
  readonly onGiven: OnGiven | undefined;
  readonly resolve: (result: Promise<InvokeResult>) => void;
  readonly reject: (error: unknown) => void;
}

/** The sandboxes of one function. */
export class SandboxPool {
  readonly #program: SandboxProgram;
  readonly #owner: SandboxOwner;
  readonly #idle = new Set<Sandbox>();
  /** Those starting included, so that their number never goes above the limit. */
  readonly #all = new Set<Promise<Sandbox>>();
  readonly #startOf = new Map<Sandbox, Promise<Sandbox>>();
  #queue: readonly Waiting[] = [];
  #isStopped = false;

  constructor(program: SandboxProgram) {
    this.#program = program;
    this.#owner = {
      idle: (sandbox) => {
        this.#idle.add(sandbox);
        this.#pump();
      },
      ended: (sandbox) => {
        this.#idle.delete(sandbox);
        const start = this.#startOf.get(sandbox);
        if (start !== undefined) this.#all.delete(start);
        this.#startOf.delete(sandbox);
        this.#pump();
      },
    };
  }

  /** Invokes with an event as JSON. Rejects with StoppedError once stopped. */
  invoke(body: string, onGiven?: OnGiven): Promise<InvokeResult> {
    if (this.#isStopped) return Promise.reject(new StoppedError('the function was stopped'));
    const { promise, resolve, reject } = Promise.withResolvers<InvokeResult>();
    this.#queue = [...this.#queue, { body, onGiven, resolve, reject }];
    this.#pump();
    return promise;
  }

  /** Kills every sandbox; what is in hand or waits rejects with StoppedError. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const { reject } of this.#queue) reject(new StoppedError('the function was stopped'));
    this.#queue = [];
    const starts = await Promise.allSettled(this.#all);
    await Promise.all(
      starts.map((start) => (start.status === 'fulfilled' ? start.value.stop() : undefined)),
    );
  }

  #pump(): void {
    while (this.#queue.length > 0) {
      const [idle] = this.#idle;
      const isFull = this.#all.size >= this.#program.config.limits.maxSandboxes;
      if (idle === undefined && isFull) return;
      const [first, ...rest] = this.#queue;
      if (first === undefined) return;
      this.#queue = rest;
      if (idle === undefined) {
        this.#start(first);
      } else {
        this.#idle.delete(idle);
        first.resolve(idle.invoke(first.body, first.onGiven));
      }
    }
  }

  #start({ body, onGiven, resolve, reject }: Waiting): void {
    const start = Sandbox.start(this.#program, this.#owner);
    this.#all.add(start);
    start.then(
      (sandbox) => {
        this.#startOf.set(sandbox, start);
        resolve(sandbox.invoke(body, onGiven));
      },
      (error: unknown) => {
        this.#all.delete(start);
        reject(error);
        this.#pump();
      },
    );
  }
}
