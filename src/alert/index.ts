// Finding → Message, Alert → what a destination takes: what people and filters are told.

export { MESSAGE_SCHEMA } from './attributes.ts';
export { correlationWords, groupWords, spanWords } from './correlation-words.ts';
export type { FindingMessage } from './finding-message.ts';
export type { PagerDutyDetails } from './pagerduty-details.ts';
export {
  MAX_DEDUP_KEY,
  MAX_EVENT_BYTES,
  MAX_SUMMARY,
  type PagerDutyEvent,
  type PagerDutyPayload,
  type PagerDutySeverity,
  pagerDutyBody,
  toPagerDutyEvent,
} from './pagerduty-event.ts';
export { type MessageContext, toMessage } from './to-message.ts';
export { joinedWords } from './words.ts';
