// What came of a POST → what is to be done about it.

import type { PostOutcome } from '../../ports/index.ts';
import type { Exchange } from './exchange.ts';
import { retryAfterMs } from './retry-after.ts';
import { saidLine } from './said.ts';

/** What an outcome is judged by besides. */
export interface OutcomeContext {
  /** Who was posted to, for the reason. */
  readonly host: string;
  /** What the reason must not hold. */
  readonly secrets: readonly string[];
  readonly nowMs: number;
}

/**
 * 2xx is posted; 429, 5xx and whatever the net did are retried; all else is permanent, redirects with it. Slack and
 * PagerDuty name the same statuses.
 * @see https://api.slack.com/changelog/2016-05-17-changes-to-errors-for-incoming-webhooks
 * @see https://developer.pagerduty.com/docs/events-api-v2-overview#response-codes--retry-logic
 */
export function toOutcome(exchange: Exchange, context: OutcomeContext): PostOutcome {
  const { host, secrets, nowMs } = context;
  if (exchange.kind === 'failed') {
    const { code, isSent } = exchange;
    const when = isSent ? 'after all was sent' : 'before all was sent';
    return { kind: 'retry', reason: `${host}: ${code} ${when}`, mayBePosted: isSent };
  }
  const { status, body, retryAfter } = exchange;
  if (status >= 200 && status < 300) return { kind: 'posted' };
  const said = saidLine(body, secrets);
  const reason = `${host} answered ${status}${said === '' ? '' : `: ${said}`}`;
  if (status !== 429 && status < 500) return { kind: 'permanent', reason };
  const afterMs = retryAfterMs(retryAfter, nowMs);
  const wait = afterMs === undefined ? {} : { afterMs };
  return { kind: 'retry', reason, ...wait, mayBePosted: status >= 500 };
}
