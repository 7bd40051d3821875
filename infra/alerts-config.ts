// The configuration file → what is told of alerts, to whom, and how often.

import { type AlertRouting, parseRouting } from '../src/alert/index.ts';
import type { ValueReader } from './value-reader.ts';
import { type DestinationConfig, readDestinations } from './destinations.ts';

/** What is told of alerts, and to whom. */
export interface AlertsConfig {
  /** Empty: nobody is told of anything, and the synthesis says so. */
  readonly destinations: readonly DestinationConfig[];
  /** Absent: the functions' own, by level. */
  readonly routing?: AlertRouting;
  /** Messages of one rule within an hour, before its alerts go into a digest. */
  readonly hourlyBudget: number;
  /** Page that every alert links to. */
  readonly runbookUrl?: string;
}

/** One is the least that tells anybody; more than 1,000 an hour nobody reads. */
const HOURLY_BUDGET = { min: 1, max: 1_000 };
/** As long as the shortest of the channels shows a link whole. */
const RUNBOOK_URL = {
  pattern:
    /^https:\/\/(?=.{1,192}$)[a-z0-9.-]+(?::\d{1,5})?(?:[/?#][\w\-.~:/?#[\]@!$&'()*+,;=%]*)?$/i,
  expected: 'a URL, https://…, of at most 200 characters',
};

/** Reads the keys; adds every problem to the reader's. */
export function readAlerts(
  reader: ValueReader,
  ruleIds: ReadonlySet<string> | undefined,
): AlertsConfig {
  const destinations = readDestinations(reader);
  const routing = readRouting(reader, ruleIds);
  const runbookUrl = reader.text('runbookUrl', undefined, RUNBOOK_URL);
  return {
    destinations,
    hourlyBudget: reader.wholeNumber('hourlyBudget', 5, HOURLY_BUDGET),
    ...(routing === undefined ? {} : { routing }),
    ...(runbookUrl === undefined ? {} : { runbookUrl }),
  };
}

function readRouting(
  reader: ValueReader,
  ruleIds: ReadonlySet<string> | undefined,
): AlertRouting | undefined {
  const value = reader.raw('routing');
  if (value === undefined) return undefined;
  const routing = parseRouting(value);
  if (routing.ok) {
    const ids = [...routing.value.rules.keys()];
    const unknown = ruleIds === undefined ? [] : ids.filter((id) => !ruleIds.has(id));
    const expected = 'expected the id of a rule or correlation in rules/';
    reader.problems.push(
      ...unknown.map((id) => `routing.rules has ${JSON.stringify(id)}; ${expected}`),
    );
    return routing.value;
  }
  reader.problems.push(
    ...routing.error.map((one) => (one.startsWith('routing') ? one : `routing.${one}`)),
  );
  return undefined;
}

/** What `SIGMA_LAMBDA_ROUTING` holds: JSON as parseRouting reads it. */
export function routingText({ levels, rules }: AlertRouting): string {
  return JSON.stringify({ levels, rules: Object.fromEntries(rules) });
}
