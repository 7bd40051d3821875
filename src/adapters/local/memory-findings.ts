// Findings and their outbox in the memory of one process.

import {
  type Finding,
  type FindingPart,
  MAX_MATCH_NOTES,
  type MatchNote,
  type ReplayOrigin,
  type Revision,
  type StoredFinding,
} from '../../model/index.ts';
import type { Clock, DueItem, FindingStore, SendTerms } from '../../ports/index.ts';
import { ExpiringMap } from './expiring-map.ts';

const KEEP_MS = 400 * 86_400_000;

/** A finding, its smaller parts shared with what is given out: they are replaced, never changed. */
interface Kept {
  readonly evidence: { readonly rank: string; readonly finding: Finding };
  readonly peak: Pick<FindingPart, 'peakRank'> & Pick<Finding, 'correlation'>;
  readonly revision: number;
  readonly sentRevision: number;
  /** The last that nobody is told of. */
  readonly droppedRevision: number;
  readonly origin: ReplayOrigin | undefined;
  readonly owner: string;
  readonly leasedUntilMs: number;
  readonly createdMs: number;
  readonly revisedMs?: number;
  readonly revised?: Revision;
  readonly matches: ReadonlyMap<string, MatchNote>;
  readonly totals: ReadonlyMap<string, number>;
}

/** A class because the outbox reads what the methods write. */
export class MemoryFindings implements FindingStore {
  readonly #clock: Clock;
  readonly #findings: ExpiringMap<Kept>;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#findings = new ExpiringMap(clock);
  }

  async record(
    part: FindingPart,
    { owner, leaseMs, atMs = this.#clock.nowMs(), origin }: SendTerms,
  ): Promise<'created' | 'known'> {
    const id = idOf(part.finding.tenant, part.finding.id);
    const kept = this.#findings.get(id);
    const leasedUntilMs = this.#clock.nowMs() + leaseMs;
    const created = { droppedRevision: -1, origin, owner, leasedUntilMs, createdMs: atMs };
    const isTakenOver = kept !== undefined && origin === undefined && isUntold(kept);
    const known = isTakenOver
      ? { ...kept, ...created }
      : (kept ?? {
          evidence: part,
          peak: { ...peakOf(part) },
          revision: 0,
          sentRevision: -1,
          ...created,
          matches: new Map(),
          totals: new Map(),
        });
    this.#findings.set(id, withPart(known, part), KEEP_MS);
    return known.owner === owner && !isSent(known) && known.revision === 0 ? 'created' : 'known';
  }

  async sent(tenant: string, id: string, revision: number): Promise<void> {
    const kept = this.#withRevision(tenant, id, revision);
    if (revision > kept.sentRevision) this.#keep({ ...kept, sentRevision: revision });
  }

  async dropped(tenant: string, id: string, revision: number, of?: ReplayOrigin): Promise<void> {
    const kept = this.#withRevision(tenant, id, revision);
    if (of !== undefined && kept.origin !== of) return;
    if (revision > kept.droppedRevision) this.#keep({ ...kept, droppedRevision: revision });
  }

  async *unsent(nowMs: number, { owner, leaseMs }: SendTerms): AsyncGenerator<StoredFinding> {
    for (const [id] of this.#findings.entries()) {
      const kept = this.#findings.get(id);
      if (kept === undefined || isSent(kept) || kept.leasedUntilMs > nowMs) continue;
      this.#keep({ ...kept, owner, leasedUntilMs: nowMs + leaseMs });
      yield toStored(kept);
    }
  }

  async revise(
    tenant: string,
    id: string,
    revised: Revision,
    { owner, leaseMs, atMs: revisedMs = this.#clock.nowMs() }: SendTerms,
  ): Promise<'revised' | 'known' | 'absent'> {
    const kept = this.#findings.get(idOf(tenant, id));
    if (kept === undefined) return 'absent';
    const before = kept.revised;
    if (before?.rank === revised.rank && kept.owner === owner && !isSent(kept)) return 'revised';
    if (before !== undefined && before.rank <= revised.rank) return 'known';
    const isNews = before?.verdict !== revised.verdict;
    const leasedUntilMs = this.#clock.nowMs() + leaseMs;
    const revision = kept.revision + 1;
    const news = { ...kept, revised, revision, revisedMs, owner, leasedUntilMs };
    this.#keep(isNews ? news : { ...kept, revised });
    return isNews ? 'revised' : 'known';
  }

  async read(tenant: string, id: string): Promise<StoredFinding | undefined> {
    const kept = this.#findings.get(idOf(tenant, id));
    return kept === undefined ? undefined : toStored(kept);
  }

  /** Findings that are due to be sent. */
  due(nowMs: number): readonly DueItem[] {
    return this.#findings
      .entries()
      .filter(([, kept]) => !isSent(kept) && kept.leasedUntilMs <= nowMs)
      .map(([id, { leasedUntilMs }]) => ({ kind: 'finding', id, dueMs: leasedUntilMs }));
  }

  #withRevision(tenant: string, id: string, revision: number): Kept {
    const kept = this.#findings.get(idOf(tenant, id));
    if (kept !== undefined && revision <= kept.revision) return kept;
    throw new Error(`revision ${revision} of finding ${id} of tenant ${tenant} is not stored`);
  }

  #keep(kept: Kept): void {
    const { tenant, id } = kept.evidence.finding;
    this.#findings.set(idOf(tenant, id), kept, KEEP_MS);
  }
}

