// The parts that matter in a case → an alert as stored, and members of digests.

import type {
  AlertGroup,
  DigestKey,
  DigestMember,
  StoredAlert,
  Telling,
} from '../../src/model/index.ts';

/** A process of ws-17. */
export function anAlertGroup(parts: Partial<AlertGroup> = {}): AlertGroup {
  const keys = { hostKey: 'agent-17', entityKey: 'entity-1' };
  return { tenant: 'acme', source: 'elastic-defend', ...keys, ...parts };
}

/** An alert of one finding that nobody was told of. */
export function aStoredAlert(parts: Partial<StoredAlert> = {}): StoredAlert {
  return {
    id: 'a1_1',
    group: anAlertGroup(),
    openedMs: 0,
    joinedMs: 0,
    findings: ['f1'],
    rules: ['fan-out'],
    isWhole: true,
    told: [],
    ...parts,
  };
}

/** Told when it was opened. */
export function aTelling(parts: Partial<Telling> = {}): Telling {
  return { event: 'opened', level: 'medium', route: 'post', by: 'f1', rules: 1, atMs: 0, ...parts };
}

/** Pages of a rule at noon. */
export function aDigest(parts: Partial<DigestKey> = {}): DigestKey {
  const fromMs = Date.UTC(2026, 10, 20, 12);
  return { tenant: 'acme', kind: 'hour', rule: 'fan-out', fromMs, ...parts };
}

/** A finding of the rule. */
export function aDigestMember(findingId = 'f1', parts: Partial<DigestMember> = {}): DigestMember {
  const rule = { id: 'fan-out', title: 'Fan-Out', level: 'high' } as const;
  return { findingId, rule, route: 'page', hostKey: 'agent-17', host: 'ws-17', ...parts };
}
