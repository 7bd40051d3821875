// A deployment's table → its findings, and what is still due in it.

import { ScanCommand, type ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import { createState, SYSTEM_WAITING } from '../../src/adapters/aws/index.ts';
import type { StoredFinding } from '../../src/model/index.ts';
import type { Deployment } from '../e2e/support/deploy.ts';

/** Tenant of a deployment that names none. */
export const TENANT = 'default';

/** An item as it is. */
export type Item = NonNullable<ScanCommandOutput['Items']>[number];

/** Items that settle would still come for. */
export async function dueItems(stack: Deployment): Promise<readonly Item[]> {
  return (await allItems(stack)).filter((item) => item['due'] !== undefined);
}

/** The stores, by a clock that is ahead. */
export function stateOf({ clients, stack }: Deployment, offsetMs = 0) {
  return createState({
    client: clients.dynamo,
    tableName: stack.outputs['StateTableName'] ?? '',
    clock: { nowMs: () => Date.now() + offsetMs },
    waiting: SYSTEM_WAITING,
  });
}

/** Every finding there is. */
export async function storedFindings(stack: Deployment): Promise<readonly StoredFinding[]> {
  const heads = (await allItems(stack)).filter(
    ({ pk, sk }) => pk?.S?.startsWith('F#') && sk?.S === 'H',
  );
  const { findings } = stateOf(stack);
  const ids = heads.map(({ pk }) => pk?.S?.split('#').at(-1) ?? '');
  const read = await Promise.all(ids.map((id) => findings.read(TENANT, id)));
  return read.filter((one) => one !== undefined);
}

async function allItems({ clients, stack }: Deployment): Promise<readonly Item[]> {
  const TableName = stack.outputs['StateTableName'];
  const items: Item[] = [];
  let start: Item | undefined;
  do {
    const input = { TableName, ...(start === undefined ? {} : { ExclusiveStartKey: start }) };
    const page: ScanCommandOutput = await clients.dynamo.send(new ScanCommand(input));
    items.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
  return items;
}
