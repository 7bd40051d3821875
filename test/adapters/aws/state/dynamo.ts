// A state table of one's own on this machine, the server shared by the tests of a file.

import { after } from 'node:test';
import {
  type AttributeValue,
  CreateTableCommand,
  type DynamoDBClient,
  GetItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { createDynamoClient, createState, type State } from '../../../../src/adapters/aws/index.ts';
import { type DynamoLocal, startDynamoLocal } from '../../../../src/local/index.ts';
import { clientConfig } from '../../../local/aws/stack.ts';
import { createSetClock, type SetClock } from '../../../support/set-clock.ts';

/** A table in which nothing is kept yet. */
export interface OpenedTable {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly clock: SetClock;
  readonly state: State;
}

let server: Promise<DynamoLocal> | undefined;
const clients: DynamoDBClient[] = [];
let tables = 0;

after(async () => {
  for (const client of clients) client.destroy();
  await (await server)?.stop();
});

/** Nobody waits in tests. */
export const NO_WAITING = { sleep: async () => undefined, random: () => 0.5 };

/** A client of the server, ended with the tests of the file. */
export async function openClient(): Promise<DynamoDBClient> {
  server ??= startDynamoLocal();
  const { endpoint } = await server;
  // A busy machine is no fault: here nothing times out.
  const client = createDynamoClient({ ...clientConfig(endpoint), requestHandler: {} });
  clients.push(client);
  return client;
}

/** Makes a table, and a client of its own unless one is given. */
export async function openTable(given?: DynamoDBClient): Promise<OpenedTable> {
  const client = given ?? (await openClient());
  const clock = createSetClock();
  const tableName = `state-${tables++}`;
  await client.send(createStateTable(tableName));
  const state = createState({ client, tableName, clock, waiting: NO_WAITING });
  return { client, tableName, clock, state };
}

/** The table's schema, as createState wants it. */
export function createStateTable(TableName: string): CreateTableCommand {
  return new CreateTableCommand({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
      { AttributeName: 'due', AttributeType: 'S' },
      { AttributeName: 'dueAt', AttributeType: 'N' },
    ],
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'due',
        KeySchema: [
          { AttributeName: 'due', KeyType: 'HASH' },
          { AttributeName: 'dueAt', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  });
}

/** How many items the table holds. */
export async function countItems({ client, tableName }: OpenedTable): Promise<number> {
  return (await client.send(new ScanCommand({ TableName: tableName }))).Count ?? 0;
}

/** The item of a key, also one that has ended. */
export async function itemUnder({ client, tableName }: OpenedTable, pk: string, sk = '-') {
  const Key: Record<string, AttributeValue> = { pk: { S: pk }, sk: { S: sk } };
  return (await client.send(new GetItemCommand({ TableName: tableName, Key }))).Item ?? {};
}
