// Findings of a host → the name that any of their logs has for it: where one has only its id, another may say more.

import type { Finding } from '../model/index.ts';

/** How sources show a host that no log names: see hostStandIn in src/source. */
const STAND_IN = 'host ';

/** True where a log or an inventory states the name. */
export function isNamed({ host }: Pick<Finding, 'host'>): boolean {
  return host !== undefined && !host.startsWith(STAND_IN);
}

/** The finding with the host's name from the first of these that has it; all must be of one host. */
export function withHostName(finding: Finding, others: readonly Finding[]): Finding {
  if (isNamed(finding)) return finding;
  const host = others.find(isNamed)?.host;
  return host === undefined ? finding : { ...finding, host };
}
