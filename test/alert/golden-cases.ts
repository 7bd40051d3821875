// Shipped rules × sources → the messages of their alerts, as text that a person can read.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import {
  type RenderContext,
  toAmazonQ,
  toEmail,
  toPagerDutyEvent,
  toSlack,
} from '../../src/alert/index.ts';
import type { Alert, Finding } from '../../src/model/index.ts';
import { DAY_MS, HOUR_MS } from '../support/set-clock.ts';
import { digestGoldens } from './digest-cases.ts';
import { alertOf, findingsOf, findingsOfCase } from './alerts.ts';

/** A golden file. */
export interface GoldenCase {
  /** Without its ending. */
  readonly name: string;
  readonly text: string;
}

export const CONTEXT: RenderContext = {
  nowMs: Date.UTC(2026, 10, 20, 10, 30),
  region: 'eu-central-1',
  runbook: 'https://wiki.example.com/on-call/smb',
};

const UNTRUSTED = 'a1874aa0-0b00-4515-ad76-0779bfb72335';
const LOLBIN = '396b47f5-e279-4aee-8551-5afbf63dc1fe';
const SEQUENCE = '3be01e7a-b7e2-4e6b-b61f-1897ecfa6fd9';

const EVENTS = fileURLToPath(new URL('../../events/', import.meta.url));

/** Folders of events/, one a source. */
export const FAMILIES: readonly string[] = readdirSync(EVENTS).filter(
  (name) => !name.includes('.'),
);

/** Alerts of one rule, each from the source that makes it hardest to tell. */
const ON_EVENTS = [
  ['rule.untrusted-process', 'crowdstrike-fdr', UNTRUSTED],
  ['rule.process-start', 'crowdstrike-fdr', SEQUENCE],
  ['rule.lolbin', 'elastic-defend', LOLBIN],
] as const;

const FAN_OUT = 'correlation/correlation_win_smb_fan_out.test.yml';
const UNATTRIBUTED = 'correlation/correlation_smb_unattributed_fan_out.test.yml';

/** Rules that nothing in events/ fires: timelines of their own tests. */
const ON_TIMELINES = [
  ['rule.fan-out', FAN_OUT, 'fires for 12 hosts in 99 s'],
  ['rule.unattributed-fan-out', UNATTRIBUTED, 'fires for Sysmon’s unknown processes'],
] as const;

/** All of them; the scans are those of the command line. */
export async function goldenCases(): Promise<readonly GoldenCase[]> {
  const scanned = new Map<string, readonly Finding[]>();
  for (const family of FAMILIES) scanned.set(family, await findingsOf(family));
  const of = (family: string) => scanned.get(family) ?? [];
  const cases = FAMILIES.map((family) => toCase(`source.${family}`, attackOf(of(family))));
  for (const [name, family, rule] of ON_EVENTS) {
    cases.push(toCase(name, alertOf([theOne(of(family), rule)])));
  }
  for (const [name, file, which] of ON_TIMELINES) {
    const [finding] = await findingsOfCase(file, which);
    assert.ok(finding !== undefined, name);
    cases.push(toCase(name, alertOf([finding])));
  }
  const attack = attackOf(of('elastic-defend'));
  const over = { revision: 2, isActive: false } as const;
  return [
    ...cases,
    toCase('event.raised', { ...attack, revision: 1, event: 'raised' }),
    toCase('event.closed', { ...attack, ...over, event: 'closed' }, HOUR_MS),
    toCase('event.closed-first', { ...attack, ...over, event: 'closed' }, HOUR_MS, true),
    toCase('event.resolved', { ...attack, ...over, revision: 3, event: 'resolved' }, DAY_MS),
    toCase('event.replay', { ...attack, origin: 'replay', route: 'store' }),
    toCase('event.canary', { ...attack, origin: 'canary', route: 'store' }),
    ...digestGoldens(CONTEXT).map(([name, messages]) => ({ name, text: asYaml(messages) })),
  ];
}

/** The alert of the program that a mail brought: what all rules found of its process. */
function attackOf(findings: readonly Finding[]): Alert {
  const first = findings.find(({ process }) => process.image?.endsWith('invoice_viewer.exe'));
  assert.ok(first !== undefined, 'nothing of invoice_viewer.exe');
  const isOfIt = ({ hostKey, entityKey }: Finding) =>
    hostKey === first.hostKey && entityKey === first.entityKey;
  const rest = findings.filter((one) => one !== first && isOfIt(one));
  return alertOf([first, ...rest]);
}

function theOne(findings: readonly Finding[], rule: string): Finding {
  const finding = findings.find((one) => one.rule.id === rule);
  assert.ok(finding !== undefined, `nothing of rule ${rule}`);
  return finding;
}

function toCase(name: string, alert: Alert, laterMs = 0, isFirst = false): GoldenCase {
  const context = { ...CONTEXT, nowMs: CONTEXT.nowMs + laterMs, isFirst };
  const messages = {
    slack: toSlack(alert, context),
    email: toEmail(alert, context),
    'amazon-q': toAmazonQ(alert, context),
    pagerduty: toPagerDutyEvent(alert, context) ?? 'none',
  };
  return { name, text: asYaml(messages) };
}

/** YAML, because its blocks show texts of several lines as they are sent. */
function asYaml(messages: Readonly<Record<string, unknown>>): string {
  return stringify(messages, { lineWidth: 0, blockQuote: 'literal', aliasDuplicateObjects: false });
}
