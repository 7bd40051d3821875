// Step Functions and Lambda as far as replays ask them, on this machine: executions by what the test says of them.

import { createServer, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { isJsonObject, type JsonObject } from '../../../src/model/index.ts';

/** What was asked, and how executions are. */
export interface StepFunctions {
  readonly endpoint: string;
  readonly asked: { readonly action: string; readonly input: JsonObject }[];
  /** Answer to DescribeExecution. */
  execution: JsonObject;
}

const REGION = 'eu-central-1';
const MACHINE = `arn:aws:states:${REGION}:000000000000`;

/** Serves until the test ends. */
export async function stepFunctions(
  t: TestContext,
  { stack, bucket }: { stack: string; bucket: string },
): Promise<StepFunctions> {
  const asked: StepFunctions['asked'] = [];
  const served: StepFunctions = { endpoint: '', asked, execution: { status: 'RUNNING' } };
  const answers: Readonly<Record<string, () => JsonObject>> = {
    StartExecution: () => ({
      executionArn: `${MACHINE}:execution:${stack}-replay:one`,
      startDate: 0,
    }),
    DescribeExecution: () => ({ startDate: 0, ...served.execution }),
    ListMapRuns: () => ({
      mapRuns: [
        {
          mapRunArn: `${MACHINE}:mapRun:${stack}-replay/Find:1`,
          executionArn: 'x',
          stateMachineArn: 'x',
          startDate: 0,
        },
      ],
    }),
    DescribeMapRun: () => ({
      itemCounts: {
        pending: 1,
        running: 1,
        succeeded: 2,
        failed: 0,
        timedOut: 0,
        aborted: 0,
        total: 4,
        resultsWritten: 0,
      },
    }),
    RedriveExecution: () => ({ redriveDate: 0 }),
  };
  const server = createServer((request, response) => {
    void answer(request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(body);
    });
  });
  async function answer(request: IncomingMessage) {
    if (request.url?.startsWith('/2015-03-31/functions') === true) {
      return { status: 200, body: JSON.stringify({ Functions: [replayFunction(stack, bucket)] }) };
    }
    const action = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
    const make = answers[action];
    if (make === undefined) return { status: 404, body: '{}' };
    const input = await json(request);
    asked.push({ action, input: isJsonObject(input) ? input : {} });
    return { status: 200, body: JSON.stringify(make()) };
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return Object.assign(served, { endpoint: `http://127.0.0.1:${port}` });
}

function replayFunction(stack: string, bucket: string): JsonObject {
  return {
    FunctionName: `${stack}-Replay`,
    FunctionArn: `arn:aws:lambda:${REGION}:000000000000:function:${stack}-Replay`,
    Environment: {
      Variables: {
        POWERTOOLS_SERVICE_NAME: 'replay',
        POWERTOOLS_METRICS_NAMESPACE: `SigmaLambda/${stack}`,
        SIGMA_LAMBDA_EVIDENCE_BUCKET: bucket,
      },
    },
  };
}
