// An alert or a digest → its id: what destinations fold by.

import type { AlertGroup, DigestKey } from '../model/index.ts';
import { digest } from './identity.ts';

/** `a1_` and the hash of the group and the finding that opened the alert: another time, another finding opens another. */
export function alertId({ tenant, source, hostKey, entityKey }: AlertGroup, openedBy: string) {
  return digest('a1', [tenant, source, hostKey, entityKey, openedBy]);
}

/** `d1_` and the hash of what the digest is of. */
export function digestId({ tenant, kind, rule, fromMs }: DigestKey): string {
  return digest('d1', [tenant, kind, rule, fromMs]);
}
