// Findings ↔ items.
//
//   F#tenant#id / H              finding, rank · peak, peakRank · createdMs, revisedMs · revision, sentRevision,
//                                droppedRevision · origin · owner, leaseUntil · revised, verdict, verdictRank · ttl · due, dueAt
//                                until the revision is sent or dropped
//                 M#matchId      note · ttl
//                 O#hash(object) total · ttl

import type {
  Finding,
  FindingCorrelation,
  FindingPart,
  MatchNote,
  ObjectTotal,
  ReplayOrigin,
  Revision,
  StoredFinding,
} from '../../../model/index.ts';

import { endsAfter, hasEnded } from './expiry.ts';
import { findNumber, type Item, N, numberOf, S, textOf } from './item.ts';
import { escapePart, hashText, type ItemKey, partitionKey } from './keys.ts';
import { pack, unpack } from './packed.ts';

/** Findings are kept so long. */
export const KEEP_MS = 400 * 86_400_000;

/** How the sort keys of a finding's notes begin. */
export const NOTES = 'M#';

/** Key of a finding's head. */
export function headKey(tenant: string, id: string): ItemKey {
  return { pk: partitionKey('F', tenant, [id]), sk: 'H' };
}

/** The head of a finding that is new, created at `createdMs`. */
export function headItem(key: ItemKey, part: FindingPart, nowMs: number, createdMs: number): Item {
  return {
    pk: S(key.pk),
    sk: S(key.sk),
    ...evidenceOf(part),
    ...peakOf(part),
    createdMs: N(createdMs),
    revision: N(0),
    ...endsAfter(nowMs, KEEP_MS),
  };
}

/** The registers of which the least stays. */
export function evidenceOf({ finding, rank }: FindingPart): Item {
  return { finding: pack(finding), rank: S(rank) };
}

/** The same of a correlation's window; empty where there is none. */
export function peakOf({ finding: { correlation }, peakRank }: FindingPart): Item {
  if (correlation === undefined || peakRank === undefined) return {};
  return { peak: pack(correlation), peakRank: S(peakRank) };
}

/** A match. */
export function noteItem(pk: string, note: MatchNote, nowMs: number): Item {
  const { matchId, ...rest } = note;
  const sk = `${NOTES}${escapePart(matchId)}`;
  return { pk: S(pk), sk: S(sk), note: pack([matchId, rest]), ...endsAfter(nowMs, KEEP_MS) };
}

/** An object's total. */
export function totalItem(pk: string, total: ObjectTotal, nowMs: number): Item {
  const sk = `O#${hashText(total.object)}`;
  return { pk: S(pk), sk: S(sk), total: pack(total), ...endsAfter(nowMs, KEEP_MS) };
}

/** True where nothing of the head is to be sent. */
export function isSent(head: Item): boolean {
  const [sent = -1, dropped = -1] = ['sentRevision', 'droppedRevision'].map((name) =>
    findNumber(head, name),
  );
  return Math.max(sent, dropped) >= numberOf(head, 'revision');
}

/** A finding's head with the items behind it, as they come from the table: what has ended is left out. */
export function storedFinding(head: Item, rest: readonly Item[], nowMs: number): StoredFinding {
  const live = rest.filter((item) => !hasEnded(item, nowMs));
  const matches = live.filter((item) => item['note'] !== undefined).map(noteOf);
  const totals = live
    .filter((item) => item['total'] !== undefined)
    .map((item) => unpack<ObjectTotal>(item, 'total'));
  const finding = unpack<Finding>(head, 'finding');
  const revisedMs = findNumber(head, 'revisedMs');
  const peak = head['peak'] === undefined ? undefined : unpack<FindingCorrelation>(head, 'peak');
  return {
    finding: peak === undefined ? finding : { ...finding, correlation: peak },
    revision: numberOf(head, 'revision'),
    ...originOf(head),
    ...(head['revised'] !== undefined && { revised: revisionOf(head) }),
    isSent: isSent(head),
    createdMs: numberOf(head, 'createdMs'),
    ...(revisedMs !== undefined && { revisedMs }),
    wasSent: findNumber(head, 'sentRevision') !== undefined,
    matches: matches.sort((a, b) => (a.matchId < b.matchId ? -1 : 1)),
    totals: totals.sort((a, b) => (a.object < b.object ? -1 : 1)),
  };
}

/** Which replay made it; nothing of what a live scan made. */
export function originOf(head: Item): { readonly origin?: ReplayOrigin } {
  const origin = head['origin']?.S;
  return origin === 'replay' || origin === 'paging-replay' ? { origin } : {};
}

/** The registers of a verdict. */
export function verdictOf({ verdict, rank, reason }: Revision): Item {
  return { ':verdict': S(verdict), ':rank': S(rank), ':reason': pack(reason) };
}

function revisionOf(head: Item): Revision {
  const verdict = textOf(head, 'verdict') === 'withdrawn' ? 'withdrawn' : 'confirmed';
  return { verdict, rank: textOf(head, 'verdictRank'), reason: unpack<string>(head, 'revised') };
}

function noteOf(item: Item): MatchNote {
  const [matchId, rest] = unpack<[string, Omit<MatchNote, 'matchId'>]>(item, 'note');
  return { matchId, ...rest };
}
