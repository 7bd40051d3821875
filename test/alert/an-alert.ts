// Findings → the alert that is told of them, as the pipeline folds it; and alerts and digests as an attacker would have them.

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type AlertRuleText, DigestFold, foldAlert } from '../../src/alert/index.ts';
import type { Alert, AlertDigest, Finding } from '../../src/model/index.ts';
import { ALERT_EVENTS, ALERT_ROUTES, LEVELS } from '../../src/model/index.ts';
import { aFinding, HOSTILE_TEXTS, hostileFinding, someGuide } from './builders.ts';
import { aDigest, anAlertGroup, aStoredAlert, aTelling } from './stored.ts';
import { anyText } from '../support/any-text.ts';

/** What its rule says, where a case does not. */
const NO_TEXT: AlertRuleText = { guide: undefined, falsepositives: [] };

/** The alert that these findings of a process opened. `parts` replace its members. */
export function anAlert(
  findings: readonly Finding[] = [aFinding()],
  parts: Partial<Alert> = {},
  text: AlertRuleText = NO_TEXT,
): Alert {
  const stored = aStoredAlert({
    id: `a1_${'a'.repeat(27)}`,
    group: anAlertGroup({ tenant: 'default' }),
    told: [aTelling({ level: 'medium', route: 'post' })],
  });
  const members = findings.map((finding) => ({ finding, revision: 0, isWithdrawn: false }));
  const rules = new Map(findings.map(({ rule }) => [rule.id, text]));
  const evidenceOf = ({ id, day }: Finding) => `s3://evidence/evidence/dt=${day}/${id}.r1.json`;
  const alert = foldAlert(stored, 0, members, { origin: 'live', rules, evidenceOf });
  assert.ok(alert !== undefined);
  return { ...alert, ...parts };
}

const text = fc.oneof(anyText({ maxLength: 12 }), fc.constantFrom(...HOSTILE_TEXTS));

/** Whatever findings lead to, at any revision. */
export const hostileAlert: fc.Arbitrary<Alert> = fc
  .record({
    findings: fc.array(hostileFinding, { minLength: 1, maxLength: 4 }),
    guide: someGuide,
    falsepositives: fc.array(text, { maxLength: 10 }),
    told: fc.record({
      event: fc.constantFrom(...ALERT_EVENTS),
      revision: fc.nat({ max: 200 }),
      route: fc.constantFrom(...ALERT_ROUTES),
      origin: fc.constantFrom(
        'live' as const,
        'replay' as const,
        'test' as const,
        'canary' as const,
      ),
      isActive: fc.boolean(),
    }),
    keys: fc.record({ source: text, hostKey: text, entityKey: text }),
  })
  .map(({ findings, guide, falsepositives, told, keys }) => {
    const group = anAlertGroup({ tenant: 'default', ...keys });
    return anAlert(findings, { ...told, group }, { guide, falsepositives });
  });

/** A digest of rules that anybody may have written, and of hosts that anybody may have named. */
export const hostileDigest: fc.Arbitrary<AlertDigest> = fc
  .record({
    rules: fc.array(
      fc.record({
        id: text,
        title: text,
        level: fc.constantFrom(...LEVELS),
        hosts: fc.array(text),
      }),
      { minLength: 1, maxLength: 60 },
    ),
    route: fc.constantFrom(...ALERT_ROUTES),
    kind: fc.constantFrom('hour' as const, 'day' as const),
    revision: fc.nat({ max: 20 }),
  })
  .map(({ rules, route, kind, revision }) => {
    const fold = new DigestFold();
    for (const { hosts, ...rule } of rules) {
      for (const host of ['', ...hosts]) fold.add({ findingId: 'f', rule, route, hostKey: host });
    }
    const digest = fold.toDigest(aDigest({ kind }), `d1_${'d'.repeat(27)}`, revision);
    assert.ok(digest !== undefined);
    return digest;
  });
