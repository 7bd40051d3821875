// What is told → the attributes that subscriptions filter it by.

import type { Alert, AlertDigest } from '../model/index.ts';
import { ALERT_SCHEMA, DIGEST_SCHEMA } from './alert-message.ts';
import { shown } from './safe-text.ts';

/** Longer values do not help a filter, and would take the place of evidence. */
const MAX_VALUE_CHARACTERS = 256;

/** Attributes by name. */
type Attributes = Readonly<Record<string, string>>;

/**
 * Eight, of ten that a queue with raw delivery takes: a message with more is discarded there. Who is told stands in
 * `route`.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
 */
export function alertAttributes({ level, route, event, origin, lead, group }: Alert): Attributes {
  return {
    severity: level,
    route,
    event,
    origin,
    ruleId: legal(lead.rule.id),
    source: legal(group.source),
    tenant: legal(group.tenant),
    schema: ALERT_SCHEMA,
  };
}

/** A digest is of many sources and rules, and always live: replays have none. */
export function digestAttributes({ level, route, tenant }: AlertDigest): Attributes {
  return {
    severity: level,
    route,
    event: 'digest',
    origin: 'live',
    tenant: legal(tenant),
    schema: DIGEST_SCHEMA,
  };
}

/** SNS refuses a message for an empty value or one with characters that XML forbids. */
function legal(text: string): string {
  const value = shown(text, MAX_VALUE_CHARACTERS).trim();
  return value === '' ? '-' : value;
}
