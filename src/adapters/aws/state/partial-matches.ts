// Partial matches of correlations, ordered by event time within their group.
//
//   C#tenant#correlation#hash(values) / time#rule#eventId#hash(source, values)    part · group, due, dueAt, leased until it was judged · ttl

import {
  type CorrelationGroup,
  comparePartials,
  type PartialMatch,
  sortableNumber,
} from '../../../model/index.ts';
import {
  type DueGroup,
  MAX_HOLD_MS,
  MAX_WAIT_MS,
  type PartialMatchStore,
  type PartialPut,
  type PartialRange,
  type PutFate,
  type TimeSpan,
} from '../../../ports/index.ts';
import { isRefused } from './attempts.ts';
import { mapSome } from './batches.ts';
import { type DueKey, dueAt, dueByShard, IS_DUE } from './due.ts';
import { endsAfter, hasEnded, IS_FREE, secondsOf } from './expiry.ts';
import { ItemShapeError } from './errors.ts';
import { type Item, N, S, textOf } from './item.ts';
import { escapePart, hashText, type ItemKey, partitionKey } from './keys.ts';
import { pack, unpack } from './packed.ts';
import type { StateTable } from './state-table.ts';

/** Partial matches that a range gives; the time of the next says where it was cut. */
export const MAX_RANGE = 1_000;

/** Who was told of a due group and did not say that it is judged has met its end: then somebody else is told. */
export const JUDGE_LEASE_MS = 10 * 60_000;

/** The store in the table. It has room for all: nothing is turned away, and nothing cleared but by its own end. */
export function createPartialMatchStore(
  table: StateTable,
  judgeLeaseMs = JUDGE_LEASE_MS,
): PartialMatchStore {
  return {
    put: (puts) => mapSome(puts, (one) => put(table, one)),
    makeRoom: async () => undefined,
    range: (group, spans) => range(table, group, spans),
    due: (nowMs) => dueGroups(table, nowMs, judgeLeaseMs),
    judged: (due) => endDue(table, due),
  };
}

/** What is there stays as it is; of the same with other evidence the lesser does, whichever came first. */
async function put(
  table: StateTable,
  { group, part, keepMs, dueMs }: PartialPut,
): Promise<PutFate> {
  const nowMs = table.nowMs();
  const pk = groupKey(group);
  const { rule, eventId, timeMs, source, values, evidence } = part;
  const content = hashText(JSON.stringify([source, values]));
  const item: Item = {
    pk: S(pk),
    sk: S(`${sortableNumber(timeMs)}#${sortPart(rule)}#${sortPart(eventId)}#${content}`),
    part: pack([rule, eventId, timeMs, source, values.map(shortValue), evidence]),
    ...endsAfter(Math.max(nowMs, dueMs ?? nowMs), keepMs + MAX_WAIT_MS + MAX_HOLD_MS),
    ...(dueMs !== undefined && {
      ...dueAt('correlation', pk, dueMs),
      group: pack(shortGroup(group)),
    }),
  };
  const key = { pk, sk: textOf(item, 'sk') };
  let refused = await table.put(item, IS_FREE, secondsOf(nowMs));
  while (refused !== undefined) {
    const there = refused.item ?? (await table.get(key));
    if (there === undefined || evidence >= partOf(there).evidence) break;
    const values = lesser(item, there);
    const change = { update: 'SET #part = :part', condition: '#part = :was', values };
    const answer = await table.update(key, change);
    refused = isRefused(answer) ? answer : undefined;
  }
  return 'kept';
}

function lesser(item: Item, there: Item): Item {
  const { part } = item;
  const { part: was } = there;
  if (part === undefined || was === undefined)
    throw new ItemShapeError('a partial match without part');
  return { ':part': part, ':was': was };
}

async function range(
  table: StateTable,
  group: CorrelationGroup,
  spans: readonly TimeSpan[],
): Promise<PartialRange> {
  const nowMs = table.nowMs();
  const parts: PartialMatch[] = [];
  for (const { fromMs, toMs } of spans) {
    for await (const item of itemsIn(table, groupKey(group), fromMs, toMs)) {
      if (hasEnded(item, nowMs)) continue;
      const part = partOf(item);
      if (parts.length === MAX_RANGE) {
        return { parts: parts.sort(comparePartials), isWhole: false, cutMs: part.timeMs };
      }
      parts.push(part);
    }
  }
  return { parts: parts.sort(comparePartials), isWhole: true };
}

