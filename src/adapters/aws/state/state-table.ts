// The one table of a deployment: its operations, each repeated where that can help, each reading what was written last.

import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateItemCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import type { Clock } from '../../../ports/index.ts';
import type { Waiting } from '../backoff.ts';
import { attempt, isRefused, type Refused } from './attempts.ts';
import { untilNoneIsLeft } from './batches.ts';
import { ItemTooLargeError, MAX_ITEM_BYTES, StateStoreError } from './errors.ts';
import { hasEnded } from './expiry.ts';
import { type Item, itemBytes } from './item.ts';
import type { ItemKey } from './keys.ts';

/** What the table is reached by. */
export interface StateTableDeps {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** For expiry and leases. */
  readonly clock: Clock;
  readonly waiting: Waiting;
  /** Of a run whose items no other sees. @default the deployment's own, which are as the stores have them */
  readonly naming?: ItemNaming;
}

/** An expression with `#name` for the attribute `name`, and `:value` for a value. */
export interface Expression {
  readonly update: string;
  readonly condition?: string;
  readonly values: Item;
}

/** Keys and bounds of a query. */
export interface Range {
  readonly condition: string;
  readonly values: Item;
  readonly indexName?: string;
  /** Attributes wanted, as `#name, #other`. @default all */
  readonly projection?: string;
  /** Items read in all, at most. @default as many as there are */
  readonly limit?: number;
}

/** How items are named in the table. */
export interface ItemNaming {
  /** A partition, by what the stores call it. */
  partition(pk: string): string;
  /** An item, or values of an expression, as they are in the table. */
  inward(item: Item, nowMs: number): Item;
  /** An item as the stores know it. */
  outward(item: Item): Item;
}

const AS_THEY_ARE: ItemNaming = {
  partition: (pk) => pk,
  inward: (item) => item,
  outward: (item) => item,
};

/** Items of one BatchGetItem and one BatchWriteItem, at most. */
const BATCH_GET = 100;
const BATCH_WRITE = 25;

/** A class because every operation needs the same four things. */
export class StateTable {
  readonly #deps: StateTableDeps;
  readonly #naming: ItemNaming;

  constructor(deps: StateTableDeps) {
    this.#deps = deps;
    this.#naming = deps.naming ?? AS_THEY_ARE;
  }

  /** Now, in epoch ms. */
  nowMs(): number {
    return this.#deps.clock.nowMs();
  }

