// One process of Lambda's runtime client, and the one invocation at a time it has in hand.
//
//   start ──spawn──▶ init ──first next──▶ idle ──invoke──▶ busy ──answer, next──▶ idle
//                     │                                     │
//                     └────────── exit, timeout (SIGKILL) ──┴──▶ ended; its invocation is told why
//
// A sandbox is busy until the runtime asks again, not until it answers: as in Lambda, the timeout covers both.

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { StoppedError } from '../errors.ts';
import { functionArn } from '../names.ts';
import { type Invocation, openInvocation } from './invocation.ts';
import {
  bodyToError,
  exited,
  type FunctionError,
  type InvokeAnswer,
  type InvokeResult,
  MAX_RESPONSE_BYTES,
  responseToAnswer,
  timedOut,
  tooLarge,
} from './invoke-result.ts';
import type { FunctionConfig } from './lambda-options.ts';
import { type LogFile, openLogFile } from './log-file.ts';
import { type Delivery, type RuntimeApi, startRuntimeApi } from './runtime-api.ts';
import { sandboxArguments, sandboxEnvironment } from './sandbox-environment.ts';

/** What the pool is told of a sandbox. */
export interface SandboxOwner {
  /** It can take an invocation. */
  idle(sandbox: Sandbox): void;
  /** Its process is gone; it can take no more. */
  ended(sandbox: Sandbox): void;
}

/** A sandbox that has just been given an event. */
export interface GivenSandbox {
  /** The session token of its calls. */
  readonly sandboxId: string;
  /** Kills its process at once, as a failing machine would. */
  kill(): void;
}

/** Is told when the runtime has been given the event. */
export type OnGiven = (sandbox: GivenSandbox) => void;

/** What a sandbox runs: the function, and Lambda's name of its runtime (`nodejs24.x`). */
export interface SandboxProgram {
  readonly config: FunctionConfig;
  readonly runtime: string;
}

/** A sandbox. Owns a process, a port and a log file until it has ended. */
export class Sandbox {
  readonly #config: FunctionConfig;
  readonly #owner: SandboxOwner;
  readonly #log: LogFile = openLogFile();
  readonly #id = randomUUID();
  readonly #ended = Promise.withResolvers<void>();
  #api: RuntimeApi | undefined;
  #child: ChildProcess | undefined;
  #invocation: Invocation | undefined;
  /** Set while the runtime waits for an event. */
  #give: ((delivery: Delivery) => void) | undefined;
  #onGiven: OnGiven | undefined;
  #spawnedAt = 0;
  #initMs: number | undefined;
  #isUsed = false;
  #timer: NodeJS.Timeout | undefined;
  /** Why the process is about to end, if this is known before it does. */
  #verdict: FunctionError | undefined;

  private constructor(config: FunctionConfig, owner: SandboxOwner) {
    this.#config = config;
    this.#owner = owner;
  }

  /** Starts the process and its Runtime API. Give it its first invocation at once: the cold start is part of it. */
  static async start(program: SandboxProgram, owner: SandboxOwner): Promise<Sandbox> {
    const sandbox = new Sandbox(program.config, owner);
    const api = await startRuntimeApi({
      next: () => sandbox.#next(),
      respond: (requestId, body) => sandbox.#respond(requestId, body),
      fail: (requestId, body) =>
        sandbox.#answer(requestId, { kind: 'error', error: bodyToError(body) }),
      failInit: (body) => {
        sandbox.#verdict = bodyToError(body);
      },
    });
    sandbox.#spawn(program, api);
    return sandbox;
  }

