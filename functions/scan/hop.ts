// One hop through a large object: what it adds to those before, and whether the next may follow.
//
//   hop 1 ─ position, counts, found ─→ queue ─→ hop 2 ─ … ─→ the last hop enters the whole

import { MAX_QUEUE_MESSAGE_BYTES } from '../../src/adapters/aws/index.ts';
import type { Balance, DecodePosition, FindingPart, ScanCounts } from '../../src/model/index.ts';
import { sumBalances, sumCounts, topNames } from '../../src/pipeline/index.ts';
import {
  FOUND_CHARACTERS,
  MAX_FOUND,
  MAX_HOPS,
  type PinnedRef,
  writeContinuation,
} from './events/continuation.ts';
import type { Continuation } from './events/delivery.ts';

/** Part of its fair share of an object that a hop must make: with less the object cannot be done in {@link MAX_HOPS}. */
const LEAST_SHARE = 0.1;

/** What is known of an object behind a hop: of that hop and all before it. */
export interface Reached {
  readonly counts: ScanCounts;
  readonly balances: readonly Balance[];
  /** Distinct findings that the object had a part in. */
  readonly findings: number;
  readonly found: string;
}

/** What a hop has scanned. */
export interface HopScan {
  readonly counts: ScanCounts;
  readonly balances: readonly Balance[];
  readonly parts: readonly FindingPart[];
}

/**
 * The counts of a scan that had not been broken off. A match whose finding an earlier hop had opened joined that finding:
 * it is folded, not new, and its finding no other.
 */
export function reach(before: Continuation | undefined, hop: HopScan): Reached {
  const seen = new Set(idsIn(before?.found ?? ''));
  const repeated = hop.parts.filter(({ finding }) => seen.has(shortId(finding.id)));
  const fresh = hop.parts.filter(({ finding }) => !seen.has(shortId(finding.id)));
  const ofEvents = repeated.filter(({ finding }) => finding.correlation === undefined).length;
  const counts = {
    ...hop.counts,
    newMatches: hop.counts.newMatches - ofEvents,
    foldedMatches: hop.counts.foldedMatches + ofEvents,
  };
  const own = hop.balances.map((balance) => withoutRepeats(balance, repeated.length, ofEvents));
  const balances = before === undefined ? own : sumBalances([before.balances, own]);
  const ids = [...seen, ...fresh.map(({ finding }) => shortId(finding.id))];
  return {
    counts: before === undefined ? counts : sumCounts([before.counts, counts]),
    balances,
    findings: balances.find((balance) => balance.of === 'findings')?.total ?? 0,
    found: ids.slice(0, MAX_FOUND).join(''),
  };
}

/** Names of hosts and of kinds in an object's entry: logs choose them, and an item of the table has room for 400 KB. */
const MAX_ENTRY_NAMES = 100;

/** What of it the ledger keeps. */
export function entryOf({ counts, balances, findings }: Reached) {
  return { counts: withNames(counts, MAX_ENTRY_NAMES), balances, findings };
}

function withoutRepeats(balance: Balance, findings: number, matches: number): Balance {
  const { of, total, parts } = balance;
  const { known = 0, folded = 0 } = parts;
  if (of === 'findings') {
    return { of, total: total - findings, parts: { ...parts, known: known - findings } };
  }
  if (of !== 'matches') return balance;
  return { of, total, parts: { ...parts, known: known - matches, folded: folded + matches } };
}

/** How far a hop came. */
export interface Progress {
  readonly hop: number;
  /** Bytes as stored. */
  readonly size: number;
  /** Of them read by the hops before, and by this one too; from the object's start. */
  readonly fromBytes: number;
  readonly readBytes: number;
}

/** Why the object is given up; undefined where its next hop may follow. */
export function reasonToStop(progress: Progress): string | undefined {
  const { hop, size, fromBytes, readBytes } = progress;
  const reached = progressText(progress);
  if (hop >= MAX_HOPS) return `not done after ${MAX_HOPS} hops, the most there are: ${reached}`;
  const share = (size - fromBytes) / (MAX_HOPS - hop + 1);
  if (readBytes - fromBytes >= share * LEAST_SHARE) return undefined;
  return (
    `hop ${hop} read ${readBytes - fromBytes} bytes, less than a tenth of the ${Math.ceil(share)} that each ` +
    `of the hops left must read: ${reached}`
  );
}

/** How far the scan has come, for people. */
export function progressText({ hop, size, readBytes }: Progress): string {
  const percent = size === 0 ? 100 : Math.floor((100 * readBytes) / size);
  return `${readBytes} of ${size} bytes (${percent} %) read in ${hop} ${hop === 1 ? 'hop' : 'hops'}`;
}

/** What the next hop is asked for with. */
export interface NextHop extends Reached {
  readonly tenant: string;
  readonly ruleset: string;
  readonly position: DecodePosition;
  readonly progress: Progress;
}

/**
 * The message that asks for the next hop. What makes it too large for a queue is left out of it, least first: names of
 * hosts and kinds, whose counts go to those without a name, then findings that hops tell each other of. Undefined where
 * that does not do.
 */
export function continuationMessage(ref: PinnedRef, next: NextHop): string | undefined {
  const { tenant, ruleset, position, progress, balances } = next;
  for (const { names, findings } of ROOM) {
    const continuation: Continuation = {
      tenant,
      ruleset,
      hop: progress.hop + 1,
      position,
      readBytes: progress.readBytes,
      counts: withNames(next.counts, names),
      balances,
      found: next.found.slice(0, findings * FOUND_CHARACTERS),
    };
    const body = writeContinuation(ref, continuation, progressText(progress));
    if (Buffer.byteLength(body) <= MAX_QUEUE_MESSAGE_BYTES) return body;
  }
  return undefined;
}

const ROOM = [
  { names: Number.POSITIVE_INFINITY, findings: MAX_FOUND },
  { names: 100, findings: MAX_FOUND },
  { names: 0, findings: MAX_FOUND },
  { names: 0, findings: MAX_FOUND / 8 },
  { names: 0, findings: 0 },
];

/** The counts with at most so many names of hosts and of kinds; their sums stay. */
function withNames(counts: ScanCounts, limit: number): ScanCounts {
  return {
    ...counts,
    unattributedPerHost: folded(counts.unattributedPerHost, limit, '(other hosts)'),
    uncategorisedPerKind: folded(counts.uncategorisedPerKind, limit, '(other kinds)'),
  };
}

function folded(
  counts: Readonly<Record<string, number>>,
  limit: number,
  others: string,
): Readonly<Record<string, number>> {
  const top = topNames(counts, limit);
  const kept = new Map(top);
  for (const [name, count] of Object.entries(counts)) {
    if (kept.has(name)) continue;
    const other = `${name.slice(0, name.indexOf(' '))} ${others}`;
    kept.set(other, (kept.get(other) ?? 0) + count);
  }
  return Object.fromEntries(kept);
}

/** `f1_` and the beginning of a hash. */
function shortId(id: string): string {
  return id.slice(3, 3 + FOUND_CHARACTERS);
}

function idsIn(found: string): readonly string[] {
  return found.match(new RegExp(`.{${FOUND_CHARACTERS}}`, 'g')) ?? [];
}
