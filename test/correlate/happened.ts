// Something that happened to somebody → a match of the rule that sees it.

import type { Match } from '../../src/model/index.ts';
import { aMatch, anEvent, aRule, NOON_MS } from '../finding/builders.ts';

/** What happened, `at` seconds about midnight. */
export interface Happened {
  readonly rule: string;
  readonly at: number;
  readonly id: number;
  readonly user: string;
  readonly n: number;
}

/** Around midnight, so that windows end on two days and lie in two hours. */
export function toMatch({ rule, at, id, user, n }: Happened): Match {
  const event = anEvent({
    identity: [String(id)],
    timeMs: NOON_MS + 12 * 3_600_000 + (at - 100) * 1_000,
    fields: { User: user, n, DestinationIp: `192.0.2.${n}` },
  });
  return { ...aMatch(event), rule: aRule({ id: rule }) };
}
