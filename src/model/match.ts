// A rule said yes to an event.

import type { LogEvent } from './log-event.ts';
import type { RecordPlace } from './raw-record.ts';
import type { CompiledRule } from './rule.ts';

/** The object and place a record was delivered in. Provenance: apart from identity. */
export interface Delivery extends RecordPlace {
  /** `s3://bucket/key`, a file path, or `stdin`. */
  readonly object: string;
}

/** One rule that matched one event, before folding into a finding. */
export interface Match {
  readonly rule: CompiledRule;
  readonly event: LogEvent;
  readonly delivery: Delivery;
}
