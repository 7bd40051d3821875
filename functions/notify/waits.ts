// How often a message was tried, and what was answered → when it is tried again, and when no more.

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** A message is tried for as long from when it came into the queue, then given up: twice what a Retry-After may ask. */
export const GIVE_UP_AFTER_MS = 12 * HOUR_MS;

/** A page that could not be posted for as long is told to operations, while it is tried further. */
export const UNPAGED_AFTER_MS = 5 * MINUTE_MS;

/** What wakes nobody is told to operations after as long: a channel that is silent for a day looks like a quiet day. */
export const UNTOLD_AFTER_MS = HOUR_MS;

const FIRST_MS = 30_000;
const LONGEST_MS = 15 * MINUTE_MS;

/** Attempts for which a destination's own word alone counts; one that keeps saying "in a second" is then slowed down too. */
const OBEDIENT_ATTEMPTS = 10;

/** What a wait is made of. */
export interface TriedBefore {
  /** What the destination asked for; undefined = nothing. */
  readonly afterMs?: number | undefined;
  /** How often the message was received, this time included. */
  readonly receiveCount: number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/**
 * Milliseconds until the next attempt: never before the destination says; where it does not say 30 s, doubled each time, at
 * most 15 minutes, of which a quarter is jitter.
 */
export function retryWaitMs({ afterMs, receiveCount, random }: TriedBefore): number {
  if (afterMs === undefined) return backoffMs(receiveCount, random);
  if (receiveCount <= OBEDIENT_ATTEMPTS) return afterMs;
  return Math.max(afterMs, backoffMs(receiveCount - OBEDIENT_ATTEMPTS, random));
}

function backoffMs(attempt: number, random: () => number): number {
  const ceilingMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 10));
  return ceilingMs * (0.75 + random() / 4);
}

/** Another revision of the alert is being posted: that takes moments, and its lease is for the worst. */
const BEHIND_ANOTHER_MS = 5_000;
const SHORTEST_MS = 1_000;

/** Milliseconds until a message is looked at again whose alert somebody is posting about. */
export function heldWaitMs(leaseLeftMs: number, isSameRevision: boolean): number {
  const most = isSameRevision ? leaseLeftMs : Math.min(leaseLeftMs, BEHIND_ANOTHER_MS);
  return Math.max(SHORTEST_MS, most);
}
