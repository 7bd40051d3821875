// Shipped rules × sources → the messages of their alerts, as text that a person can read.

import assert from 'node:assert/strict';
import { stringify } from 'yaml';
import { type RenderContext, toAmazonQ, toEmail, toSlack } from '../../src/alert/index.ts';
import type { Alert, Finding } from '../../src/model/index.ts';
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

/** Rules that fire on events/, by the name of their files. */
const ON_EVENTS = [
  ['untrusted-process', UNTRUSTED],
  ['lolbin', LOLBIN],
  ['process-start', SEQUENCE],
] as const;

/** One that signs on the connection, one that joins it, one that knows names only by id, one without signatures. */
const FAMILIES = ['elastic-defend', 'sysmon', 'crowdstrike-fdr', 'microsoft-defender'] as const;

const FAN_OUT = 'correlation/correlation_win_smb_fan_out.test.yml';
const UNATTRIBUTED = 'correlation/correlation_smb_unattributed_fan_out.test.yml';

/** Its scanner is signed, and let off unless this filter is off. */
const THIRD_PARTY_VALID = ['--no-filter', 'a1529a6c-2e49-4ef1-8f18-42cfe79bd0fd'];

/** Rules that no family of events/ fires: timelines of their own tests. */
const ON_TIMELINES = [
  ['fan-out.sysmon', FAN_OUT, 'fires for 12 hosts in 99 s', []],
  [
    'fan-out.elastic-defend',
    FAN_OUT,
    'is suppressed for a scanner with a valid signature',
    THIRD_PARTY_VALID,
  ],
  ['unattributed-fan-out.crowdstrike-fdr', UNATTRIBUTED, 'fires for 10 hosts in 90 s', []],
  [
    'unattributed-fan-out.microsoft-defender',
    UNATTRIBUTED,
    'fires for Defender’s rows without a process, whose system nothing tells',
    [],
  ],
  ['unattributed-fan-out.sysmon', UNATTRIBUTED, 'fires for Sysmon’s unknown processes', []],
] as const;

/** All of them; the scans are those of the command line. */
export async function goldenCases(): Promise<readonly GoldenCase[]> {
  const cases: GoldenCase[] = [];
  const all = new Map<string, readonly Finding[]>();
  for (const family of FAMILIES) {
    const findings = await findingsOf(family);
    all.set(family, findings);
    for (const [name, rule] of ON_EVENTS) {
      cases.push(toCase(`${name}.${family}`, alertOf([theOne(findings, rule)])));
    }
  }
  for (const [name, file, which, args] of ON_TIMELINES) {
    const [finding] = await findingsOfCase(file, which, args);
    assert.ok(finding !== undefined, name);
    cases.push(toCase(name, alertOf([finding])));
  }
  const elastic = all.get('elastic-defend') ?? [];
  const both = [theOne(elastic, UNTRUSTED), theOne(elastic, SEQUENCE)] as const;
  const over = { revision: 1, isActive: false } as const;
  return [
    ...cases,
    toCase('two-rules.raised', alertOf([...both], { revision: 1, event: 'raised' })),
    toCase('two-rules.closed', alertOf([...both], { ...over, event: 'closed' })),
    toCase('untrusted-process.replay', alertOf([both[0]], { origin: 'replay', route: 'store' })),
    ...digestGoldens(CONTEXT).map(([name, messages]) => ({ name, text: asYaml(messages) })),
  ];
}

function theOne(findings: readonly Finding[], rule: string): Finding {
  const finding = findings.find((one) => one.rule.id === rule);
  assert.ok(finding !== undefined, `nothing of rule ${rule}`);
  return finding;
}

/** YAML, because its blocks show texts of several lines as they are sent. */
function toCase(name: string, alert: Alert): GoldenCase {
  const messages = {
    slack: toSlack(alert, CONTEXT),
    email: toEmail(alert, CONTEXT),
    'amazon-q': toAmazonQ(alert, CONTEXT),
  };
  return { name, text: asYaml(messages) };
}

function asYaml(messages: Readonly<Record<string, unknown>>): string {
  return stringify(messages, { lineWidth: 0, blockQuote: 'literal' });
}
