// An assembly → everything it describes, running on local servers, in the order CloudFormation would create it.

import { SQSClient } from '@aws-sdk/client-sqs';
import {
  type AwsLocal,
  type BatchOutcome,
  DEFAULT_REGION,
  type DynamoLocal,
  queueNameOf,
} from '../../../src/local/index.ts';
import { type Access, accessOf } from './access.ts';
import { invokeAsynchronously } from './async-invoke.ts';
import { type Clients, createServices, type Versioning } from './create-services.ts';
import { fieldsOf, listIn, objectIn, TemplateError, textIn } from './fields.ts';
import { notifyBuckets } from './notify-buckets.ts';
import { type Deployable, deployable, type ResolvedResource } from './physical.ts';
import { mappingsOf, pollQueues } from './poll-queues.ts';
import {
  type DeployedFunction,
  type FunctionChanges,
  isFunction,
  startFunction,
} from './start-function.ts';
import { subscribeQueues } from './subscribe-queues.ts';
import type { Assembly } from './template.ts';

/** A deployed stack. */
export interface Provisioned {
  readonly stack: Deployable;
  readonly access: Access;
  readonly scan: DeployedFunction;
  readonly settle: DeployedFunction;
  /** Absent where the stack has none. */
  readonly canary?: DeployedFunction;
  /** The functions that tell destinations, by the destination's name. */
  readonly notify: ReadonlyMap<string, DeployedFunction>;
  /** Lets the scan function's mapping poll until its queue is empty. */
  poll(): Promise<readonly BatchOutcome[]>;
  /** Lets the mappings of all destinations poll until their queues are empty. */
  tell(): Promise<readonly BatchOutcome[]>;
  stop(): Promise<void>;
}

/** What is changed about the template's stack. */
export interface Changes extends FunctionChanges {
  /** Without the bucket's notifications, for a test that wires others. @default the template's */
  readonly notifications?: 'none';
  /** @default the template's */
  readonly versions?: Versioning;
  /** What is changed about settle; the rest is about the scan function. */
  readonly settle?: FunctionChanges;
  /** What is changed about the functions of destinations, by the destination's name. */
  readonly notify?: Readonly<Record<string, FunctionChanges>>;
}

/** What a stack is created on, and by. */
export interface Servers {
  readonly aws: AwsLocal;
  readonly dynamo: DynamoLocal;
  readonly clients: Clients;
}

/** Creates the stacks. Mappings do not poll before `poll()`, so that a test says what is in a batch. */
export async function provision(
  assembly: Assembly,
  { aws, dynamo, clients }: Servers,
  changes: Changes,
): Promise<Provisioned> {
  const stack = deployable(assembly, (name) => aws.queueUrl(name));
  const access = accessOf(stack);
  await createServices(stack, aws, clients, changes.versions ?? 'template');
  await subscribeQueues(stack, access, clients.sns);
  const functions = stack.ofType('AWS::Lambda::Function');
  const launch = async (found: ResolvedResource, functionChanges: FunctionChanges) => {
    const started = await startFunction(found, assembly, { aws, dynamo }, functionChanges);
    if (access.canAssume(started.roleName)) return started;
    throw new TemplateError(`Lambda may not take the role of ${found.name}`);
  };
  const start = async (output: string, functionChanges: FunctionChanges) => {
    const found = functions.find(({ name }) => name === stack.outputs[output]);
    if (found === undefined) throw new TemplateError(`${output} names no function`);
    return await launch(found, functionChanges);
  };
  const scan = await start('ScanFunctionName', changes);
  const settle = await start('SettleFunctionName', changes.settle ?? {});
  const canary =
    stack.outputs['CanaryFunctionName'] === undefined
      ? undefined
      : await start('CanaryFunctionName', {});
  checkSchedules(stack, access, [
    [settle, 'rate(1 minute)'],
    ...(canary === undefined ? [] : [[canary, 'rate(15 minutes)'] as const]),
  ]);
  const notify = new Map<string, DeployedFunction>();
  for (const { found, destination } of notifiers(functions)) {
    notify.set(destination, await launch(found, changes.notify?.[destination] ?? {}));
  }
  checkMappings(stack, [scan, ...notify.values()]);
  const credentials = { accessKeyId: scan.roleName, secretAccessKey: 'local' };
  const sqs = new SQSClient({ endpoint: aws.endpoint, region: DEFAULT_REGION, credentials });
  const queueUrl = (name: string) => aws.queueUrl(name);
  const polling = { endpoint: aws.endpoint, sqs: clients.sqs, queueUrl };
  if (changes.notifications !== 'none') {
    const deps = { sqs, queueUrlOfArn: (arn: string) => queueUrl(queueNameOf(arn)) };
    await notifyBuckets(stack, {
      aws,
      access,
      invoke: (_arn, s3Event) => invokeAsynchronously(scan, stack, s3Event, deps),
    });
  }
  return {
    stack,
    access,
    scan,
    settle,
    ...(canary === undefined ? {} : { canary }),
    notify,
    poll: () => pollQueues(stack, scan, polling),
    tell: async () => {
      const told = [...notify.values()].map((one) => pollQueues(stack, one, polling));
      return (await Promise.all(told)).flat();
    },
    stop: async () => {
      const all = [scan, settle, ...(canary === undefined ? [] : [canary]), ...notify.values()];
      await Promise.all(all.map(({ lambda }) => lambda.stop()));
      sqs.destroy();
    },
  };
}

/** The functions that are told a destination. */
function notifiers(functions: readonly ResolvedResource[]) {
  return functions.flatMap((found) => {
    const variables = objectIn(objectIn(found.properties, 'Environment'), 'Variables');
    const text = variables['SIGMA_LAMBDA_DESTINATION'];
    if (typeof text !== 'string') return [];
    const destination = textIn(fieldsOf(JSON.parse(text), 'SIGMA_LAMBDA_DESTINATION'), 'name');
    return [{ found, destination }];
  });
}

/** Every mapping invokes a function that is polled for. */
function checkMappings(stack: Deployable, functions: readonly DeployedFunction[]): void {
  const known = functions.flatMap((one) => mappingsOf(stack, one));
  for (const { logicalId } of stack.ofType('AWS::Lambda::EventSourceMapping')) {
    if (known.some((one) => one.logicalId === logicalId)) continue;
    throw new TemplateError(`${logicalId} invokes another function`);
  }
}

/** A rule for each of these, and no other; each function lets its own. */
function checkSchedules(
  stack: Deployable,
  access: Access,
  scheduled: readonly (readonly [DeployedFunction, string])[],
): void {
  const rules = stack.ofType('AWS::Events::Rule');
  if (rules.length !== scheduled.length) {
    throw new TemplateError(`${rules.length} schedules; expected ${scheduled.length}`);
  }
  for (const { logicalId, properties } of rules) {
    const { ScheduleExpression, State } = properties;
    const ruleArn = stack.arnOf(logicalId);
    for (const target of listIn(properties, 'Targets').map((one) => fieldsOf(one, 'Targets'))) {
      const arn = textIn(target, 'Arn');
      const [, expected] = scheduled.find(([one]) => isFunction(one, arn)) ?? [];
      if (ScheduleExpression !== expected || State !== 'ENABLED') {
        throw new TemplateError(`the schedule of ${arn} is ${ScheduleExpression}, ${State}`);
      }
      if (!access.canSchedule(ruleArn, arn)) throw new TemplateError('the schedule may not invoke');
    }
  }
}
