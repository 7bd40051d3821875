// Fates of findings → what people were told of them, in numbers.

import type { Alert, Level } from '../model/index.ts';
import type { AlertFate } from './alert-findings.ts';

/** What findings led to. Each finding counts once, but those of which nothing could be published or kept. */
export interface Told {
  /** Alerts that were published, opened or raised, each by one finding: those that page, and the others. */
  readonly paged: number;
  readonly posted: number;
  /** The same by their level. */
  readonly levels: Readonly<Record<Level, number>>;
  /** Findings of an alert that is told because of another. */
  readonly joined: number;
  /** Findings that are read once a day. */
  readonly digested: number;
  /** Findings that were to be told at once, but their rule's budget of the hour was spent: in that hour's digest. */
  readonly overBudget: number;
  /** Findings that are for nobody. */
  readonly stored: number;
}

/** Nothing was found. */
export const NOTHING_TOLD: Told = {
  paged: 0,
  posted: 0,
  levels: { informational: 0, low: 0, medium: 0, high: 0, critical: 0 },
  joined: 0,
  digested: 0,
  overBudget: 0,
  stored: 0,
};

/** Alerts that were published. */
export function alertsOf({ paged, posted }: Pick<Told, 'paged' | 'posted'>): number {
  return paged + posted;
}

/** Counts alerts that were published, and fates of the other findings. A canary's alert is published, and for nobody. */
export function toldOf(published: readonly Alert[], fates: readonly AlertFate[]): Told {
  const alerts = published.filter(({ origin }) => origin !== 'canary');
  const levels = { ...NOTHING_TOLD.levels };
  for (const { level } of alerts) levels[level]++;
  const paged = alerts.filter(({ route }) => route === 'page').length;
  const count = (wanted: AlertFate['kind']) => fates.filter(({ kind }) => kind === wanted).length;
  return {
    paged,
    posted: alerts.length - paged,
    levels,
    joined: count('joined'),
    digested: count('digested'),
    overBudget: count('over-budget'),
    stored: count('stored') + published.length - alerts.length,
  };
}

/** The sum. */
export function sumTold(all: readonly Told[]): Told {
  const sum = (count: (one: Told) => number) => all.reduce((whole, one) => whole + count(one), 0);
  return {
    paged: sum(({ paged }) => paged),
    posted: sum(({ posted }) => posted),
    levels: {
      informational: sum(({ levels }) => levels.informational),
      low: sum(({ levels }) => levels.low),
      medium: sum(({ levels }) => levels.medium),
      high: sum(({ levels }) => levels.high),
      critical: sum(({ levels }) => levels.critical),
    },
    joined: sum(({ joined }) => joined),
    digested: sum(({ digested }) => digested),
    overBudget: sum(({ overBudget }) => overBudget),
    stored: sum(({ stored }) => stored),
  };
}
