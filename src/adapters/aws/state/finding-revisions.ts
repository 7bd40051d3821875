// A verdict that comes late → the finding's next revision, unless one of lesser rank stands there.

import type { Revision } from '../../../model/index.ts';
import type { FindingStore, SendTerms } from '../../../ports/index.ts';
import { isRefused } from './attempts.ts';
import { dueAt } from './due.ts';
import { IS_LIVE, secondsOf } from './expiry.ts';
import { isSent, verdictOf } from './finding-items.ts';
import { N, S } from './item.ts';
import type { ItemKey } from './keys.ts';
import type { StateTable } from './state-table.ts';

const SET_VERDICT = '#verdict = :verdict, #verdictRank = :rank, #revised = :reason';

/** Enters a verdict: another one is the next revision, the same for a better reason changes no message. */
export async function revise(
  table: StateTable,
  key: ItemKey,
  revision: Revision,
  { owner, leaseMs, atMs }: SendTerms,
): ReturnType<FindingStore['revise']> {
  const nowMs = table.nowMs();
  const until = N(nowMs + leaseMs);
  const due = dueAt('finding', key.pk, nowMs + leaseMs)['due'] ?? S('');
  const live = secondsOf(nowMs);
  const next = await table.update(key, {
    update: `SET ${SET_VERDICT}, #revision = #revision + :one, #revisedMs = :at, #owner = :owner, #leaseUntil = :until, #due = :due, #dueAt = :until`,
    condition: `${IS_LIVE} AND (attribute_not_exists(#verdictRank) OR (#verdictRank > :rank AND #verdict <> :verdict))`,
    values: {
      ...verdictOf(revision),
      ...live,
      ':one': N(1),
      ':at': N(atMs ?? nowMs),
      ':owner': S(owner),
      ':until': until,
      ':due': due,
    },
  });
  if (!isRefused(next)) return 'revised';
  const head = await table.get(key);
  if (head === undefined) return 'absent';
  const rank = head['verdictRank']?.S ?? '';
  if (rank === revision.rank && head['owner']?.S === owner && !isSent(head)) return 'revised';
  if (rank > revision.rank) {
    await table.update(key, {
      update: `SET ${SET_VERDICT}`,
      condition: '#verdictRank > :rank AND #verdict = :verdict',
      values: verdictOf(revision),
    });
  }
  return 'known';
}
