// An event without its routing key → a post to PagerDuty with it.

import { err, ok, type Result } from '../../model/index.ts';
import type { AlertDestination } from '../../ports/index.ts';
import { type PostDeps, parseEndpoint, postWithSecret } from '../http/index.ts';

/**
 * Where events go, by the service region of the account.
 * @see https://support.pagerduty.com/main/docs/service-regions
 */
export const PAGERDUTY_ENDPOINTS = {
  us: 'https://events.pagerduty.com/v2/enqueue',
  eu: 'https://events.eu.pagerduty.com/v2/enqueue',
} as const;

const HOSTS = Object.values(PAGERDUTY_ENDPOINTS).map((endpoint) => new URL(endpoint).host);

/** @see https://developer.pagerduty.com/docs/send-alert-event */
const ROUTING_KEY = /^[\w-]{32}$/;

/** Its secret is the routing key, as plain text. */
export interface PagerDutyDeps extends PostDeps {
  /** @default PAGERDUTY_ENDPOINTS.us */
  readonly endpoint?: string;
  /** For tests and `local`: the endpoint may also begin with http://127.0.0.1. @default false */
  readonly isLoopbackAllowed?: boolean;
}

/**
 * An integration of a service. A body is the JSON of an event without `routing_key`.
 * @throws TypeError for an endpoint that is not PagerDuty's, and on posting for a body that is no object.
 */
export function createPagerDutyDestination({
  endpoint = PAGERDUTY_ENDPOINTS.us,
  isLoopbackAllowed,
  ...deps
}: PagerDutyDeps): AlertDestination {
  const url = parseEndpoint(endpoint, { hosts: HOSTS, isLoopbackAllowed });
  if (!url.ok) throw new TypeError(`the endpoint of PagerDuty ${url.error}`);
  return {
    post: (body) =>
      postWithSecret(deps, (secret) => {
        const whole = withKey(body, secret);
        return whole.ok ? ok({ url: url.value, body: whole.value }) : whole;
      }),
  };
}

/** Spliced, not parsed: what was rendered is posted to the byte. */
function withKey(body: string, key: string): Result<string, string> {
  if (!ROUTING_KEY.test(key)) {
    return err(
      `is no routing key: it has ${key.length} characters; expected 32 letters and digits`,
    );
  }
  if (!body.startsWith('{"')) throw new TypeError('the body of an event is no object with members');
  return ok(`{"routing_key":"${key}",${body.slice(1)}`);
}
