// What was measured → which goals are met, which are missed, and which were not measured.

/** A bound that a measured value is held against. */
export interface Goal {
  readonly id: string;
  /** The row, in words. */
  readonly what: string;
  /** Of value, goal and stretch: `× gunzip`, `ms`, `MB`. */
  readonly unit: string;
  readonly better: 'more' | 'less';
  /** Absent: only the stretch is named. */
  readonly goal?: number;
  /** What would be better still; missing it fails nothing. */
  readonly stretch?: number;
}

/** Issue 10's table: one pinned core unless said. */
export const GOALS = [
  {
    id: 'elastic-gunzip',
    what: 'SMB pack, Elastic gzip, rules that need no starts',
    unit: '× gunzip alone',
    better: 'more',
    goal: 0.7,
    stretch: 0.85,
  },
  {
    id: 'elastic-duckdb',
    what: 'the same',
    unit: '× DuckDB',
    better: 'more',
    goal: 1.2,
  },
  {
    id: 'sequence-gunzip',
    what: 'the whole pack, with the sequence, Elastic gzip',
    unit: '× gunzip alone',
    better: 'more',
    goal: 0.6,
    stretch: 0.7,
  },
  {
    id: 'crowdstrike-gunzip',
    what: 'the whole pack, CrowdStrike gzip',
    unit: '× gunzip alone',
    better: 'more',
    goal: 0.55,
    stretch: 0.65,
  },
  {
    id: 'sysmon-gunzip',
    what: 'the whole pack, Sysmon gzip',
    unit: '× gunzip alone',
    better: 'more',
    goal: 0.55,
    stretch: 0.65,
  },
  {
    id: 'elastic-zstd',
    what: 'SMB pack, Elastic zstd, rules that need no starts',
    unit: '× zstd alone',
    better: 'more',
    goal: 0.6,
    stretch: 0.75,
  },
  {
    id: 'workers-duckdb',
    what: '8 objects, two workers on two cores, rules that need no starts',
    unit: '× DuckDB on two threads',
    better: 'more',
    goal: 1.2,
    stretch: 1.5,
  },
  {
    id: 'sigmahq-events',
    what: "all SigmaHQ's rules over recorded Windows events",
    unit: 'events/s',
    better: 'more',
    goal: 30_000,
  },
  {
    id: 'sigmahq-parse',
    what: 'the same',
    unit: '× JSON.parse alone',
    better: 'more',
    stretch: 0.4,
  },
  {
    id: 'peak',
    what: 'peak RSS, any object size',
    unit: 'MB',
    better: 'less',
    goal: 160,
  },
  {
    id: 'bundle',
    what: "scan's bundle",
    unit: 'KB',
    better: 'less',
    goal: 700,
    stretch: 600,
  },
  {
    id: 'init',
    what: 'init of a cold start',
    unit: 'ms',
    better: 'less',
    goal: 350,
    stretch: 250,
  },
  {
    id: 'first-finding',
    what: 'first finding of a 1 MB object, cold',
    unit: 'ms',
    better: 'less',
    goal: 700,
    stretch: 500,
  },
  {
    id: 'compute',
    what: 'compute per raw TB',
    unit: 'USD',
    better: 'less',
    goal: 0.08,
    stretch: 0.05,
  },
] as const satisfies readonly Goal[];

/** One of them. */
export type GoalId = (typeof GOALS)[number]['id'];

/** By goal what was measured: the median of its row. */
export type GoalValues = Partial<Readonly<Record<string, number>>>;

/** What became of a goal. `near`: met, the stretch is not. */
export type Outcome = 'stretch' | 'near' | 'met' | 'missed' | 'not measured';

/** A goal, judged. */
export interface Verdict {
  readonly goal: Goal;
  /** Absent: nothing measured it in this run. */
  readonly value?: number;
  readonly outcome: Outcome;
}

/** Judges each goal. A value that is no number is a goal missed: something went wrong with its row. */
export function judgeGoals(values: GoalValues, goals: readonly Goal[] = GOALS): readonly Verdict[] {
  return goals.map((goal): Verdict => {
    const value = values[goal.id];
    if (value === undefined) return { goal, outcome: 'not measured' };
    return { goal, value, outcome: outcomeOf(goal, value) };
  });
}

/** 1 where a goal is missed, else 0: what a run left out fails nothing. */
export function exitCodeOf(verdicts: readonly Verdict[]): number {
  return verdicts.some(({ outcome }) => outcome === 'missed') ? 1 : 0;
}

function outcomeOf(goal: Goal, value: number): Outcome {
  if (Number.isNaN(value)) return 'missed';
  const reaches = (bound: number) => (goal.better === 'more' ? value >= bound : value <= bound);
  if (goal.goal !== undefined && !reaches(goal.goal)) return 'missed';
  if (goal.stretch === undefined) return 'met';
  return reaches(goal.stretch) ? 'stretch' : 'near';
}
