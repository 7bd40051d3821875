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
  /** Session token of the caller: for a function's call, the sandbox that made it. */
  readonly sessionToken: string | undefined;
}

/** What is known of an operation before its body is there. */
export type DynamoHead = Omit<DynamoOperation, 'permissions'>;

const SCOPE = /Credential=([^/\s]+)\//;

/** Which operation it is and whose, from the headers alone. */
export function dynamoHeadOf({ headers }: IncomingMessage): DynamoHead {
  const target = String(headers['x-amz-target'] ?? '');
  const token = headers['x-amz-security-token'];
  const [, accessKeyId] = SCOPE.exec(headers.authorization ?? '') ?? [];
  return {
    id: `dynamodb:${target.split('.').at(-1) ?? ''}`,
    accessKeyId,
    sessionToken: typeof token === 'string' ? token : undefined,
  };
}

/** Tells which operation a request is, once its body is there. */
export function dynamoOperationOf(request: IncomingMessage, body: string): DynamoOperation {
  const head = dynamoHeadOf(request);
  const named: Named = JSON.parse(body);
  const context = contextOf(named);
  const permissions = resourcesOf(named).map((resource) => ({
    action: head.id,
    resource,
    ...context,
  }));
  return { ...head, permissions };
}

interface Named {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly RequestItems?: Readonly<Record<string, unknown>>;
  readonly Key?: Keyed;
  readonly Item?: Keyed;
}

/** An item, or the key of one. */
type Keyed = Readonly<Record<string, { readonly S?: string }>>;

/** The partition key's name in our table: a request does not say which of its attributes that is. */
const PARTITION_KEY = 'pk';

/** The partition that a request for one item is about; of queries and batches it is not told. */
function contextOf({ Key, Item }: Named): Pick<Permission, 'context'> {
  const key = (Key ?? Item)?.[PARTITION_KEY]?.S;
  return key === undefined ? {} : { context: { 'dynamodb:LeadingKeys': [key] } };
}

/** A query of an index asks for the index alone. */
function resourcesOf({ TableName, IndexName, RequestItems }: Named): readonly string[] {
  const arnOf = (table: string) =>
    `arn:aws:dynamodb:${DEFAULT_REGION}:${ACCOUNT_ID}:table/${table}`;
  if (RequestItems !== undefined) return Object.keys(RequestItems).map(arnOf);
  const table = TableName === undefined ? '*' : arnOf(TableName);
  return [IndexName === undefined ? table : `${table}/index/${IndexName}`];
}
