// Dice → how an invocation ends before its time.

import type { Dice } from './dice.ts';

/** How. */
export type KillPlan =
  | { readonly kind: 'time'; readonly afterMs: number }
  | ({ readonly kind: 'call' } & CallPlan);

/** The call at which it ends. */
export interface CallPlan {
  /** How manieth, of those that count. */
  readonly call: number;
  /**
   * Which calls count: all, or where what lies behind is the narrowest place of all. Those that publish; those that write down
   * what became of a post.
   */
  readonly counted: 'all' | 'publishing' | 'recording';
  readonly isBefore: boolean;
}

/** Of a thousand invocations of scan and settle. */
const KILLED = 500;
const LATEST_MS = 500;
const LAST_CALL = 45;

/** A plan for scan or settle; undefined: it is left alone. */
export function scanPlan({ draw, hits }: Dice): KillPlan | undefined {
  const isKilled = hits(KILLED);
  const isByTime = hits(350);
  const isPublishing = hits(400);
  const afterMs = draw(1, LATEST_MS);
  const call = draw(1, LAST_CALL);
  const isBefore = hits(500);
  if (!isKilled) return undefined;
  if (isByTime) return { kind: 'time', afterMs };
  if (isPublishing) return { kind: 'call', call: 1, counted: 'publishing', isBefore: hits(250) };
  return { kind: 'call', call, counted: 'all', isBefore };
}

/** Of a thousand invocations of notify: there are few, and each that dies costs a start. */
const NOTIFY_KILLED = 400;
/** A batch is told in as much, or less. */
const NOTIFY_LATEST_MS = 120;
/** A message takes a claim, the secret once, a post and its record; a batch has up to five. */
const NOTIFY_LAST_CALL = 16;
const NOTIFY_LAST_RECORD = 3;

/** A plan for notify. */
export function notifyPlan({ draw, hits }: Dice): KillPlan | undefined {
  const isKilled = hits(NOTIFY_KILLED);
  const isByTime = hits(250);
  const isRecording = hits(500);
  const afterMs = draw(1, NOTIFY_LATEST_MS);
  const call = draw(1, NOTIFY_LAST_CALL);
  const record = draw(1, NOTIFY_LAST_RECORD);
  const isBefore = hits(500);
  if (!isKilled) return undefined;
  if (isByTime) return { kind: 'time', afterMs };
  if (isRecording) {
    return { kind: 'call', call: record, counted: 'recording', isBefore: hits(750) };
  }
  return { kind: 'call', call, counted: 'all', isBefore };
}
