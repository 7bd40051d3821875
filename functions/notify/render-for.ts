// What is told → the body that a kind of destination takes.

import {
  type OnCallMessage,
  pagerDutyBody,
  type RenderContext,
  toAmazonQ,
  toAmazonQDigest,
  toEmail,
  toEmailDigest,
  toPagerDutyDigest,
  toPagerDutyEvent,
  toSlack,
  toSlackDigest,
} from '../../src/alert/index.ts';
import { type Alert, type AlertDigest, assertNever, escapeJson } from '../../src/model/index.ts';
import type { DestinationConfig } from './destination-config.ts';

/** The body; undefined where this kind has nothing to be told. */
export function renderFor(
  kind: DestinationConfig['kind'],
  message: OnCallMessage,
  context: RenderContext,
): string | undefined {
  return 'digest' in message
    ? digestBody(kind, message.digest, context)
    : alertBody(kind, message.alert, context);
}

/** The body of an alert. */
export function alertBody(
  kind: DestinationConfig['kind'],
  alert: Alert,
  context: RenderContext,
): string | undefined {
  switch (kind) {
    case 'slack':
      return json(toSlack(alert, context));
    case 'email':
      return json(toEmail(alert, context));
    case 'amazon-q':
      return json(toAmazonQ(alert, context));
    case 'pagerduty': {
      const event = toPagerDutyEvent(alert, context);
      return event === undefined ? undefined : pagerDutyBody(event);
    }
    default:
      return assertNever(kind);
  }
}

function digestBody(
  kind: DestinationConfig['kind'],
  digest: AlertDigest,
  context: RenderContext,
): string | undefined {
  switch (kind) {
    case 'slack':
      return json(toSlackDigest(digest, context));
    case 'email':
      return json(toEmailDigest(digest, context));
    case 'amazon-q':
      return json(toAmazonQDigest(digest, context));
    case 'pagerduty': {
      const event = toPagerDutyDigest(digest, context);
      return event === undefined ? undefined : pagerDutyBody(event);
    }
    default:
      return assertNever(kind);
  }
}

/** JSON in which no character acts on a terminal or a queue. */
function json(value: object): string {
  return escapeJson(JSON.stringify(value));
}
