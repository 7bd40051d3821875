// A bundle and its environment → the function under Lambda's runtime client, and every invocation told to who watches.

import {
  type EventSource,
  type FunctionLimits,
  type InvokeResult,
  type LambdaFunction,
  type MappingOptions,
  type SqsEvent,
  startEventSource,
  startLambda,
  StoppedError,
} from '../../local/index.ts';
import { bundleFolder } from './bundles.ts';
import type { Variables } from './environment.ts';

/** A function to host. */
export interface HostedFunction {
  /** Its bundle's. */
  readonly name: string;
  /** Also its access key: the services can tell whose call is whose. @default the bundle's name */
  readonly functionName?: string;
  readonly environment: Variables;
  readonly limits: FunctionLimits;
  /** Is told how each invocation ended. */
  readonly ended: (result: InvokeResult) => void;
}

/** A function at hand. */
export interface RunningFunction {
  /** Resolves with how it ended; undefined where the function was stopped meanwhile. */
  invoke(lambdaEvent: unknown): Promise<InvokeResult | undefined>;
  readonly lambda: LambdaFunction;
  /** Invocations under way. */
  readonly running: number;
}

/** Starts it; its first process comes with the first invocation. */
export async function hostFunction(hosted: HostedFunction): Promise<RunningFunction> {
  const { name, functionName = name, environment, limits, ended } = hosted;
  const lambda = await startLambda({
    identity: { functionName },
    code: { taskRoot: bundleFolder(name), handler: 'index.handler' },
    environment,
    limits,
  });
  let running = 0;
  const invoke = async (lambdaEvent: unknown): Promise<InvokeResult | undefined> => {
    running += 1;
    try {
      const result = await lambda.invoke(lambdaEvent);
      ended(result);
      return result;
    } catch (error) {
      if (error instanceof StoppedError) return undefined;
      throw error;
    } finally {
      running -= 1;
    }
  };
  return {
    invoke,
    lambda,
    get running() {
      return running;
    },
  };
}

/** A queue that a function is invoked with. */
export interface PolledQueue {
  readonly endpoint: string;
  readonly queueUrl: string;
  readonly mapping: MappingOptions;
  /** Is told of a batch before the function has it. */
  readonly given: (sqsEvent: SqsEvent) => void;
  /** Is told of a batch before its messages are deleted or come again. */
  readonly settled: (sqsEvent: SqsEvent, result: InvokeResult) => Promise<void>;
}

/** Polls the queue for the function until stopped. */
export function pollFor(target: RunningFunction, queue: PolledQueue): Promise<EventSource> {
  const { endpoint, queueUrl, mapping, given, settled } = queue;
  const { functionName, timeoutMs } = target.lambda;
  const invoke = async (sqsEvent: SqsEvent): Promise<InvokeResult> => {
    given(sqsEvent);
    const result = await target.invoke(sqsEvent);
    if (result === undefined) throw new StoppedError(`${functionName} was stopped`);
    await settled(sqsEvent, result);
    return result;
  };
  return startEventSource({
    endpoint,
    queueUrl,
    target: { timeoutMs, invoke },
    mapping: { ...mapping, functionResponseTypes: ['ReportBatchItemFailures'] },
    role: { accessKeyId: functionName },
  });
}
