// A request → the SDK operation it is, and the permissions that operation needs.

import { queueArn, queueNameOf, secretArn, topicArn } from '../names.ts';
import { type Caller, callerOf } from './caller.ts';
import { fieldsOf, headerOf, type LocalRequest, textOf } from './http-types.ts';
import type { Permission } from './permission.ts';
import { s3Operation, s3Permissions } from './s3-operation.ts';
import { type S3Target, s3TargetOf } from './s3-target.ts';
import { parseEntries } from './sns-entries.ts';

/** One SDK operation as received. */
export interface Operation {
  /** Service and API operation: `s3:GetObject`, `sqs:SendMessageBatch`, `sns:PublishBatch`, `secretsmanager:GetSecretValue`. */
  readonly id: string;
  readonly service: 's3' | 'sqs' | 'sns' | 'sts' | 'secretsmanager';
  /** What IAM would ask the caller for; more than one for a copy. */
  readonly permissions: readonly Permission[];
  /** Access key id of the caller, undefined for an unsigned request. */
  readonly accessKeyId: string | undefined;
  /** Session token of the caller: for a function's call, the sandbox that made it. */
  readonly sessionToken: string | undefined;
  /** Texts to be published, for SNS alone; those too that are then refused or struck. */
  readonly messages: readonly string[];
  /** Path and query as sent: shows `versionId`, `prefix` and the like. */
  readonly url: string;
  /** Request headers in lower case: shows `range`, `if-match`. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Bucket and key, for S3 alone. */
  readonly s3: S3Target | undefined;
}

/** Tells which operation a request is. */
export function operationOf(request: LocalRequest): Operation {
  const caller = callerOf(request);
  const common = {
    accessKeyId: caller.accessKeyId,
    sessionToken: headerOf(request, 'x-amz-security-token'),
    messages: [],
    url: request.url,
    headers: request.headers,
  };
  const target = headerOf(request, 'x-amz-target');
  if (target !== undefined) {
    const ofTarget = target.startsWith(SECRETS_TARGET) ? secrets : sqs;
    return { ...common, ...ofTarget(target, request.body, caller), s3: undefined };
  }
  if (request.method === 'POST' && new URL(request.url, 'http://local').pathname === '/') {
    return { ...common, ...query(request.body, caller), s3: undefined };
  }
  const s3 = s3TargetOf(request);
  const name = s3Operation(request.method, s3, headerOf(request, 'x-amz-copy-source'));
  const permissions = s3Permissions(name, s3, headerOf(request, 'x-amz-copy-source'));
  return { ...common, id: `s3:${name}`, service: 's3', permissions, s3 };
}

type Identity = Pick<Operation, 'id' | 'service' | 'permissions'> & {
  readonly messages?: readonly string[];
};

/** Batch operations are permitted by the action of the single one. */
const singleOf = (name: string): string => name.replace(/Batch$/, '');

function sqs(target: string, body: unknown, caller: Caller): Identity {
  const name = target.replace('AmazonSQS.', '');
  const fields = fieldsOf(body);
  const queue = textOf(fields, 'QueueUrl') ?? textOf(fields, 'QueueName');
  const resource = queue === undefined ? '*' : queueArn(queueNameOf(queue), caller.region);
  const permissions = [{ action: `sqs:${singleOf(name)}`, resource }];
  return { id: `sqs:${name}`, service: 'sqs', permissions };
}

const SECRETS_TARGET = 'secretsmanager.';

/** Asked for by name, the ARN lacks its suffix, and no grant on the exact ARN covers it: functions ask by ARN. */
function secrets(target: string, body: unknown, caller: Caller): Identity {
  const id = target.replace(SECRETS_TARGET, 'secretsmanager:');
  const fields = fieldsOf(body);
  const secret = textOf(fields, 'SecretId') ?? textOf(fields, 'Name') ?? '*';
  const resource = secret.startsWith('arn:') ? secret : secretArn(secret, caller.region);
  return { id, service: 'secretsmanager', permissions: [{ action: id, resource }] };
}

/** SNS and STS share the query protocol at POST /; fauxqs knows of STS only GetCallerIdentity. */
function query(body: unknown, caller: Caller): Identity {
  const fields = fieldsOf(body);
  const name = textOf(fields, 'Action') ?? 'Unknown';
  const service = name === 'GetCallerIdentity' ? 'sts' : 'sns';
  const named = textOf(fields, 'Name');
  const resource =
    textOf(fields, 'TopicArn') ??
    textOf(fields, 'SubscriptionArn') ??
    textOf(fields, 'ResourceArn') ??
    (named === undefined ? '*' : topicArn(named, caller.region));
  const isPublish = name === 'Publish' || name === 'PublishBatch';
  return {
    id: `${service}:${name}`,
    service,
    ...(isPublish ? { messages: parseEntries(fields).map(({ message }) => message) } : {}),
    permissions: [{ action: `${service}:${singleOf(name)}`, resource }],
  };
}
