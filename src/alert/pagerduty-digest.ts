// A digest → the event by which PagerDuty opens an incident of it: a storm wakes somebody up once, with its counts.

import type { AlertDigest, DigestRule } from '../model/index.ts';
import { defanged } from './defang.ts';
import { digestSubject, digestTitle } from './digest-text.ts';
import {
  counted,
  digestCounts,
  digestHost,
  digestReason,
  digestScope,
  digestSpan,
  digestSteps,
  digestTotal,
  notNamed,
} from './digest-words.ts';
import {
  keyOf,
  MAX_SUMMARY,
  named,
  PAGERDUTY_SEVERITIES,
  type PagerDutyTrigger,
} from './pagerduty-event.ts';
import { type LinkContext, linksOf } from './pagerduty-links.ts';
import { shown } from './safe-text.ts';

const MAX_NAME = 255;
const MAX_RULES = 20;
const MAX_HOSTS = 20;

/** What PagerDuty shows as a table, in this order. */
export interface PagerDutyDigestDetails {
  readonly what: string;
  readonly triage: readonly string[];
  /** Nothing ends it by itself. */
  readonly when_done: string;
  readonly found_utc: string;
  /** Exact. */
  readonly findings: number;
  /** What is in the counts and what is not. */
  readonly counted: string;
  /** Findings and hosts of each, exact. */
  readonly rules: readonly string[];
  /** Of each rule the first by name. */
  readonly hosts: readonly string[];
  readonly rule_ids: readonly string[];
  readonly digest_id: string;
  readonly revision: number;
  readonly tenant: string;
}

const WHEN_DONE =
  'Resolve this incident by hand: a digest has no end of its own. If more is found later, it opens again or another hour has its own.';

/**
 * The event: of an hourly digest that would have paged, a trigger whose key is the digest's id; undefined for all others. A
 * later revision is a trigger by the same key: it adds to the incident, or opens one if that was resolved.
 * @throws TypeError for a digest whose id cannot be a key.
 * @see https://developer.pagerduty.com/docs/send-alert-event
 */
export function toPagerDutyDigest(
  digest: AlertDigest,
  context: LinkContext = {},
): PagerDutyTrigger<PagerDutyDigestDetails> | undefined {
  if (digest.kind !== 'hour' || digest.route !== 'page') return undefined;
  return {
    event_action: 'trigger',
    dedup_key: keyOf(digest.id),
    client: 'sigma-lambda',
    ...linksOf(undefined, context),
    payload: {
      summary: shown(defanged(digestTitle(digest)), MAX_SUMMARY / 2),
      source: sourceOf(digest),
      severity: PAGERDUTY_SEVERITIES[digest.level],
      timestamp: digest.fromTime,
      group: named(digest.tenant),
      class: named(digestSubject(digest)),
      custom_details: detailsOf(digest),
    },
  };
}

function detailsOf(digest: AlertDigest): PagerDutyDigestDetails {
  const rules = digest.rules.slice(0, MAX_RULES);
  const rest = notNamed({ findings: digest.findings, rules });
  return {
    what: `${digestTotal(digest)}: ${digestReason(digest)}.`,
    triage: digestSteps(digest),
    when_done: WHEN_DONE,
    found_utc: digestSpan(digest),
    findings: digest.findings,
    counted: digestScope(digest),
    rules: [
      ...rules.map(ruleText),
      ...(rest > 0 ? [`${counted(rest, 'finding')} of other rules`] : []),
    ],
    hosts: rules.map(hostsText),
    rule_ids: rules.map(({ id }) => named(id)),
    digest_id: digest.id,
    revision: digest.revision,
    tenant: named(digest.tenant),
  };
}

function ruleText(rule: DigestRule): string {
  return `[${rule.level.toUpperCase()}] ${named(rule.title)}: ${digestCounts(rule)}`;
}

function hostsText({ hostNames, hosts }: DigestRule): string {
  const names = hostNames.slice(0, MAX_HOSTS).map(hostText);
  const more = hosts - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}

/** The first host, and how many others: what PagerDuty calls the source must not be empty. */
function sourceOf({ rules }: AlertDigest): string {
  const first = rules[0]?.hostNames[0];
  const others = (rules[0]?.hosts ?? 1) - 1;
  const name = first === undefined ? 'hosts not named' : hostText(first);
  return others > 0 && first !== undefined ? `${name} and ${others} more` : name;
}

function hostText(name: string): string {
  return shown(defanged(digestHost(name)), MAX_NAME);
}
