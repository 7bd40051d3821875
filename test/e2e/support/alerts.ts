// Messages of the alerts topic → alerts and digests; and what is wrong with alerts for what was found.

import assert from 'node:assert/strict';
import type { Message } from '@aws-sdk/client-sqs';
import { type OnCallMessage, parseOnCallMessage } from '../../../src/alert/index.ts';
import {
  type Alert,
  ALERT_ROUTES,
  type AlertDigest,
  type AlertGroup,
  type Finding,
  LEVELS,
} from '../../../src/model/index.ts';

/** Alerts, as they came. Fails for a body that is none of ours. */
export function alertsIn(messages: readonly Message[]): readonly Alert[] {
  return bodiesOf(messages).flatMap((body) => ('alert' in body ? [body.alert] : []));
}

/** Digests, as they came. */
export function digestsIn(messages: readonly Message[]): readonly AlertDigest[] {
  return bodiesOf(messages).flatMap((body) => ('digest' in body ? [body.digest] : []));
}

/** Names a message by what it tells: the same where it comes again. */
export function tellingOf({ id, revision }: Pick<Alert, 'id' | 'revision'>): string {
  return `${id} ${revision}`;
}

function bodiesOf(messages: readonly Message[]): readonly OnCallMessage[] {
  return messages.map(({ Body = '' }) => {
    const parsed = parseOnCallMessage(Body);
    assert.ok(parsed.ok, parsed.ok ? '' : parsed.error);
    return parsed.value;
  });
}

/** The group of a finding or an alert, as text. */
export function groupOf({ tenant, source, hostKey, entityKey }: AlertGroup): string {
  return JSON.stringify([tenant, source, hostKey, entityKey]);
}

/**
 * What is wrong with the alerts of what was found: each process has one alert, opened first, and never less later; its last
 * revision, if that is due to time, has every finding; and there is no alert of anything else.
 */
export function alertProblems(
  alerts: readonly Alert[],
  found: readonly Finding[],
): readonly string[] {
  const expected = Map.groupBy(found, groupOf);
  const told = Map.groupBy(alerts, ({ group }) => groupOf(group));
  const strange = [...told.keys()].filter((group) => !expected.has(group));
  return [
    ...strange.map((group) => `an alert of what was not found: ${group}`),
    ...[...expected].flatMap(([group, findings]) =>
      historyProblems(told.get(group) ?? [], findings).map((what) => `${group}: ${what}`),
    ),
  ];
}

function historyProblems(alerts: readonly Alert[], findings: readonly Finding[]) {
  const [id, ...others] = new Set(alerts.map((alert) => alert.id));
  if (id === undefined) return ['nobody was told'];
  if (others.length > 0) return [`${others.length + 1} alerts: ${[id, ...others].join(', ')}`];
  const tellings = new Map(alerts.map((alert) => [alert.revision, alert]));
  const history = [...tellings.keys()].toSorted((a, b) => a - b);
  const events = history.map((revision) => tellings.get(revision)?.event);
  const ids = new Set(findings.map((finding) => finding.id));
  const listed = alerts.flatMap(({ rules }) => rules.map(({ findingId }) => findingId));
  return [
    ...(history.every((revision, index) => revision === index) ? [] : [`revisions ${history}`]),
    ...(/^opened((,closed)?,raised)*(,closed)?(,resolved)?$/.test(events.join())
      ? []
      : [`events ${events}`]),
    ...listed.filter((one) => !ids.has(one)).map((one) => `${one} is not of the process`),
    ...raiseProblems(history.flatMap((revision) => tellings.get(revision) ?? [])),
    ...lastProblems(tellings.get(history.length - 1), findings),
  ];
}

/**
 * What comes later is never less. It need not look like more: who tells of the first late, since somebody died, tells it with all
 * that is known by then.
 */
function raiseProblems(history: readonly Alert[]): readonly string[] {
  return history.flatMap(({ event, level, route }, index) => {
    const before = history[index - 1];
    if (before === undefined) return [];
    const isLess =
      LEVELS.indexOf(level) < LEVELS.indexOf(before.level) ||
      ALERT_ROUTES.indexOf(route) > ALERT_ROUTES.indexOf(before.route);
    return isLess ? [`${event} from ${before.level} ${before.route} to ${level} ${route}`] : [];
  });
}

/** What time brings has all that was found. */
function lastProblems(last: Alert | undefined, findings: readonly Finding[]): readonly string[] {
  if (last === undefined || last.isActive) return [];
  const facts = (all: readonly (readonly [string, number])[]) =>
    all
      .map(([id, count]) => `${id} ${count}`)
      .toSorted()
      .join();
  const stated = facts(last.rules.map(({ findingId, count }) => [findingId, count]));
  const expected = facts(findings.map(({ id, count }) => [id, count]));
  return stated === expected ? [] : [`the last word has ${stated}, expected ${expected}`];
}
