// Findings in the table. The conditional Put of the head decides who publishes; what may come in any order is a set of
// items, or a register that only a lesser rank replaces.
//
//   record: Put H if free ── PENDING, leased ─→ notes ─→ (caller publishes) ─→ sent: due attributes go
//                         └─ refused: known ──→ registers, notes; nothing to publish
//                                  └─ of a replay, and nobody was told: a live scan takes it over, as if it had created it

import {
  type FindingPart,
  MAX_MATCH_NOTES,
  type MatchNote,
  type ReplayOrigin,
  type StoredFinding,
} from '../../../model/index.ts';
import type { FindingStore, SendTerms } from '../../../ports/index.ts';
import { isRefused } from './attempts.ts';
import { dueAt, dueKeys, IS_DUE } from './due.ts';
import { ItemShapeError } from './errors.ts';
import { endsAfter, hasEnded, IS_FREE, IS_LIVE, secondsOf } from './expiry.ts';
import {
  evidenceOf,
  headItem,
  headKey,
  isSent,
  KEEP_MS,
  NOTES,
  noteItem,
  originOf,
  peakOf,
  storedFinding,
  totalItem,
} from './finding-items.ts';
import { revise } from './finding-revisions.ts';
import { type Item, N, numberOf, S, textOf } from './item.ts';
import type { ItemKey } from './keys.ts';
import type { StateTable } from './state-table.ts';

/** The store in the table. */
export function createFindingStore(table: StateTable): FindingStore {
  return {
    record: (part, terms) => record(table, part, terms),
    sent: (tenant, id, revision) => sent(table, tenant, id, revision),
    async dropped(tenant, id, revision, of) {
      await leaveOutbox(table, { tenant, id, revision, of }, 'droppedRevision');
    },
    unsent: (nowMs, terms) => unsent(table, nowMs, terms),
    revise: (tenant, id, revision, terms) => revise(table, headKey(tenant, id), revision, terms),
    async read(tenant, id) {
      const head = await table.get(headKey(tenant, id));
      return head === undefined ? undefined : await complete(table, head);
    },
  };
}

async function record(
  table: StateTable,
  part: FindingPart,
  terms: SendTerms,
): Promise<'created' | 'known'> {
  const key = headKey(part.finding.tenant, part.finding.id);
  const known = await putHead(table, key, part, terms);
  const isTakenOver = known !== undefined && (await takeOver(table, key, known, terms));
  if (known !== undefined) await lower(table, key, known, part);
  await addNotes(table, key, part, known === undefined);
  return known === undefined || isTakenOver || isOwn(known, terms) ? 'created' : 'known';
}

/** True where it was of a replay, and is this live scan's from now on. */
async function takeOver(
  table: StateTable,
  key: ItemKey,
  known: Item,
  { owner, leaseMs, atMs, origin }: SendTerms,
): Promise<boolean> {
  if (origin !== undefined || originOf(known).origin === undefined) return false;
  const nowMs = table.nowMs();
  const untilMs = nowMs + leaseMs;
  const answer = await table.update(key, {
    update:
      'SET #createdMs = :at, #owner = :owner, #leaseUntil = :until, #due = :due, #dueAt = :until, #ttl = :ttl ' +
      'REMOVE #origin, #droppedRevision',
    condition: `${IS_LIVE} AND attribute_exists(#origin) AND attribute_not_exists(#sentRevision) AND #revision = :first`,
    values: {
      ':at': N(atMs ?? nowMs),
      ':owner': S(owner),
      ':until': N(untilMs),
      ':due': dueAt('finding', key.pk, untilMs)['due'] ?? S(''),
      ':ttl': endsAfter(nowMs, KEEP_MS)['ttl'] ?? N(0),
      ':first': N(0),
      ...secondsOf(nowMs),
    },
  });
  return !isRefused(answer);
}

/** The head that stands there already; undefined where it was created. */
async function putHead(
  table: StateTable,
  key: ItemKey,
  part: FindingPart,
  { owner, leaseMs, atMs, origin }: SendTerms,
): Promise<Item | undefined> {
  const nowMs = table.nowMs();
  const untilMs = nowMs + leaseMs;
  const item = {
    ...headItem(key, part, nowMs, atMs ?? nowMs),
    ...(origin !== undefined && { origin: S(origin) }),
    owner: S(owner),
    leaseUntil: N(untilMs),
    ...dueAt('finding', key.pk, untilMs),
  };
  const refused = await table.put(item, IS_FREE, secondsOf(nowMs));
  if (refused === undefined) return undefined;
  const known = refused.item ?? (await table.get(key));
  if (known === undefined) throw new ItemShapeError(`item ${key.pk} refused a write and is gone`);
  return known;
}

/** True for a head that this very attempt created, the answer being lost, or asked for twice. */
function isOwn(head: Item, { owner }: SendTerms): boolean {
  return head['owner']?.S === owner && numberOf(head, 'revision') === 0 && !isSent(head);
}

