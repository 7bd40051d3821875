// Findings → Alert: one attack, told once. Alert → Message, and what a destination takes: what people and filters are told.

export {
  type Advanced,
  advance,
  type AlertEntry,
  type AlertTimes,
  type Arrivals,
  compareEntries,
  DEFAULT_TIMES,
  revisionBy,
} from './advance.ts';
export {
  ALERT_SCHEMA,
  type AlertMessage,
  DIGEST_SCHEMA,
  type DigestMessage,
  type OnCallMessage,
  parseOnCallMessage,
} from './alert-message.ts';
export { correlationWords, groupWords, spanWords } from './correlation-words.ts';
export { defanged } from './defang.ts';
export { type LoadedRules, toFilterTarget } from './filter-target.ts';
export {
  type AlertContext,
  type AlertFinding,
  type AlertRuleText,
  foldAlert,
} from './fold-alert.ts';
export { DIGEST_MS, DigestFold, toDigestMember } from './fold-digest.ts';
export {
  activityOf,
  type AlertMatches,
  type AlertStep,
  begun,
  ended,
  nextStep,
  said,
  waiting,
  withoutPrevious,
} from './lifetime.ts';
export type { PagerDutyDetails } from './pagerduty-details.ts';
export { type PagerDutyDigestDetails, toPagerDutyDigest } from './pagerduty-digest.ts';
export {
  MAX_DEDUP_KEY,
  MAX_EVENT_BYTES,
  MAX_SUMMARY,
  type PagerDutyEvent,
  type PagerDutyPayload,
  type PagerDutySeverity,
  type PagerDutyTrigger,
  pagerDutyBody,
  toPagerDutyEvent,
} from './pagerduty-event.ts';
export { parseRouting } from './parse-routing.ts';
export { type AlertRouting, DEFAULT_ROUTING, isToldAtOnce, routeOf } from './routes.ts';
export {
  AMAZON_Q_LIMITS,
  type AmazonQNotification,
  toAmazonQ,
  toAmazonQDigest,
} from './render/amazon-q.ts';
export { type Email, EMAIL_LIMITS, toEmail, toEmailDigest } from './render/email.ts';
export { consoleUrl } from './render/links.ts';
export type { RenderContext } from './render/sheet.ts';
export { silencingFilter } from './render/silencing-filter.ts';
export {
  SLACK_LIMITS,
  type SlackBlock,
  type SlackMessage,
  toSlack,
  toSlackDigest,
} from './render/slack.ts';
export { toAlertMessage, toDigestMessage } from './to-alert-message.ts';
export { joinedWords } from './words.ts';
