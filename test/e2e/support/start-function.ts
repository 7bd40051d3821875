// A function of the template → the same from its asset, under Lambda's runtime client, every invocation kept.

import { join } from 'node:path';
import {
  type FunctionClock,
  functionArn,
  type InvokeResult,
  type LambdaFunction,
  type OnGiven,
  startLambda,
} from '../../../src/local/index.ts';
import { numberIn, objectIn, TemplateError, textIn } from './fields.ts';
import type { ResolvedResource } from './physical.ts';
import { TOLD_AT_ONCE } from './telling.ts';
import type { Assembly } from './template.ts';

/** A running function. */
export interface DeployedFunction {
  readonly name: string;
  readonly arn: string;
  /** Its role, also the access key its calls are logged under. */
  readonly roleName: string;
  readonly lambda: LambdaFunction;
  /** Invocations that have ended, in that order. */
  readonly invocations: readonly InvokeResult[];
  invoke(lambdaEvent: unknown, onGiven?: OnGiven): Promise<InvokeResult>;
}

/** Where its calls go. */
export interface Endpoints {
  readonly aws: { readonly endpoint: string };
  readonly dynamo: { readonly endpoint: string };
}

/** What the test changes about a function, for nothing of it can be seen in a test's time. */
export interface FunctionChanges {
  /** @default the template's */
  readonly timeoutMs?: number;
  /** Scripts loaded before the function. @default none */
  readonly preloads?: readonly string[];
  /** @default this machine's */
  readonly clock?: FunctionClock;
  /** Variables in place of the template's. @default everything that is found is told at once */
  readonly environment?: Readonly<Record<string, string>>;
  /** Seconds that connections wait for other objects. @default 0: a test cannot wait, and looks at one object */
  readonly joinGraceSeconds?: number;
  /** Processes at once. @default 2 */
  readonly maxSandboxes?: number;
}

/** Two CPUs are what a test can count on; invocations above it wait. */
const MAX_SANDBOXES = 2;

/** Starts it. Throws a TemplateError where the Node at hand is not the template's runtime. */
export async function startFunction(
  { logicalId, name, properties, metadata }: ResolvedResource,
  { folder }: Assembly,
  { aws, dynamo }: Endpoints,
  changes: FunctionChanges,
): Promise<DeployedFunction> {
  const {
    timeoutMs,
    preloads = [],
    joinGraceSeconds = 0,
    clock,
    maxSandboxes = MAX_SANDBOXES,
  } = changes;
  const roleName = textIn(properties, 'Role').split('/').at(-1) ?? '';
  const variables = objectIn(objectIn(properties, 'Environment'), 'Variables');
  const texts = Object.entries(variables).map(([key, value]) => [key, String(value)]);
  const endpoints = {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
    SIGMA_LAMBDA_JOIN_GRACE_SECONDS: String(joinGraceSeconds),
  };
  const lambda = await startLambda({
    identity: { functionName: name, accessKeyId: roleName },
    code: {
      taskRoot: join(folder, textIn(metadata, 'aws:asset:path')),
      handler: textIn(properties, 'Handler'),
    },
    environment: {
      ...Object.fromEntries(texts),
      ...endpoints,
      ...TOLD_AT_ONCE,
      ...changes.environment,
    },
    limits: {
      timeoutMs: timeoutMs ?? numberIn(properties, 'Timeout', 3) * 1000,
      memoryMb: numberIn(properties, 'MemorySize', 128),
      maxSandboxes,
    },
    node: { options: preloads.flatMap((path) => ['--require', path]) },
    ...(clock === undefined ? {} : { clock }),
  });
  const runtime = textIn(properties, 'Runtime');
  if (lambda.runtime !== runtime) {
    throw new TemplateError(`${logicalId} is for ${runtime}; this Node is ${lambda.nodeVersion}`);
  }
  const invocations: InvokeResult[] = [];
  const invoke = async (lambdaEvent: unknown, onGiven?: OnGiven): Promise<InvokeResult> => {
    const result = await lambda.invoke(lambdaEvent, onGiven);
    invocations.push(result);
    return result;
  };
  return { name, arn: functionArn(name), roleName, lambda, invocations, invoke };
}

/** Whether a reference (name or ARN) is to this function. */
export function isFunction({ name }: Pick<DeployedFunction, 'name'>, nameOrArn: string): boolean {
  return nameOrArn.split(':').at(-1) === name;
}
