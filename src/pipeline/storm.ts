// An alert → whether it is one of a storm: of a rule that found more in its hour than may be told one by one.

import type { DigestKey, StoredAlert, StoredFinding } from '../model/index.ts';
import type { DigestStore } from '../ports/index.ts';
import { periodStart } from './enter-digest.ts';

/**
 * True where the rule that told of the alert last has a digest of that hour. Throws what the store throws.
 */
export async function isOfStorm(
  { told }: StoredAlert,
  members: readonly StoredFinding[],
  digests: Pick<DigestStore, 'count'>,
): Promise<boolean> {
  const by = told.findLast((telling) => telling.by !== undefined)?.by;
  const teller = members.find(({ finding }) => finding.id === by);
  if (teller === undefined) return false;
  const { tenant, rule } = teller.finding;
  const fromMs = periodStart('hour', teller.createdMs);
  const hour: DigestKey = { tenant, kind: 'hour', rule: rule.id, fromMs };
  return (await digests.count(hour)) > 0;
}
