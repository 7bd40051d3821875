// Troubles → words to operations: one an hour for a destination and trouble, so that a storm of failures is a handful.

import type { Clock, DeliveryLedger, Operations } from '../../src/ports/index.ts';
import { type TroubleFacts, troubleWord } from './operations-words.ts';

const HOUR_MS = 3_600_000;
const LEASE_MS = 60_000;

/** Name of the topic among destinations. */
const OPERATIONS = 'operations';

/** What telling needs. */
export interface TellDeps {
  readonly tenant: string;
  readonly operations: Operations;
  readonly ledger: DeliveryLedger;
  readonly clock: Clock;
  readonly newOwner: () => string;
  /** Nobody could be told. */
  readonly untold: (error: unknown) => void;
}

/** Tells of a trouble, unless that was done this hour. Never rejects: what was to be told is in metrics and logs too. */
export type TellOperations = (facts: TroubleFacts) => Promise<void>;

/** Builds it. What this process has told it knows by itself: a storm costs the ledger nothing. */
export function createTellOperations(deps: TellDeps): TellOperations {
  const toldHours = new Map<string, number>();
  return async (facts) => {
    const { destination, trouble } = facts;
    const hour = Math.floor(deps.clock.nowMs() / HOUR_MS);
    const name = `operations-${destination}-${trouble}`;
    if (toldHours.get(name) === hour) return;
    try {
      if (await tellOnce({ name, hour, facts }, deps)) toldHours.set(name, hour);
    } catch (error) {
      deps.untold(error);
    }
  };
}

interface Word {
  readonly name: string;
  readonly hour: number;
  readonly facts: TroubleFacts;
}

/** True where it was told, by whoever. The hour is the revision: the ledger lets none be told behind a later one. */
async function tellOnce({ name, hour, facts }: Word, deps: TellDeps): Promise<boolean> {
  const { tenant, ledger } = deps;
  const delivery = { tenant, alert: name, revision: hour, destination: OPERATIONS };
  const owner = deps.newOwner();
  const claim = await claimOr(deps, () => ledger.claim(delivery, { owner, leaseMs: LEASE_MS }));
  if (claim === 'held') return false;
  if (claim !== 'claimed' && claim !== 'unknown') return true;
  try {
    await deps.operations.tell(troubleWord(facts));
  } catch (error) {
    if (claim === 'claimed') await ledger.release(delivery, owner).catch(deps.untold);
    throw error;
  }
  if (claim === 'claimed') await ledger.posted(delivery).catch(deps.untold);
  return true;
}

/** A ledger that does not answer silences nobody: then each process tells for itself. */
async function claimOr(
  { untold }: TellDeps,
  claim: () => Promise<{ readonly kind: string }>,
): Promise<string> {
  try {
    return (await claim()).kind;
  } catch (error) {
    untold(error);
    return 'unknown';
  }
}
