// Connections whose verdict other objects may change ↔ what is kept of them between the passes.

import { connectionRef } from '../finding/index.ts';
import type { LogEvent, Offer } from '../model/index.ts';
import { type HeldConnection, packConnections } from '../pipeline/index.ts';
import type { PartialPut } from '../ports/index.ts';
import type { PassDeps } from './pass-deps.ts';
import { wantedGroup, wantedKey, type WantedName } from './wanted.ts';

/** A connection that is judged when all objects have been read. Plain data. */
export interface ReplayHeld {
  /** The same for the same connection, however often and in whatever object it stands. */
  readonly ref: string;
  readonly source: string;
  /** What it asks by, the one that wins first; at least one. */
  readonly keys: readonly string[];
  /** Its record, and where that stood. */
  readonly body: string;
  /** What the second pass is to look for. */
  readonly wants: readonly WantedName[];
}

/** The same with what was offered: for each of its keys, in their order. */
export interface HeldWithOffers extends Pick<ReplayHeld, 'body'> {
  readonly offered: readonly (readonly Offer[])[];
}

/** No rules are named: all judge it, when it is judged. */
const ALL_RULES: readonly string[] = [];

/** What is kept of it. */
export function toHeld(held: HeldConnection, { evaluation, deferral }: PassDeps): ReplayHeld {
  const { event } = held;
  return {
    ref: connectionRef([event], ALL_RULES),
    source: event.source,
    keys: event.joinKeys,
    body: packConnections([held], ALL_RULES),
    wants: [
      ...event.joinKeys.map((key) => wantedKey(event.source, key)),
      ...deferral.groupsWantedBy(event, rulesFor(event, evaluation)).map(wantedGroup),
    ],
  };
}

/** What the second pass is to look for since these were kept. */
export function wantedByPartials(
  puts: readonly PartialPut[],
  { deferral }: Pick<PassDeps, 'deferral'>,
): readonly WantedName[] {
  const groups = puts.map(({ group }) => group);
  return groups.filter(({ correlation }) => deferral.isDeferring(correlation)).map(wantedGroup);
}

function rulesFor(event: LogEvent, { routing }: PassDeps['evaluation']): ReadonlySet<string> {
  return new Set(routing.rulesFor(event).map(({ rule }) => rule.id));
}