function withPart(kept: Kept, part: FindingPart): Kept {
  const notes = new Map(part.matches.map((note) => [note.matchId, note]));
  const fresh = [...notes].filter(([id]) => !kept.matches.has(id));
  const added = fresh.slice(0, MAX_MATCH_NOTES - kept.matches.size);
  const isCut = added.length < fresh.length || !part.finding.isCountExact;
  return {
    ...kept,
    evidence: part.rank < kept.evidence.rank ? part : kept.evidence,
    peak: isBefore(part.peakRank, kept.peak.peakRank) ? peakOf(part) : kept.peak,
    matches: new Map([...kept.matches, ...added]),
    totals: isCut
      ? new Map([...kept.totals, [part.object, part.finding.count] as const])
      : kept.totals,
  };
}

function peakOf({ peakRank, finding: { correlation } }: FindingPart): Kept['peak'] {
  return {
    ...(peakRank !== undefined && { peakRank }),
    ...(correlation !== undefined && { correlation }),
  };
}

function isBefore(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a < b;
}

/** Only replays made it, and nobody was told. */
function isUntold({ origin, sentRevision, revision }: Kept): boolean {
  return origin !== undefined && sentRevision < 0 && revision === 0;
}

function isSent({ revision, sentRevision, droppedRevision }: Kept): boolean {
  return Math.max(sentRevision, droppedRevision) >= revision;
}

function toStored(kept: Kept): StoredFinding {
  const { evidence, peak, origin, revision, revised, createdMs, revisedMs, matches, totals } = kept;
  const { correlation = evidence.finding.correlation } = peak;
  return {
    finding: { ...evidence.finding, ...(correlation !== undefined && { correlation }) },
    revision,
    ...(origin !== undefined && { origin }),
    ...(revised !== undefined && { revised }),
    isSent: isSent(kept),
    createdMs,
    ...(revisedMs !== undefined && { revisedMs }),
    wasSent: kept.sentRevision >= 0,
    matches: [...matches.values()].sort((a, b) => (a.matchId < b.matchId ? -1 : 1)),
    totals: [...totals]
      .map(([object, count]) => ({ object, count }))
      .sort((a, b) => (a.object < b.object ? -1 : 1)),
  };
}

function idOf(tenant: string, id: string): string {
  return JSON.stringify([tenant, id]);
}
