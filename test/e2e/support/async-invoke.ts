// An asynchronous invocation → the function run until it succeeds or its retries are over, then the failure's record sent.
// @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html

import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { InvokeResult } from '../../../src/local/index.ts';
import { numberIn, objectIn, textIn } from './fields.ts';
import type { Deployable } from './physical.ts';
import { type DeployedFunction, isFunction } from './start-function.ts';

/** Lambda's default of MaximumRetryAttempts. */
const DEFAULT_RETRIES = 2;

/** What an asynchronous invocation needs beside the function. */
export interface AsyncDeps {
  /** A client that calls with the function's role, as Lambda does when it sends the record. */
  readonly sqs: SQSClient;
  queueUrlOfArn(arn: string): string;
}

/** Invokes as S3 does. The minute and the two before retries are left out: only time would be shown by them. */
export async function invokeAsynchronously(
  target: DeployedFunction,
  stack: Deployable,
  lambdaEvent: unknown,
  { sqs, queueUrlOfArn }: AsyncDeps,
): Promise<void> {
  const config = stack
    .ofType('AWS::Lambda::EventInvokeConfig')
    .find(({ properties }) => isFunction(target, textIn(properties, 'FunctionName')));
  const properties = config?.properties ?? {};
  const retries = numberIn(properties, 'MaximumRetryAttempts', DEFAULT_RETRIES);
  const runs: InvokeResult[] = [];
  do runs.push(await target.invoke(lambdaEvent));
  while (runs.at(-1)?.kind === 'error' && runs.length <= retries);
  const last = runs.at(-1);
  const onFailure = objectIn(objectIn(properties, 'DestinationConfig'), 'OnFailure');
  if (last?.kind !== 'error' || Object.keys(onFailure).length === 0) return;
  const record = {
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: last.requestId,
      functionArn: `${target.arn}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: runs.length,
    },
    requestPayload: lambdaEvent,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: last.error,
  };
  const QueueUrl = queueUrlOfArn(textIn(onFailure, 'Destination'));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(record) }));
}
