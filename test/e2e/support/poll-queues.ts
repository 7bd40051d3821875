// The event source mappings of a template → pollers that run until their queues are empty.

import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';
import {
  type BatchOutcome,
  type EventSource,
  type InvokeResult,
  type MappingOptions,
  queueNameOf,
  type SqsEvent,
  startEventSource,
} from '../../../src/local/index.ts';
import { numberIn, objectIn, TemplateError, textIn, textsIn } from './fields.ts';
import type { Deployable, ResolvedResource } from './physical.ts';
import { type DeployedFunction, isFunction } from './start-function.ts';
import { within } from './until.ts';

/** What polling needs. */
export interface PollDeps {
  readonly endpoint: string;
  readonly sqs: SQSClient;
  queueUrl(name: string): string;
  /**
   * What is done about a message that failed. @default it is visible again at once: a test cannot wait 15 minutes for each
   * of five deliveries
   */
  readonly failed?: (queueUrl: string, receiptHandle: string) => Promise<void>;
}

/** A function as a mapping invokes it. */
export type PolledFunction = Pick<DeployedFunction, 'name' | 'roleName' | 'lambda'> & {
  invoke(sqsEvent: SqsEvent): Promise<InvokeResult>;
};

/** Polls the function's queues with the template's settings, until nothing is in them. Resolves with the batches. */
export async function pollQueues(
  stack: Deployable,
  target: PolledFunction,
  deps: PollDeps,
): Promise<readonly BatchOutcome[]> {
  const batches: BatchOutcome[] = [];
  for (const mapping of mappingsOf(stack, target)) {
    const source = await startPoller(mapping, target, deps);
    try {
      await within(`${mapping.logicalId} to empty its queue`, source.drained());
    } finally {
      await source.stop();
    }
    if (source.problems.length > 0) throw new AggregateError(source.problems, mapping.logicalId);
    batches.push(...source.batches);
  }
  return batches;
}

/** Polls the function's queues until stopped. */
export async function startPollers(
  stack: Deployable,
  target: PolledFunction,
  deps: PollDeps,
): Promise<readonly EventSource[]> {
  return await Promise.all(
    mappingsOf(stack, target).map((mapping) => startPoller(mapping, target, deps)),
  );
}

/** The mappings that invoke a function. */
export function mappingsOf(
  stack: Deployable,
  target: Pick<DeployedFunction, 'name'>,
): readonly ResolvedResource[] {
  return stack
    .ofType('AWS::Lambda::EventSourceMapping')
    .filter(({ properties }) => isFunction(target, textIn(properties, 'FunctionName')));
}

async function startPoller(
  { properties }: ResolvedResource,
  target: PolledFunction,
  deps: PollDeps,
): Promise<EventSource> {
  const queueUrl = deps.queueUrl(queueNameOf(textIn(properties, 'EventSourceArn')));
  const { failed = (url, handle) => endVisibility(deps.sqs, url, handle) } = deps;
  return await startEventSource({
    endpoint: deps.endpoint,
    queueUrl,
    target: {
      timeoutMs: target.lambda.timeoutMs,
      invoke: tended(target, (handle) => failed(queueUrl, handle)),
    },
    mapping: mappingOf(properties),
    role: { accessKeyId: target.roleName },
  });
}

function mappingOf(properties: Readonly<Record<string, unknown>>): MappingOptions {
  const types = textsIn(properties, 'FunctionResponseTypes').map((type) => {
    if (type === 'ReportBatchItemFailures') return 'ReportBatchItemFailures' as const;
    throw new TemplateError(`FunctionResponseTypes has ${type}`);
  });
  const scaling = objectIn(properties, 'ScalingConfig');
  return {
    batchSize: numberIn(properties, 'BatchSize', 10),
    maximumBatchingWindowSeconds: numberIn(properties, 'MaximumBatchingWindowInSeconds', 0),
    functionResponseTypes: types,
    // As AWS does: what fails here is failed by the function's own report, not by a stricter poller.
    missingReport: 'succeeded',
    ...(Object.hasOwn(scaling, 'MaximumConcurrency')
      ? { maximumConcurrency: numberIn(scaling, 'MaximumConcurrency', 0) }
      : {}),
  };
}

/** The function, whose failed messages are seen to. The queue keeps the template's timeout, which the mapping is checked against. */
function tended(target: PolledFunction, failed: (receiptHandle: string) => Promise<void>) {
  return async (sqsEvent: SqsEvent): Promise<InvokeResult> => {
    const result = await target.invoke(sqsEvent);
    const ids = failedIds(result);
    for (const { messageId, receiptHandle } of sqsEvent.Records) {
      if (ids === 'all' || ids.has(messageId)) await failed(receiptHandle);
    }
    return result;
  };
}

/** Makes a message visible again. One that was received anew meanwhile, or is gone, is somebody else's. */
export async function endVisibility(
  sqs: SQSClient,
  QueueUrl: string,
  ReceiptHandle: string,
): Promise<void> {
  const input = { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 };
  try {
    await sqs.send(new ChangeMessageVisibilityCommand(input));
  } catch (error) {
    if (!(error instanceof Error && error.name === 'MessageNotInflight')) throw error;
  }
}

function failedIds(result: InvokeResult): ReadonlySet<string> | 'all' {
  if (result.kind === 'error') return 'all';
  const report: unknown = Object(result.payload).batchItemFailures;
  if (!Array.isArray(report)) return 'all';
  return new Set(report.map((item: unknown) => String(Object(item).itemIdentifier)));
}
