// Connections that waited for events of other objects → findings, kept and published; findings that were judged with less → revised.

import { eventId, FindingFold, packEvidence } from '../../src/finding/index.ts';
import type { Match, ScanCounts } from '../../src/model/index.ts';
import {
  CorrelatedMatches,
  judgeHeld,
  type OutboxReport,
  type PartlyJudged,
  type StoredJoinDeps,
  sumCounts,
  sumTold,
  toOffered,
  unpackConnections,
  withAwaited,
} from '../../src/pipeline/index.ts';
import type { ProcessStore, WaitingConnection } from '../../src/ports/index.ts';
import { deliverFound } from '../../src/deliver/index.ts';
import type { JoinDeps, JudgedConnection, Verdict } from './join-deps.ts';
import { ownRegistry } from './own-registry.ts';
import { reviseFindings } from './revisions.ts';

/** What came of all that was judged. */
export interface JoinedReport
  extends Pick<OutboxReport, 'created' | 'known' | 'told' | 'failures'> {
  readonly counts: ScanCounts;
  readonly unreadable: number;
  /** Findings that were judged with less, and hold; and those that do not. */
  readonly confirmed: number;
  readonly withdrawn: number;
}

/** Names what joins have of findings, where an object's name would stand. */
const JUDGED_BY = 'join';

/** A class because it sums up what the join's steps report. */
export class JoinJudge implements StoredJoinDeps<Verdict> {
  readonly processes: ProcessStore;
  readonly #deps: JoinDeps;
  #report: JoinedReport = sumJoined([]);

  constructor(deps: JoinDeps) {
    this.#deps = deps;
    this.processes = deps.processes;
  }

  get report(): JoinedReport {
    return this.#report;
  }

  nowMs(): number {
    return this.#deps.clock.nowMs();
  }

  judge({ body, keys, offered }: Pick<WaitingConnection, 'body' | 'keys' | 'offered'>): Verdict {
    const { plan } = this.#deps;
    const { rules, held, unreadable } = unpackConnections(body, ownRegistry(keys[0]?.source));
    const found = offered.filter((offers) => offers.length > 0).map(toOffered);
    const connections = held.map(({ event: logged, delivery }): JudgedConnection => {
      const planned = plan.complete(logged, found);
      const open = planned.open.filter(({ id }) => rules.has(id));
      const closed = new Set([...rules].filter((rule) => open.every(({ id }) => id !== rule)));
      return { logged, event: planned.event, delivery, closed, open };
    });
    return {
      isFinal: connections.every(({ open }) => open.length === 0),
      isCertainInPart:
        connections.length === 0 || connections.some(({ closed }) => closed.size > 0),
      connections,
      unreadable,
    };
  }

  async deliver(verdicts: readonly Verdict[]): Promise<void> {
    await this.#deliver(verdicts, closedPart);
  }

  async deliverEarly(verdicts: readonly Verdict[]): Promise<void> {
    await this.#deliver(verdicts, (one) => [...closedPart(one), ...openPart(one)]);
  }

  async review(verdicts: readonly Verdict[]): Promise<void> {
    const revised = await reviseFindings(verdicts, this.#deps);
    const { confirmed, withdrawn } = this.#report;
    this.#report = {
      ...this.#report,
      confirmed: confirmed + revised.confirmed,
      withdrawn: withdrawn + revised.withdrawn,
    };
    await this.deliver(verdicts);
  }

  /** Findings of single events are kept and published also where the state refuses a partial match. */
  async #deliver(
    verdicts: readonly Verdict[],
    partsOf: (connection: JudgedConnection) => readonly PartlyJudged[],
  ): Promise<void> {
    const held = verdicts.flatMap(({ connections }) => connections.flatMap(partsOf));
    const { tenant, correlations, partialMatches: store, evaluation, ...deps } = this.#deps;
    const keeping = deps.keeping?.();
    const fold = new FindingFold(tenant, keeping?.records);
    const reader = keeping?.reader ?? { eventId, packEvidence };
    const { takes } = deps;
    const matches = new CorrelatedMatches({
      ...{ tenant, correlations, store, fold, reader },
      ...(takes && { takes }),
    });
    const onMatch = (match: Match) => matches.add(match);
    const counts = judgeHeld(held, { ...evaluation, onMatch });
    const outbox = keeping?.outbox(deps.outbox) ?? deps.outbox;
    const found = { fold, name: JUDGED_BY, correlate: () => matches.flush() };
    const { report, thrown } = await deliverFound(found, outbox, deps.terms());
    this.#add(report, counts, verdicts);
    if (thrown !== undefined) throw thrown;
  }

  #add(report: OutboxReport, counts: ScanCounts, verdicts: readonly Verdict[]) {
    const unreadable = verdicts.reduce((sum, verdict) => sum + verdict.unreadable, 0);
    const more = { ...report, counts, unreadable, confirmed: 0, withdrawn: 0 };
    this.#report = sumJoined([this.#report, more]);
  }
}

/** The sum of reports. */
export function sumJoined(reports: readonly JoinedReport[]): JoinedReport {
  const sum = (count: (one: JoinedReport) => number) =>
    reports.reduce((whole, one) => whole + count(one), 0);
  return {
    counts: sumCounts(reports.map(({ counts }) => counts)),
    created: sum(({ created }) => created),
    known: sum(({ known }) => known),
    told: sumTold(reports.map(({ told }) => told)),
    failures: reports.flatMap(({ failures }) => failures),
    unreadable: sum(({ unreadable }) => unreadable),
    confirmed: sum(({ confirmed }) => confirmed),
    withdrawn: sum(({ withdrawn }) => withdrawn),
  };
}

/** Empty where nothing is certain. */
function closedPart({ event, delivery, closed, open }: JudgedConnection): readonly PartlyJudged[] {
  return closed.size === 0 ? [] : [{ event, delivery, rules: closed, isLast: open.length === 0 }];
}

/** Empty where all is certain; else it says what each rule judged without. */
function openPart({ event, delivery, open }: JudgedConnection): readonly PartlyJudged[] {
  return open.map(({ id, awaited }, index) => ({
    event: withAwaited(event, awaited),
    delivery,
    rules: new Set([id]),
    isLast: index === open.length - 1,
  }));
}
