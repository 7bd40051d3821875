// Tenant, source and manifest → the id of a plan: the same objects make the same plan, whenever it is made.

import { createHash } from 'node:crypto';

const ID_CHARACTERS = 27;

/** What makes a plan. */
export interface PlanIdentity {
  readonly tenant: string;
  readonly source?: string | undefined;
  /** SHA-256 in hex. */
  readonly manifestSha256: string;
}

/** `p1_` and 27 characters. */
export function planIdOf({ tenant, source, manifestSha256 }: PlanIdentity): string {
  const text = JSON.stringify(['p1', tenant, source ?? null, manifestSha256]);
  const hash = createHash('sha256').update(text).digest('base64url');
  return `p1_${hash.slice(0, ID_CHARACTERS)}`;
}
