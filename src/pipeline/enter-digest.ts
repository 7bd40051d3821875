// A finding → a member of the digest of its hour or day.

import { DIGEST_MS, toDigestMember } from '../alert/index.ts';
import type { AlertRoute, DigestKey } from '../model/index.ts';
import type { DigestStore } from '../ports/index.ts';
import type { Sendable } from './sendable.ts';

/**
 * When a digest may be sent, after its hour or day: longer than any function runs, so that all who found something in it
 * have said so. Who comes later all the same makes the next revision.
 */
export const DIGEST_LAG_MS = 5 * 60_000;

/** Where a rule would stand in the key of the daily digest. */
const ALL_RULES = '-';

/** Of the hour or day in which the finding was created: entered again later, it is the same digest. */
export async function enterDigest(
  kind: DigestKey['kind'],
  { finding, createdMs }: Sendable,
  route: AlertRoute,
  nowMs: number,
  digests: DigestStore,
): Promise<void> {
  const { tenant, rule } = finding;
  const fromMs = periodStart(kind, createdMs ?? nowMs);
  const key: DigestKey = { tenant, kind, rule: kind === 'hour' ? rule.id : ALL_RULES, fromMs };
  const member = toDigestMember(finding, route);
  const dueMs = fromMs + DIGEST_MS[kind] + DIGEST_LAG_MS;
  // Who would be woken hears of it now, and again when it is whole: an hour is too long for an attack.
  await digests.put(key, member, route === 'page' ? { dueMs, firstMs: nowMs } : { dueMs });
}

/** When the hour or day begins, UTC. */
export function periodStart(kind: DigestKey['kind'], timeMs: number): number {
  return Math.floor(timeMs / DIGEST_MS[kind]) * DIGEST_MS[kind];
}
