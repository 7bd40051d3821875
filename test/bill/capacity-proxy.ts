// Stands between a function and the local DynamoDB → what each operation would be billed: write and read units by
// DynamoDB's rules, those of the index included.
//
// dynalite counts a table's units if it is asked to, but not an index's: so the item's place in the index is looked up
// behind each write. A condition that is not met is billed as the write of one unit.

import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** What the operations of one kind came to. */
export interface Billed {
  requests: number;
  writeUnits: number;
  indexUnits: number;
  readUnits: number;
}

/** A running proxy. */
export interface CapacityProxy {
  /** For AWS_ENDPOINT_URL_DYNAMODB. */
  readonly endpoint: string;
  /** Where the database is; to be set before the first request. */
  forwardTo(endpoint: string): void;
  /** By operation, since the last call. */
  take(): ReadonlyMap<string, Billed>;
  close(): void;
}

interface Input {
  readonly TableName?: string;
  readonly Key?: Record<string, unknown>;
  readonly Item?: Record<string, unknown>;
  readonly RequestItems?: Readonly<
    Record<string, readonly WriteRequest[] | { readonly Keys: unknown }>
  >;
}

interface WriteRequest {
  readonly PutRequest?: { readonly Item: Record<string, unknown> };
  readonly DeleteRequest?: { readonly Key: Record<string, unknown> };
}

const REFUSED_UNITS = 1;
/** Of a query that finds nothing, which dynalite takes for free. */
const LEAST_READ_UNITS = 0.5;
const WRITES = /^(Put|Update|Delete|BatchWrite)/;

/** Starts it. */
export async function startCapacityProxy(): Promise<CapacityProxy> {
  let target = '';
  let billed = new Map<string, Billed>();
  /** Where items stand in the index: key → what the index holds of it. */
  const indexed = new Map<string, string>();
  const server = createServer((request, response) => {
    void (async () => {
      const name = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
      const input: Input = JSON.parse((await buffer(request)).toString());
      const headers = headersOf(request);
      const answer = await send(target, headers, name, {
        ...input,
        ReturnConsumedCapacity: 'TOTAL',
      });
      const bill = billed.get(name) ?? { requests: 0, writeUnits: 0, indexUnits: 0, readUnits: 0 };
      billed.set(name, bill);
      bill.requests += 1;
      const units = unitsIn(answer);
      if (!WRITES.test(name)) bill.readUnits += Math.max(units, LEAST_READ_UNITS);
      else bill.writeUnits += answer.status === 200 ? units : REFUSED_UNITS;
      for (const key of answer.status === 200 ? keysOf(input) : []) {
        bill.indexUnits += await indexUnits(key, { target, headers, indexed });
      }
      response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(answer.body);
    })().catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    forwardTo: (endpoint) => {
      target = endpoint;
    },
    take: () => {
      const taken = billed;
      billed = new Map();
      return taken;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** What DynamoDB looks at; the rest is of the connection to the proxy. */
function headersOf({ headers }: IncomingMessage): Readonly<Record<string, string>> {
  const names = ['authorization', 'content-type', 'x-amz-date', 'x-amz-security-token'];
  return Object.fromEntries(names.map((name) => [name, String(headers[name] ?? '')]));
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

async function send(
  target: string,
  headers: Readonly<Record<string, string>>,
  name: string,
  input: unknown,
): Promise<Answer> {
  const named = { ...headers, 'x-amz-target': `DynamoDB_20120810.${name}` };
  const answer = await fetch(target, {
    method: 'POST',
    headers: named,
    body: JSON.stringify(input),
  });
  return { status: answer.status, body: await answer.text() };
}

function unitsIn({ status, body }: Answer): number {
  if (status !== 200) return 0;
  const { ConsumedCapacity = [] } = JSON.parse(body);
  return [ConsumedCapacity].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
}

interface TableKey {
  readonly table: string;
  readonly key: Record<string, unknown>;
}

/** Keys of the items that a write has written. */
function keysOf({ TableName = '', Key, Item, RequestItems = {} }: Input): readonly TableKey[] {
  const single = Key ?? Item;
  const own = single === undefined ? [] : [{ table: TableName, key: keyIn(single) }];
  const batch = Object.entries(RequestItems).flatMap(([table, requests]) =>
    (Array.isArray(requests) ? requests : []).map((request: WriteRequest) => ({
      table,
      key: keyIn(request.PutRequest?.Item ?? request.DeleteRequest?.Key ?? {}),
    })),
  );
  return [...own, ...batch];
}

function keyIn({ pk, sk }: Record<string, unknown>): Record<string, unknown> {
  return { pk, sk };
}

/** One for an entry that came or went, two for one that moved. */
async function indexUnits(
  { table, key }: TableKey,
  deps: {
    readonly target: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly indexed: Map<string, string>;
  },
): Promise<number> {
  const input = { TableName: table, Key: key, ConsistentRead: true };
  const { body } = await send(deps.target, deps.headers, 'GetItem', input);
  const { due, dueAt } = JSON.parse(body).Item ?? {};
  const name = JSON.stringify(key);
  const before = deps.indexed.get(name);
  const after = due === undefined || dueAt === undefined ? undefined : JSON.stringify([due, dueAt]);
  if (after === undefined) deps.indexed.delete(name);
  else deps.indexed.set(name, after);
  if (before === after) return 0;
  return before === undefined || after === undefined ? 1 : 2;
}