  /** The item, unless it has ended. */
  async get(key: ItemKey): Promise<Item | undefined> {
    const input = { ...this.#table(), Key: this.#key(key), ConsistentRead: true };
    const answer = await this.#ask('GetItem', (client) => client.send(new GetItemCommand(input)));
    return this.#live(answer.Item);
  }

  /** Items by partition key, those that have not ended; keys may repeat. All are alone in their partitions or not. */
  async getMany(keys: readonly ItemKey[]): Promise<ReadonlyMap<string, Item>> {
    const { tableName, waiting } = this.#deps;
    const distinct = [...new Map(keys.map((key) => [`${key.pk} ${key.sk}`, key])).values()];
    const found = new Map<string, Item>();
    const names = new Map(distinct.map(({ pk }) => [this.#naming.partition(pk), pk]));
    const wanted: Record<string, AttributeValue>[] = distinct.map((key) => this.#key(key));
    await untilNoneIsLeft('BatchGetItem', wanted, BATCH_GET, waiting, async (Keys) => {
      const input = { RequestItems: { [tableName]: { Keys: [...Keys], ConsistentRead: true } } };
      const send = (client: DynamoDBClient) => client.send(new BatchGetItemCommand(input));
      const answer = await this.#ask('BatchGetItem', send);
      for (const item of answer.Responses?.[tableName] ?? []) {
        const live = this.#live(item);
        const pk = item['pk']?.S ?? '';
        if (live !== undefined) found.set(`${names.get(pk) ?? pk} ${item['sk']?.S}`, live);
      }
      return answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
    });
    return found;
  }

  /** Writes the whole item. */
  async put(item: Item, condition?: string, values: Item = {}): Promise<Refused | undefined> {
    if (itemBytes(item) > MAX_ITEM_BYTES) throw new ItemTooLargeError(item['pk']?.S ?? '');
    const input = {
      ...this.#table(),
      Item: this.#inward(item),
      ...conditional(condition, this.#inward(values)),
    };
    const { waiting, client } = this.#deps;
    const send = () => client.send(new PutItemCommand(input));
    const answer = await attempt('PutItem', waiting, send);
    return isRefused(answer) ? this.#refused(answer) : undefined;
  }

  /** Writes whole items that may be written again; in no order, not as one. */
  async putMany(items: readonly Item[]): Promise<void> {
    const { tableName, waiting } = this.#deps;
    const requests: WriteRequest[] = items.map((item) => ({
      PutRequest: { Item: this.#inward(item) },
    }));
    await untilNoneIsLeft('BatchWriteItem', requests, BATCH_WRITE, waiting, async (batch) => {
      const input = { RequestItems: { [tableName]: [...batch] } };
      const send = (client: DynamoDBClient) => client.send(new BatchWriteItemCommand(input));
      const answer = await this.#ask('BatchWriteItem', send);
      return answer.UnprocessedItems?.[tableName] ?? [];
    });
  }

  /** Changes an item, made if need be; gives it as it is then. */
  async update(key: ItemKey, { update, condition, values }: Expression): Promise<Item | Refused> {
    const input = {
      ...this.#table(),
      Key: this.#key(key),
      UpdateExpression: update,
      ReturnValues: 'ALL_NEW' as const,
      ...conditional(condition, this.#inward(values), update),
    };
    const { waiting, client } = this.#deps;
    const send = () => client.send(new UpdateItemCommand(input));
    const answer = await attempt('UpdateItem', waiting, send).catch((error: unknown) => {
      throw isTooLarge(error) ? new ItemTooLargeError(key.pk, error) : error;
    });
    if (isRefused(answer)) return this.#refused(answer);
    return this.#naming.outward(answer.Attributes ?? {});
  }

  /** Deletes an item, if it is there. */
  async delete(key: ItemKey, condition?: string, values: Item = {}): Promise<void> {
    const input = {
      ...this.#table(),
      Key: this.#key(key),
      ...conditional(condition, this.#inward(values)),
    };
    const { waiting, client } = this.#deps;
    await attempt('DeleteItem', waiting, () => client.send(new DeleteItemCommand(input)));
  }

  /** Items of a range in the order of their sort keys, those that have ended too. */
  async *query({
    condition,
    values,
    indexName,
    projection,
    limit = Number.POSITIVE_INFINITY,
  }: Range): AsyncGenerator<Item> {
    const input: QueryCommandInput = {
      ...this.#table(),
      KeyConditionExpression: condition,
      ...(projection !== undefined && { ProjectionExpression: projection }),
      ...(indexName === undefined ? { ConsistentRead: true } : { IndexName: indexName }),
      ...namesAndValues(`${condition} ${projection ?? ''}`, this.#inward(values)),
    };
    let left = limit;
    let start: Item | undefined;
    do {
      const page = {
        ...input,
        ...(Number.isFinite(left) && { Limit: left }),
        ...(start !== undefined && { ExclusiveStartKey: start }),
      };
      const answer = await this.#ask('Query', (client) => client.send(new QueryCommand(page)));
      for (const item of answer.Items ?? []) yield this.#naming.outward(item);
      left -= answer.Items?.length ?? 0;
      start = answer.LastEvaluatedKey;
    } while (start !== undefined && left > 0);
  }

  #table(): { TableName: string } {
    return { TableName: this.#deps.tableName };
  }

  #live(item: Item | undefined): Item | undefined {
    if (item === undefined || hasEnded(item, this.nowMs())) return undefined;
    return this.#naming.outward(item);
  }

  #key({ pk, sk }: ItemKey): Record<'pk' | 'sk', { S: string }> {
    return { pk: { S: this.#naming.partition(pk) }, sk: { S: sk } };
  }

  #inward(item: Item): Item {
    return this.#naming.inward(item, this.nowMs());
  }

  #refused(refused: Refused): Refused {
    const { item } = refused;
    return item === undefined ? refused : { ...refused, item: this.#naming.outward(item) };
  }

  async #ask<T extends object>(
    operation: string,
    send: (client: DynamoDBClient) => Promise<T>,
  ): Promise<T> {
    const answer = await attempt(operation, this.#deps.waiting, () => send(this.#deps.client));
    if (isRefused(answer)) throw new TypeError(`${operation} has no condition, and was refused`);
    return answer;
  }
}

/** The item that a condition refused comes with the refusal: no further read, and of the same moment. */
function conditional(condition: string | undefined, values: Item, update = '') {
  return {
    ...namesAndValues(`${update} ${condition ?? ''}`, values),
    ...(condition !== undefined && {
      ConditionExpression: condition,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
    }),
  };
}

/** Every name is a placeholder: DynamoDB reserves hundreds of words. */
function namesAndValues(expressions: string, values: Item) {
  const names = [...expressions.matchAll(/#(\w+)/g)].map(([token, name = '']) => [token, name]);
  return {
    ...(names.length > 0 && { ExpressionAttributeNames: Object.fromEntries(names) }),
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: { ...values } }),
  };
}

function isTooLarge(error: unknown): boolean {
  return (
    error instanceof StateStoreError &&
    error.code === 'ValidationException' &&
    /item size/i.test(error.message)
  );
}
