// A deployment's table → its findings and alerts, and what is still due in it.

import { ScanCommand, type ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import { createState, SYSTEM_WAITING } from '../../../src/adapters/aws/index.ts';
import { unitedFinding } from '../../../src/finding/index.ts';
import type { Finding, StoredFinding } from '../../../src/model/index.ts';
import type { Deployment } from './deploy.ts';

/** Tenant of a deployment that names none. */
export const TENANT = 'default';

/** An item as it is. */
export type Item = NonNullable<ScanCommandOutput['Items']>[number];

/** Items that settle would still come for, now or later. */
export async function dueItems(stack: Deployment): Promise<readonly Item[]> {
  return (await allItems(stack)).filter((item) => item['due'] !== undefined);
}

/** The same, but for alerts: that time will close and resolve them is no work left behind. */
export async function leftItems(stack: Deployment): Promise<readonly Item[]> {
  return (await dueItems(stack)).filter((item) => item['due']?.S?.startsWith('alert#') !== true);
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

/** Every finding there is, with what the store knows of it. */
export async function storedFindings(stack: Deployment): Promise<readonly StoredFinding[]> {
  const heads = (await allItems(stack)).filter(
    ({ pk, sk }) => pk?.S?.startsWith('F#') && sk?.S === 'H',
  );
  const { findings } = stateOf(stack);
  const ids = heads.map(({ pk }) => pk?.S?.split('#').at(-1) ?? '');
  const read = await Promise.all(ids.map((id) => findings.read(TENANT, id)));
  return read.filter((one) => one !== undefined);
}

/** Every finding there is, as people read it; by id. */
export async function findingsOf(stack: Deployment): Promise<readonly Finding[]> {
  const stored = await storedFindings(stack);
  return stored.map(unitedFinding).toSorted((a, b) => (a.id < b.id ? -1 : 1));
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