/** Puts the part's registers in place of greater ones. A refusal says that a lesser one came first. */
async function lower(
  table: StateTable,
  key: ItemKey,
  known: Item,
  part: FindingPart,
): Promise<void> {
  if (part.rank < textOf(known, 'rank')) {
    const { finding, rank } = evidenceOf(part);
    await table.update(key, {
      update: 'SET #finding = :finding, #rank = :rank',
      condition: '#rank > :rank',
      values: { ':finding': finding ?? S(''), ':rank': rank ?? S('') },
    });
  }
  const { peak, peakRank } = peakOf(part);
  if (peak === undefined || peakRank === undefined) return;
  if (known['peakRank']?.S !== undefined && known['peakRank'].S <= (peakRank.S ?? '')) return;
  await table.update(key, {
    update: 'SET #peak = :peak, #peakRank = :rank',
    condition: 'attribute_exists(#pk) AND (attribute_not_exists(#peakRank) OR #peakRank > :rank)',
    values: { ':peak': peak, ':rank': peakRank },
  });
}

/** Adds what is not there, up to the limit; where something is left out, the object's total. */
async function addNotes(
  table: StateTable,
  { pk }: ItemKey,
  part: FindingPart,
  isNew: boolean,
): Promise<void> {
  const nowMs = table.nowMs();
  const known = isNew ? new Set<string>() : await noteKeys(table, pk, nowMs);
  const fresh = distinctNotes(part.matches)
    .map((note) => noteItem(pk, note, nowMs))
    .filter((item) => !known.has(textOf(item, 'sk')));
  const added = fresh.slice(0, Math.max(0, MAX_MATCH_NOTES - known.size));
  await table.putMany(added);
  if (added.length === fresh.length && part.finding.isCountExact) return;
  const total = { object: part.object, count: part.finding.count };
  await table.put(totalItem(pk, total, nowMs));
}

function distinctNotes(notes: readonly MatchNote[]): readonly MatchNote[] {
  return [...new Map(notes.map((note) => [note.matchId, note])).values()];
}

async function noteKeys(
  table: StateTable,
  pk: string,
  nowMs: number,
): Promise<ReadonlySet<string>> {
  const items = table.query({
    condition: '#pk = :pk AND begins_with(#sk, :notes)',
    values: { ':pk': S(pk), ':notes': S(NOTES) },
    projection: '#sk, #ttl',
    limit: 2 * MAX_MATCH_NOTES,
  });
  const keys = new Set<string>();
  for await (const item of items) if (!hasEnded(item, nowMs)) keys.add(textOf(item, 'sk'));
  return keys;
}

async function sent(table: StateTable, tenant: string, id: string, revision: number) {
  if (await leaveOutbox(table, { tenant, id, revision }, 'sentRevision')) return;
  // People know of the finding all the same: whoever takes the later one must see that.
  await table.update(headKey(tenant, id), {
    update: 'SET #sentRevision = :revision',
    condition: `${IS_LIVE} AND (attribute_not_exists(#sentRevision) OR #sentRevision < :revision)`,
    values: { ':revision': N(revision), ...secondsOf(table.nowMs()) },
  });
}

interface NamedRevision {
  readonly tenant: string;
  readonly id: string;
  readonly revision: number;
  /** Only while the finding is of such a replay. */
  readonly of?: ReplayOrigin | undefined;
}

/**
 * False where a later revision stands there by now: it has its own lease, and is taken from the outbox for itself. Or a live
 * scan took over what was a replay's.
 */
async function leaveOutbox(
  table: StateTable,
  { tenant, id, revision, of }: NamedRevision,
  as: 'sentRevision' | 'droppedRevision',
): Promise<boolean> {
  const key = headKey(tenant, id);
  const answer = await table.update(key, {
    update: `SET #${as} = :revision REMOVE #due, #dueAt, #owner, #leaseUntil`,
    condition: `${IS_LIVE} AND #revision = :revision${of === undefined ? '' : ' AND #origin = :of'}`,
    values: {
      ':revision': N(revision),
      ...secondsOf(table.nowMs()),
      ...(of !== undefined && { ':of': S(of) }),
    },
  });
  if (!isRefused(answer)) return true;
  const head = await table.get(key);
  if (head !== undefined && numberOf(head, 'revision') >= revision) return false;
  throw new Error(`revision ${revision} of finding ${id} of tenant ${tenant} is not stored`);
}

async function* unsent(
  table: StateTable,
  nowMs: number,
  { owner, leaseMs }: SendTerms,
): AsyncGenerator<StoredFinding> {
  for await (const { key } of dueKeys(table, 'finding', nowMs)) {
    const head = await table.update(key, {
      update: 'SET #owner = :owner, #leaseUntil = :until, #dueAt = :until',
      condition: `${IS_DUE} AND ${IS_LIVE}`,
      values: {
        ':owner': S(owner),
        ':until': N(nowMs + leaseMs),
        ':now': N(nowMs),
        ...secondsOf(table.nowMs()),
      },
    });
    if (!isRefused(head)) yield await complete(table, head);
  }
}

async function complete(table: StateTable, head: Item): Promise<StoredFinding> {
  const rest: Item[] = [];
  const items = table.query({
    condition: '#pk = :pk AND #sk > :head',
    values: { ':pk': S(textOf(head, 'pk')), ':head': S(textOf(head, 'sk')) },
    limit: 4 * MAX_MATCH_NOTES,
  });
  for await (const item of items) rest.push(item);
  return storedFinding(head, rest, table.nowMs());
}
