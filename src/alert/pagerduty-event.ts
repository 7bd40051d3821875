// An alert → the event by which PagerDuty opens, raises or resolves its incident. The routing key is not in it: the
// adapter adds it, so that what is rendered holds no secret.

import { type Alert, assertNever, escapeJson, type Level } from '../model/index.ts';
import { redactFinding } from '../redact/index.ts';
import { defanged } from './defang.ts';
import { type PagerDutyDetails, toPagerDutyDetails } from './pagerduty-details.ts';
import { type LinkContext, linksOf, type PagerDutyLink } from './pagerduty-links.ts';
import { shown } from './safe-text.ts';
import { toTitle } from './text.ts';
import { hostWords, programWords } from './words.ts';

/** Characters of a key by which events meet. @see https://developer.pagerduty.com/docs/send-alert-event */
export const MAX_DEDUP_KEY = 255;
/** Characters of a summary. @see https://developer.pagerduty.com/docs/send-alert-event */
export const MAX_SUMMARY = 1_024;
/**
 * Bytes of an event with its routing key, of the two readings of "512 KB" the smaller.
 * @see https://developer.pagerduty.com/docs/events-api-v2-overview#size-limits
 */
export const MAX_EVENT_BYTES = 512_000;

/** PagerDuty's own levels. */
export type PagerDutySeverity = 'critical' | 'error' | 'warning' | 'info';

/** Each level of Sigma. */
export const PAGERDUTY_SEVERITIES: Readonly<Record<Level, PagerDutySeverity>> = {
  critical: 'critical',
  high: 'error',
  medium: 'warning',
  low: 'info',
  informational: 'info',
};

const MAX_NAME = 255;

/** What an event says; `component`, `group` and `class` as in PagerDuty's common event format. */
export interface PagerDutyPayload<D> {
  readonly summary: string;
  /** The host; of a digest the first, and how many others. */
  readonly source: string;
  readonly severity: PagerDutySeverity;
  /** Of the first match, ISO-8601 UTC; absent where no record had a time. */
  readonly timestamp?: string;
  /** The program; absent where there are many. */
  readonly component?: string;
  /** The tenant. */
  readonly group: string;
  /** The rule that says most. */
  readonly class: string;
  readonly custom_details: D;
}

/** What opens an incident, or adds to one that is open. */
export interface PagerDutyTrigger<D> {
  readonly event_action: 'trigger';
  readonly dedup_key: string;
  readonly client: string;
  /** Shown beside the details; absent where there is nothing to link to. */
  readonly links?: readonly PagerDutyLink[];
  readonly payload: PagerDutyPayload<D>;
}

/** An event as posted, but for its routing key. */
export type PagerDutyEvent<D = object> =
  | { readonly event_action: 'resolve'; readonly dedup_key: string }
  | PagerDutyTrigger<D>;

/**
 * The event; undefined where the pager has nothing to be told. Secrets are redacted here, so that no caller can forget
 * to. The same alert and context give the same event.
 * @throws TypeError for an alert whose id cannot be a key: it would open incidents that nothing resolves.
 * @see https://developer.pagerduty.com/docs/send-alert-event
 */
export function toPagerDutyEvent(
  raw: Alert,
  context: LinkContext = {},
): PagerDutyEvent<PagerDutyDetails> | undefined {
  const dedup_key = keyOf(raw.id);
  switch (raw.event) {
    case 'opened':
    case 'raised': {
      const alert = { ...raw, lead: redactFinding(raw.lead) };
      return {
        event_action: 'trigger',
        dedup_key,
        client: 'sigma-lambda',
        ...linksOf(alert.evidence, context),
        payload: toPayload(alert),
      };
    }
    case 'resolved':
      return { event_action: 'resolve', dedup_key };
    case 'closed':
      // A trigger for final counts would open a second incident if somebody has resolved the first by now.
      return undefined;
    default:
      return assertNever(raw.event);
  }
}

/** The event as JSON in which no character acts on a terminal or a queue. */
export function pagerDutyBody(event: PagerDutyEvent): string {
  return escapeJson(JSON.stringify(event));
}

/** The id as a key. @throws TypeError for one that is empty or too long */
export function keyOf(id: string): string {
  if (id.length > 0 && id.length <= MAX_DEDUP_KEY) return id;
  throw new TypeError(
    `the id of an alert or a digest has ${id.length} characters; expected 1 to ${MAX_DEDUP_KEY}`,
  );
}

function toPayload(alert: Alert): PagerDutyPayload<PagerDutyDetails> {
  const { lead, level } = alert;
  return {
    summary: summaryOf(alert),
    source: defanged(hostWords(lead)),
    severity: PAGERDUTY_SEVERITIES[level],
    ...timestampOf(alert.firstTime),
    component: defanged(programWords(lead)),
    group: named(alert.group.tenant),
    class: named(lead.rule.title),
    custom_details: toPagerDutyDetails(alert),
  };
}

/** The lead's headline and how many other rules matched: what a telephone reads aloud. */
function summaryOf({ lead, origin, rules }: Alert): string {
  const others = rules.length - 1;
  const more = others < 1 ? '' : ` (and ${others} more rule${others === 1 ? '' : 's'})`;
  const headline = defanged(toTitle(lead, origin));
  return shown(headline, MAX_SUMMARY / 2 - more.length) + more;
}

/** PagerDuty refuses an event for a time that is none. */
function timestampOf(time: string | undefined): { readonly timestamp?: string } {
  const isTime = time !== undefined && /^\d{4}-\d\d-\d\dT[\d:.]{8,18}Z$/.test(time);
  return isTime && !Number.isNaN(Date.parse(time)) ? { timestamp: time } : {};
}

/** A text of a log or a rule that must not be empty. */
export function named(text: string): string {
  const name = shown(defanged(text), MAX_NAME).trim();
  return name === '' ? '-' : name;
}
