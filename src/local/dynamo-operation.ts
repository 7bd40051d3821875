// A request to DynamoDB → the operation it is, and the permissions that operation needs.

import type { IncomingMessage } from 'node:http';
import type { Permission } from './aws/permission.ts';
import { ACCOUNT_ID, DEFAULT_REGION } from './names.ts';

/** One operation as received. */
export interface DynamoOperation {
  /** `dynamodb:PutItem` and the like. */
  readonly id: string;
  /** What IAM would ask the caller for: one a table. */
  readonly permissions: readonly Permission[];
  /** Access key id of the caller, undefined for an unsigned request. */
  readonly accessKeyId: string | undefined;
}

const SCOPE = /Credential=([^/\s]+)\//;

/** Its name alone, before the body is there. */
export function dynamoOperationId({ headers }: IncomingMessage): string {
  const target = String(headers['x-amz-target'] ?? '');
  return `dynamodb:${target.split('.').at(-1) ?? ''}`;
}

/** Tells which operation a request is, once its body is there. */
export function dynamoOperationOf(request: IncomingMessage, body: string): DynamoOperation {
  const id = dynamoOperationId(request);
  const [, accessKeyId] = SCOPE.exec(request.headers.authorization ?? '') ?? [];
  const resources = resourcesOf(JSON.parse(body));
  return { id, permissions: resources.map((resource) => ({ action: id, resource })), accessKeyId };
}

interface Named {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly RequestItems?: Readonly<Record<string, unknown>>;
}

/** A query of an index asks for the index alone. */
function resourcesOf({ TableName, IndexName, RequestItems }: Named): readonly string[] {
  const arnOf = (table: string) =>
    `arn:aws:dynamodb:${DEFAULT_REGION}:${ACCOUNT_ID}:table/${table}`;
  if (RequestItems !== undefined) return Object.keys(RequestItems).map(arnOf);
  const table = TableName === undefined ? '*' : arnOf(TableName);
  return [IndexName === undefined ? table : `${table}/index/${IndexName}`];
}
