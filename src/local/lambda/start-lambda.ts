// A folder with a handler → a function that can be invoked, under AWS's own runtime client for Node.

import { EventTooLargeError } from '../errors.ts';
import { type InvokeResult, MAX_EVENT_BYTES } from './invoke-result.ts';
import { type LambdaOptions, toFunctionConfig } from './lambda-options.ts';
import { nodeVersionOf, versionToRuntime } from './node-version.ts';
import type { OnGiven } from './sandbox.ts';
import { SandboxPool } from './sandbox-pool.ts';

/** A function of this machine. */
export interface LambdaFunction {
  readonly functionName: string;
  readonly timeoutMs: number;
  /** Version of the node binary, `v24.21.0`. */
  readonly nodeVersion: string;
  /** The Lambda runtime that version stands for, `nodejs24.x`; also the function's AWS_EXECUTION_ENV. */
  readonly runtime: string;
  /**
   * Invokes and waits (InvocationType RequestResponse). Errors of the function are results, not rejections.
   * Rejects with EventTooLargeError above 6 MB, with StoppedError once stopped. `onGiven` is told which sandbox has it.
   */
  invoke(lambdaEvent: unknown, onGiven?: OnGiven): Promise<InvokeResult>;
  /** Kills every sandbox. */
  stop(): Promise<void>;
}

/**
 * Prepares a function; its first sandbox starts with the first invocation.
 * Unlike Lambda: a sandbox is not frozen between invocations, has the network and disk of this machine,
 * and is held to its memory size by V8's heap limit alone. A failed init is not tried a second time.
 * Throws LocalConfigError for options Lambda would refuse.
 */
export async function startLambda(options: LambdaOptions): Promise<LambdaFunction> {
  const config = toFunctionConfig(options);
  const nodeVersion = await nodeVersionOf(config.node.binary);
  const runtime = versionToRuntime(nodeVersion);
  const pool = new SandboxPool({ config, runtime });
  return {
    functionName: config.identity.functionName,
    timeoutMs: config.limits.timeoutMs,
    nodeVersion,
    runtime,
    invoke: async (lambdaEvent, onGiven) => pool.invoke(eventToBody(lambdaEvent), onGiven),
    stop: () => pool.stop(),
  };
}

function eventToBody(lambdaEvent: unknown): string {
  const body = JSON.stringify(lambdaEvent ?? null);
  const bytes = Buffer.byteLength(body);
  if (bytes > MAX_EVENT_BYTES) {
    throw new EventTooLargeError(`the event has ${bytes} bytes, Lambda takes ${MAX_EVENT_BYTES}`);
  }
  return body;
}
