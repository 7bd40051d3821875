// The NotificationConfiguration of each bucket → the same on the local S3, if the target's policy lets S3 send.

import type { AwsLocal, NotificationTarget } from '../../../src/local/index.ts';
import type { Access } from './access.ts';
import {
  type Fields,
  fieldsOf,
  listIn,
  objectIn,
  onlyKnown,
  TemplateError,
  textIn,
} from './fields.ts';
import type { Deployable } from './physical.ts';

/** What notifying needs. */
export interface NotifyDeps {
  readonly aws: AwsLocal;
  readonly access: Access;
  /** Invokes a function asynchronously, by its ARN. */
  readonly invoke: (functionArn: string, s3Event: unknown) => Promise<void>;
}

/** The two kinds: the member that names the target, and the action S3 needs on it. */
const KINDS = {
  QueueConfigurations: { member: 'Queue', action: 'sqs:SendMessage' },
  LambdaConfigurations: { member: 'Function', action: 'lambda:InvokeFunction' },
} as const;

/** Configures all buckets. Rejects with a TemplateError where AWS would refuse the deployment. */
export async function notifyBuckets(stack: Deployable, deps: NotifyDeps): Promise<void> {
  for (const { name: bucket, properties } of stack.ofType('AWS::S3::Bucket')) {
    const configuration = objectIn(properties, 'NotificationConfiguration');
    onlyKnown(configuration, Object.keys(KINDS), 'NotificationConfiguration');
    for (const kind of ['QueueConfigurations', 'LambdaConfigurations'] as const) {
      for (const value of listIn(configuration, kind)) {
        await notify(bucket, kind, fieldsOf(value, kind), deps);
      }
    }
  }
}

async function notify(
  bucket: string,
  kind: keyof typeof KINDS,
  configured: Fields,
  { aws, access, invoke }: NotifyDeps,
): Promise<void> {
  const { member, action } = KINDS[kind];
  onlyKnown(configured, ['Event', 'Filter', member], kind);
  const arn = textIn(configured, member);
  if (!access.canNotify(bucket, action, arn)) {
    throw new TemplateError(`no policy lets S3 ${action} on ${arn} for ${bucket}`);
  }
  const target: NotificationTarget =
    kind === 'QueueConfigurations'
      ? { kind: 'queue', queueArn: arn }
      : { kind: 'lambda', invoke: (s3Event) => invoke(arn, s3Event) };
  const events = [textIn(configured, 'Event')];
  await aws.notify(bucket, { target, events, ...filterOf(configured) });
}

function filterOf(configured: Fields): { readonly prefix?: string; readonly suffix?: string } {
  const rules = listIn(objectIn(objectIn(configured, 'Filter'), 'S3Key'), 'Rules');
  const pairs = rules.map((value) => {
    const rule = fieldsOf(value, 'Rules');
    const name = textIn(rule, 'Name');
    if (name !== 'prefix' && name !== 'suffix') throw new TemplateError(`filter rule ${name}`);
    return [name, keyText(textIn(rule, 'Value'))];
  });
  return Object.fromEntries(pairs);
}

/**
 * What a filter rule's value says of keys. S3 asks for percent-encoding of all but its safe characters; a bare one
 * would be deployed, and might match nothing.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
 */
function keyText(value: string): string {
  if (/^(?:[\w!.'()/+-]|%[\dA-F]{2})*$/.test(value)) {
    return decodeURIComponent(value.replaceAll('+', ' '));
  }
  throw new TemplateError(`filter value ${JSON.stringify(value)} is not encoded`);
}
