// A finding → the attributes its message is filtered by.

import type { Finding, Level, Origin } from '../model/index.ts';
import { shown } from './safe-text.ts';

/** Names the shape of the body; a change that breaks its readers raises the number. */
export const MESSAGE_SCHEMA = 'sigma-lambda.finding-message/1';

/** Levels that wake somebody up. */
const PAGING: ReadonlySet<Level> = new Set(['high', 'critical']);

/** Longer values do not help a filter, and would take the place of evidence. */
const MAX_VALUE_CHARACTERS = 256;

/** Only what is found live pages: a replay reports what is long past (P8). */
export function isPage(level: Level, origin: Origin): boolean {
  return origin === 'live' && PAGING.has(level);
}

/**
 * Seven, of ten that a queue with raw delivery takes: a message with more is discarded there.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
 */
export function toAttributes(finding: Finding, origin: Origin): Readonly<Record<string, string>> {
  const { rule, source, tenant } = finding;
  return {
    severity: rule.level,
    ruleId: legal(rule.id),
    source: legal(source),
    origin,
    page: String(isPage(rule.level, origin)),
    tenant: legal(tenant),
    schema: MESSAGE_SCHEMA,
  };
}

/** SNS refuses a message for an empty value or one with characters that XML forbids. */
function legal(text: string): string {
  const value = shown(text, MAX_VALUE_CHARACTERS).trim();
  return value === '' ? '-' : value;
}
