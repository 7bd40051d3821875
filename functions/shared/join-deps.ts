// What the join of objects is given, and what it says of connections that waited.

import type { RecordKeeping } from '../../src/deliver/index.ts';
import type { CompiledCorrelation, LogEvent } from '../../src/model/index.ts';
import type {
  CorrelatedDeps,
  EvaluationDeps,
  HeldConnection,
  JoinPlan,
  Judged,
  OpenRule,
  OutboxDeps,
} from '../../src/pipeline/index.ts';
import type { Clock, PartialMatchStore, ProcessStore, SendTerms } from '../../src/ports/index.ts';

/** What judging connections takes. */
export interface JoinDeps extends Pick<CorrelatedDeps, 'takes'> {
  readonly tenant: string;
  readonly plan: JoinPlan;
  readonly evaluation: Omit<EvaluationDeps, 'onMatch'>;
  readonly correlations: readonly CompiledCorrelation[];
  readonly processes: ProcessStore;
  readonly partialMatches: PartialMatchStore;
  readonly outbox: OutboxDeps;
  /** Keeps the records behind what is judged, for once. @default the outbox keeps what it does */
  readonly keeping?: () => RecordKeeping;
  /** For each time that findings are kept, an owner that was never given. */
  terms(): SendTerms;
  readonly clock: Clock;
}

/** A connection as it is judged now. Of the rules that are to judge it each is closed or open. */
export interface JudgedConnection extends HeldConnection {
  readonly logged: LogEvent;
  /** Rules whose verdict is certain. */
  readonly closed: ReadonlySet<string>;
  /** Rules whose verdict events still to come may change. */
  readonly open: readonly OpenRule[];
}

/** Connections that waited under one name. */
export interface Verdict extends Judged {
  readonly connections: readonly JudgedConnection[];
  /** Records that no source reads any more. */
  readonly unreadable: number;
}