  /** Hands over an event. Only for a new or an idle sandbox. */
  invoke(body: string, onGiven?: OnGiven): Promise<InvokeResult> {
    this.#onGiven = onGiven;
    const invocation = openInvocation(body, !this.#isUsed);
    this.#isUsed = true;
    this.#invocation = invocation;
    this.#deliver();
    return invocation.result;
  }

  /** Kills the process. What it had in hand rejects with StoppedError. Resolves when everything is closed. */
  async stop(): Promise<void> {
    this.#invocation?.abandon(new StoppedError('the function was stopped during an invocation'));
    this.#child?.kill('SIGKILL');
    await this.#ended.promise;
  }

  #spawn({ config, runtime }: SandboxProgram, api: RuntimeApi): void {
    this.#api = api;
    this.#spawnedAt = performance.now();
    const child = spawn(config.node.binary, sandboxArguments(config), {
      cwd: config.code.taskRoot,
      env: sandboxEnvironment(config, runtime, api.authority, this.#id),
      stdio: ['ignore', this.#log.fd, this.#log.fd],
    });
    this.#child = child;
    this.#killAfter(config.limits.initTimeoutMs);
    child.once('exit', (code, signal) => this.#end({ code, signal }));
    // The process could not be started: there will be no exit.
    child.once('error', (error) => {
      this.#invocation?.abandon(error);
      this.#end({ code: null, signal: null });
    });
  }

  #killAfter(afterMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const { requestId = '' } = this.#invocation ?? {};
      this.#verdict = timedOut(requestId, this.#config.limits.timeoutMs);
      this.#child?.kill('SIGKILL');
    }, afterMs);
  }

  #next(): Promise<Delivery> {
    clearTimeout(this.#timer);
    this.#initMs ??= performance.now() - this.#spawnedAt;
    const { promise, resolve } = Promise.withResolvers<Delivery>();
    this.#give = resolve;
    if (this.#invocation?.isTold) {
      this.#invocation = undefined;
      this.#owner.idle(this);
    }
    this.#deliver();
    return promise;
  }

  #deliver(): void {
    const give = this.#give;
    const invocation = this.#invocation;
    if (give === undefined || invocation === undefined) return;
    this.#give = undefined;
    const { timeoutMs } = this.#config.limits;
    const { functionName, region } = this.#config.identity;
    const clockOffsetMs = this.#config.clock?.offsetMs() ?? 0;
    const deadlineMs = Date.now() + clockOffsetMs + timeoutMs;
    this.#killAfter(timeoutMs);
    invocation.deliver();
    const { requestId, body } = invocation;
    const arn = functionArn(functionName, region);
    give({ requestId, body, deadlineMs, clockOffsetMs, functionArn: arn });
    this.#onGiven?.({ sandboxId: this.#id, kill: () => this.#child?.kill('SIGKILL') });
  }

  #respond(requestId: string, body: string): boolean {
    const bytes = Buffer.byteLength(body);
    if (bytes > MAX_RESPONSE_BYTES) {
      this.#answer(requestId, { kind: 'error', error: tooLarge(bytes) });
      return false;
    }
    this.#answer(requestId, responseToAnswer(body));
    return true;
  }

  /** An answer that comes too late, or to another's invocation, changes nothing. */
  #answer(requestId: string, answer: InvokeAnswer): void {
    const invocation = this.#invocation;
    if (invocation?.requestId !== requestId || invocation.isTold || this.#verdict) return;
    this.#tell(invocation, answer);
  }

  #tell(invocation: Invocation, answer: InvokeAnswer): void {
    const isInitSeen = invocation.isCold && this.#initMs !== undefined;
    const logs = this.#log.read();
    invocation.tell(answer, isInitSeen ? { logs, initMs: this.#initMs ?? 0 } : { logs });
  }

  #end({ code, signal }: { readonly code: number | null; readonly signal: string | null }): void {
    clearTimeout(this.#timer);
    const invocation = this.#invocation;
    if (invocation !== undefined && !invocation.isTold) {
      const error = this.#verdict ?? exited(invocation.requestId, code, signal);
      this.#tell(invocation, { kind: 'error', error });
    }
    this.#log.close();
    this.#owner.ended(this);
    const closed = this.#api?.close() ?? Promise.resolve();
    closed.then(this.#ended.resolve, this.#ended.reject);
  }
}
