// A template → everything it describes, running on local servers, in the order CloudFormation would create it.

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
import { fieldsOf, listIn, TemplateError, textIn } from './fields.ts';
import { notifyBuckets } from './notify-buckets.ts';
import { type Deployable, deployable } from './physical.ts';
import { pollQueues } from './poll-queues.ts';
import {
  type DeployedFunction,
  type FunctionChanges,
  isFunction,
  startFunction,
} from './start-function.ts';
import type { Template } from './template.ts';

/** A deployed stack. */
export interface Provisioned {
  readonly stack: Deployable;
  readonly access: Access;
  readonly scan: DeployedFunction;
  readonly settle: DeployedFunction;
  /** Lets the event source mappings poll until the queues are empty. */
  poll(): Promise<readonly BatchOutcome[]>;
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
}

/** What a stack is created on, and by. */
export interface Servers {
  readonly aws: AwsLocal;
  readonly dynamo: DynamoLocal;
  readonly clients: Clients;
}

/** Creates the stack. Mappings do not poll before `poll()`, so that a test says what is in a batch. */
export async function provision(
  template: Template,
  { aws, dynamo, clients }: Servers,
  changes: Changes,
): Promise<Provisioned> {
  const stack = deployable(template, (name) => aws.queueUrl(name));
  const access = accessOf(stack);
  await createServices(stack, aws, clients, changes.versions ?? 'template');
  const start = async (output: string, functionChanges: FunctionChanges) => {
    const name = stack.outputs[output];
    const found = stack.ofType('AWS::Lambda::Function').find((one) => one.name === name);
    if (found === undefined) throw new TemplateError(`${output} names no function`);
    const started = await startFunction(found, template, { aws, dynamo }, functionChanges);
    if (access.canAssume(started.roleName)) return started;
    throw new TemplateError(`Lambda may not take the role of ${name}`);
  };
  const scan = await start('ScanFunctionName', changes);
  const settle = await start('SettleFunctionName', changes.settle ?? {});
  checkSchedule(stack, access, settle);
  const credentials = { accessKeyId: scan.roleName, secretAccessKey: 'local' };
  const sqs = new SQSClient({ endpoint: aws.endpoint, region: DEFAULT_REGION, credentials });
  const queueUrl = (name: string) => aws.queueUrl(name);
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
    poll: () => pollQueues(stack, scan, { endpoint: aws.endpoint, sqs: clients.sqs, queueUrl }),
    stop: async () => {
      await Promise.all([scan.lambda.stop(), settle.lambda.stop()]);
      sqs.destroy();
    },
  };
}

/** One rule, every minute, for settle, which lets it. */
function checkSchedule(stack: Deployable, access: Access, settle: DeployedFunction): void {
  const [rule, ...others] = stack.ofType('AWS::Events::Rule');
  if (rule === undefined || others.length > 0) throw new TemplateError('not one schedule');
  const { ScheduleExpression, State } = rule.properties;
  if (ScheduleExpression !== 'rate(1 minute)' || State !== 'ENABLED') {
    throw new TemplateError(`the schedule is ${ScheduleExpression}, ${State}`);
  }
  const targets = listIn(rule.properties, 'Targets').map((one) => fieldsOf(one, 'Targets'));
  const ruleArn = stack.arnOf(rule.logicalId);
  for (const target of targets) {
    const arn = textIn(target, 'Arn');
    if (!isFunction(settle, arn)) throw new TemplateError(`the schedule invokes ${arn}`);
    if (!access.canSchedule(ruleArn, arn)) throw new TemplateError('the schedule may not invoke');
  }
}
