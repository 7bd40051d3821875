// What waits for its time, over all stores: settle's work, and how far it is behind.

/**
 * Connections to be judged, findings to be sent, groups of correlations to be judged, claims whose lease is over, alerts
 * to be closed or resolved, digests to be sent.
 */
export const DUE_KINDS = [
  'connection',
  'finding',
  'correlation',
  'claim',
  'alert',
  'digest',
] as const;

/** A kind of waiting item. */
export type DueKind = (typeof DUE_KINDS)[number];

/** Something that is due. */
export interface DueItem {
  readonly kind: DueKind;
  /** Names the item within its kind; opaque. */
  readonly id: string;
  /** Epoch ms; moves on while somebody has a lease. */
  readonly dueMs: number;
}

/**
 * Reads what is due; the stores themselves hand it out. A shared index may lag behind writes by seconds: what it does
 * not name yet it names later.
 */
export interface DueIndex {
  /** Items of a kind with dueMs ≤ `nowMs`, in no order; stop iterating to read no more. */
  due(kind: DueKind, nowMs: number): AsyncIterable<DueItem>;
}
