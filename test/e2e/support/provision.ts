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
import { TemplateError } from './fields.ts';
import { notifyBuckets } from './notify-buckets.ts';
import { type Deployable, deployable } from './physical.ts';
import { pollQueues } from './poll-queues.ts';
import { type DeployedFunction, type FunctionChanges, startFunction } from './start-function.ts';
import type { Template } from './template.ts';

/** A deployed stack. */
export interface Provisioned {
  readonly stack: Deployable;
  readonly access: Access;
  /** The stack's one function. */
  readonly scan: DeployedFunction;
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
  const [resource, ...others] = stack.ofType('AWS::Lambda::Function');
  if (resource === undefined || others.length > 0) {
    throw new TemplateError(`${others.length + 1} functions; the provisioner knows one`);
  }
  const scan = await startFunction(resource, template, { aws, dynamo }, changes);
  if (!access.canAssume(scan.roleName)) throw new TemplateError('Lambda may not take the role');
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
    poll: () => pollQueues(stack, scan, { endpoint: aws.endpoint, sqs: clients.sqs, queueUrl }),
    stop: async () => {
      await scan.lambda.stop();
      sqs.destroy();
    },
  };
}