async function* dueGroups(
  table: StateTable,
  nowMs: number,
  leaseMs: number,
): AsyncGenerator<DueGroup> {
  for await (const keys of dueByShard(table, 'correlation', nowMs)) {
    const byGroup = new Map<string, DueGroup>();
    for (const item of await mapSome(keys, (key) => lease(table, key, nowMs, leaseMs))) {
      if (item === undefined) continue;
      const { timeMs } = partOf(item);
      const pk = textOf(item, 'pk');
      const known = byGroup.get(pk);
      byGroup.set(pk, {
        group: known?.group ?? unpack<CorrelationGroup>(item, 'group'),
        fromMs: Math.min(known?.fromMs ?? timeMs, timeMs),
        toMs: Math.max(known?.toMs ?? timeMs, timeMs),
      });
    }
    yield* byGroup.values();
  }
}

/** The item, if it is due and nobody else was told of it. */
async function lease(
  table: StateTable,
  { key }: DueKey,
  nowMs: number,
  leaseMs: number,
): Promise<Item | undefined> {
  const answer = await table.update(key, {
    update: 'SET #dueAt = :later, #leased = :later',
    condition: IS_DUE,
    values: { ':now': N(nowMs), ':later': N(nowMs + leaseMs) },
  });
  return isRefused(answer) ? undefined : answer;
}

/** What came since the group was named has no lease, and stays due. */
async function endDue(table: StateTable, { group, fromMs, toMs }: DueGroup): Promise<void> {
  const leased: ItemKey[] = [];
  for await (const item of itemsIn(table, groupKey(group), fromMs, toMs)) {
    if (item['leased'] !== undefined) {
      leased.push({ pk: textOf(item, 'pk'), sk: textOf(item, 'sk') });
    }
  }
  await mapSome(leased, (key) =>
    table.update(key, {
      update: 'REMOVE #due, #dueAt, #leased, #group',
      condition: 'attribute_exists(#leased)',
      values: {},
    }),
  );
}

function itemsIn(
  table: StateTable,
  pk: string,
  fromMs: number,
  toMs: number,
): AsyncGenerator<Item> {
  // '$' is what follows '#': everything of that time, and nothing later.
  return table.query({
    condition: '#pk = :pk AND #sk BETWEEN :from AND :to',
    values: {
      ':pk': S(pk),
      ':from': S(sortableNumber(fromMs)),
      ':to': S(`${sortableNumber(toMs)}$`),
    },
  });
}

function partOf(item: Item): PartialMatch {
  const [rule, eventId, timeMs, source, values, evidence] = unpack<
    [string, string, number, string, PartialMatch['values'], string]
  >(item, 'part');
  return { rule, eventId, timeMs, source, values, evidence };
}

/** The same for a group as a scan has it, and as it is named when it is due. */
function groupKey(group: CorrelationGroup): string {
  const { tenant, correlation, values } = shortGroup(group);
  return partitionKey('C', tenant, [correlation, hashText(JSON.stringify(values))]);
}

/** What is kept of a group: one record with a value of megabytes must not keep all others of its object from being stored. */
function shortGroup(group: CorrelationGroup): CorrelationGroup {
  return { ...group, values: group.values.map(shortText) };
}

/** Characters of a counted text, or of one that is grouped by, that are kept; of a longer one its hash tells it from others. */
const MAX_VALUE = 4_096;

function shortValue(value: string | number): string | number {
  return typeof value === 'string' ? shortText(value) : value;
}

function shortText(text: string): string {
  return text.length > MAX_VALUE ? `~${hashText(text)}` : text;
}

/** Characters of a rule's or event's id that a sort key holds; longer ids are hashed. */
const MAX_PART = 200;

function sortPart(id: string): string {
  const escaped = escapePart(id);
  return Buffer.byteLength(escaped) > MAX_PART ? `~${hashText(id)}` : escaped;
}
