// What the stack of this machine consists of, by name: the shape of infra/, without what only AWS has.

import { queueArn, s3Arn, topicArn } from '../../local/index.ts';

/** Buckets. Names need no account: nobody else is here. */
export const BUCKETS = {
  logs: 'logs',
  archive: 'archive',
  evidence: 'evidence',
  segments: 'segments',
} as const;

/** The table of infra/constructs/state-table.ts. */
export const STATE_TABLE = 'state';

/** Topics: what people are told, and what operators are. */
export const TOPICS = { alerts: 'alerts', operations: 'operations' } as const;

/** The queue that feeds the scans, and where it ends. */
export const SCAN_QUEUE = 'scan';
export const SCAN_FAILURES = 'scan-failures';

/** As infra/constructs/queue-trigger.ts and notify.ts have them. */
export const SCAN_BATCH_SIZE = 5;
export const NOTIFY_BATCH_SIZE = 5;

/** Deliveries before a message goes to the failure queue by itself, as infra has them. */
export const SCAN_RECEIVE_COUNT = 5;
export const NOTIFY_RECEIVE_COUNT = 1_000;

/** Alerts of a rule and hour, as infra has it by default. */
export const HOURLY_BUDGET = 5;

/** What Lambda asks for: the visibility of a queue, in timeouts of the function that it is mapped to. */
export const VISIBILITY_FACTOR = 6;

/** Seconds, as infra's functions have them. */
export const SCAN_TIMEOUT_SECONDS = 150;
export const SETTLE_TIMEOUT_SECONDS = 60;
export const NOTIFY_TIMEOUT_SECONDS = 60;

/** MB, as infra's functions have them. */
export const SCAN_MEMORY_MB = 1769;
export const SETTLE_MEMORY_MB = 512;
export const NOTIFY_MEMORY_MB = 512;

/** ARNs of the above. */
export const ARNS = {
  alerts: topicArn(TOPICS.alerts),
  operations: topicArn(TOPICS.operations),
  scanQueue: queueArn(SCAN_QUEUE),
  logs: s3Arn(BUCKETS.logs),
} as const;
