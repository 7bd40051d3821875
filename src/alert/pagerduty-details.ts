// An alert → the details of its PagerDuty event. Bounded by how it is built: with every text and list at its limit, in
// characters of four bytes, they stay below what an event may have, so that nothing needs cutting afterwards.

import type { Alert, AlertRule, Finding, FindingDestination } from '../model/index.ts';
import { defanged } from './defang.ts';
import { shown } from './safe-text.ts';
import { toText } from './text.ts';
import { addressWords } from './words.ts';

const MAX_NAME = 255;
const MAX_TIME = 80;
const MAX_PATH = 1_024;
/** What cmd.exe takes at most is 8,191; of the parent's a quarter says enough. */
const MAX_COMMAND_LINE = 8_192;
const MAX_PARENT_COMMAND_LINE = 2_048;
const MAX_HASHES = 8;
const MAX_RULES = 20;
const MAX_DESTINATIONS = 20;
const MAX_STEPS = 30;
const MAX_STEP = 500;
const MAX_REASONS = 20;

/** What PagerDuty shows as a table, in this order; absent = no log supplied it. */
export interface PagerDutyDetails {
  readonly what: string;
  readonly triage: readonly string[];
  readonly respond: readonly string[];
  readonly harden: readonly string[];
  readonly logging: readonly string[];
  readonly false_positives: readonly string[];
  readonly level: string;
  readonly still_active: boolean;
  readonly host: string;
  readonly user?: string;
  readonly program?: string;
  readonly command_line?: string;
  readonly pid?: number;
  readonly parent?: string;
  readonly parent_command_line?: string;
  readonly signer?: string;
  readonly signature_status?: string;
  readonly hashes?: readonly string[];
  /** Addresses of the lead, first reached first. */
  readonly destinations: readonly string[];
  readonly distinct_destinations: number;
  readonly first_time_utc?: string;
  readonly last_time_utc?: string;
  readonly rules: readonly string[];
  readonly alert_id: string;
  readonly revision: number;
  readonly finding_id: string;
  readonly tenant: string;
  readonly source: string;
  readonly origin: string;
  readonly evidence?: string;
}

/** The details. The alert's finding must be without secrets. */
export function toPagerDutyDetails(alert: Alert): PagerDutyDetails {
  const { lead, guide } = alert;
  return {
    what: defanged(toText(lead, guide)),
    triage: steps(guide?.triage),
    respond: steps(guide?.respond),
    harden: steps(guide?.harden),
    logging: steps(guide?.logging),
    false_positives: listed(alert.falsepositives, MAX_REASONS, (text) => shown(text, MAX_STEP)),
    level: alert.level,
    still_active: alert.isActive,
    ...whoDetails(lead),
    destinations: listed(lead.destinations, MAX_DESTINATIONS, destinationText),
    distinct_destinations: alert.distinctDestinations,
    ...present('first_time_utc', alert.firstTime, MAX_TIME),
    ...present('last_time_utc', alert.lastTime, MAX_TIME),
    rules: listed(alert.rules, MAX_RULES, ruleText),
    alert_id: alert.id,
    revision: alert.revision,
    finding_id: logged(lead.id, MAX_NAME),
    tenant: logged(alert.group.tenant, MAX_NAME),
    source: logged(alert.group.source, MAX_NAME),
    origin: alert.origin,
    ...(alert.evidence === undefined ? {} : { evidence: shown(alert.evidence, MAX_PATH) }),
  };
}

function whoDetails({ host, hostKey, user, userSid, process }: Finding) {
  const { image, commandLine, pid, parent, signature, signatureStatus, hashes } = process;
  return {
    host: logged(host ?? hostKey, MAX_NAME),
    ...present('user', user ?? userSid, MAX_NAME),
    ...present('program', image, MAX_PATH),
    ...present('command_line', commandLine, MAX_COMMAND_LINE),
    ...(pid === undefined ? {} : { pid }),
    ...present('parent', parent?.image, MAX_PATH),
    ...present('parent_command_line', parent?.commandLine, MAX_PARENT_COMMAND_LINE),
    ...present('signer', signature, MAX_NAME),
    ...present('signature_status', signatureStatus, MAX_NAME),
    ...hashDetails(hashes),
  };
}

function hashDetails(hashes: Finding['process']['hashes'] = {}) {
  const all = Object.entries(hashes);
  if (all.length === 0) return {};
  return {
    hashes: listed(all, MAX_HASHES, ([name, value]) => logged(`${name}: ${value}`, MAX_NAME)),
  };
}

/** A text of a log under its name, if there is one. */
function present<K extends string>(
  key: K,
  text: string | undefined,
  maxCharacters: number,
): { readonly [P in K]?: string } {
  const member: { [P in K]?: string } = {};
  if (text !== undefined) member[key] = logged(text, maxCharacters);
  return member;
}

function logged(text: string, maxCharacters: number): string {
  return shown(defanged(text), maxCharacters);
}

function steps(part: readonly string[] = []): readonly string[] {
  return listed(part, MAX_STEPS, (step) => shown(step, MAX_STEP));
}

/** At most `max` texts, and one more that says how many others there are. */
function listed<T>(items: readonly T[], max: number, toText: (item: T) => string): string[] {
  const texts = items.slice(0, max).map(toText);
  const others = items.length - texts.length;
  return others === 0 ? texts : [...texts, `and ${others} more`];
}

function ruleText({ title, level, count, isCountExact, findingId }: AlertRule): string {
  const times = `${isCountExact ? '' : 'at least '}${count} match${count === 1 ? '' : 'es'}`;
  return `[${level.toUpperCase()}] ${logged(title, MAX_NAME)}: ${times}, ${logged(findingId, MAX_NAME)}`;
}

function destinationText({ ip, port, host, firstTime }: FindingDestination): string {
  const since = firstTime === undefined ? '' : ` since ${shown(firstTime, MAX_TIME)}`;
  const address = defanged(addressWords(ip, port));
  return (host === undefined ? address : `${logged(host, MAX_NAME)} (${address})`) + since;
}
