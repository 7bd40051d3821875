// The parts that matter in a case → an alert that is whole; alerts of the shipped rules; and alerts as an attacker would
// have them made.

import fc from 'fast-check';
import { readRuleFolders } from '../../src/cli/rule-files.ts';
import {
  ALERT_EVENTS,
  ALERT_ROUTES,
  type Alert,
  type AlertRule,
  type Finding,
  LEVELS,
} from '../../src/model/index.ts';
import { compileRuleset } from '../../src/sigma/index.ts';
import { aFinding, hostileFinding } from './builders.ts';
import { anyText } from '../support/any-text.ts';

/** An alert just opened by one rule. */
export function anAlert(parts: Partial<Alert> = {}): Alert {
  const lead = parts.lead ?? aFinding();
  return {
    id: `a1_${'b'.repeat(27)}`,
    revision: 0,
    event: 'opened',
    origin: 'live',
    group: {
      tenant: lead.tenant,
      source: lead.source,
      hostKey: lead.hostKey,
      entityKey: lead.entityKey,
    },
    level: lead.rule.level,
    route: 'post',
    rules: [anAlertRule(lead)],
    lead,
    guide: { triage: ['T'], respond: ['R'], harden: ['H'], logging: ['L'] },
    falsepositives: ['Port scanners of the security team.'],
    firstTime: '2026-11-20T12:00:00.000Z',
    lastTime: '2026-11-20T12:04:10.500Z',
    distinctDestinations: lead.distinctDestinations,
    isActive: true,
    evidence: 's3://evidence/findings/f1.json',
    ...parts,
  };
}

/** What an alert says of a finding's rule. */
export function anAlertRule({ rule, id, count, isCountExact }: Finding): AlertRule {
  return {
    id: rule.id,
    title: rule.title,
    level: rule.level,
    findingId: id,
    count,
    isCountExact,
  };
}

/** What the shipped rules say of themselves. */
export function shippedRules() {
  const { rules: files } = readRuleFolders(['rules']);
  const { rules, correlations } = compileRuleset(files);
  return [...rules, ...correlations];
}

/** An alert of a shipped rule, by the start of its title. */
export function shippedAlert(title: string, finding: Finding, parts: Partial<Alert> = {}): Alert {
  const found = shippedRules().find((rule) => rule.title.startsWith(title));
  if (found === undefined) throw new TypeError(`no shipped rule has a title like ${title}`);
  const { id, level, tags, guide, falsepositives } = found;
  const lead = { ...finding, rule: { id, title: found.title, level, tags } };
  return anAlert({ lead, guide, falsepositives, ...parts });
}

const text = fc.oneof(
  { weight: 4, arbitrary: anyText({ maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('<!channel>', 'http://a.example', '\u202e', '😀'.repeat(20_000)),
  },
);
const texts = fc.array(text, { maxLength: 50 });

const rule: fc.Arbitrary<AlertRule> = fc.record({
  id: text,
  title: text,
  level: fc.constantFrom(...LEVELS),
  findingId: text,
  count: fc.nat(),
  isCountExact: fc.boolean(),
});

const rest = fc.record(
  {
    revision: fc.nat(),
    event: fc.constantFrom(...ALERT_EVENTS),
    origin: fc.constantFrom('live' as const, 'replay' as const, 'test' as const, 'canary' as const),
    group: fc.record({ tenant: text, source: text, hostKey: text, entityKey: text }),
    route: fc.constantFrom(...ALERT_ROUTES),
    rules: fc.array(rule, { minLength: 1, maxLength: 30 }),
    guide: fc.option(fc.record({ triage: texts, respond: texts, harden: texts, logging: texts }), {
      nil: undefined,
    }),
    falsepositives: texts,
    firstTime: text,
    lastTime: text,
    distinctDestinations: fc.nat(),
    isActive: fc.boolean(),
    evidence: text,
  },
  { requiredKeys: ['guide', 'rules', 'event'] },
);

/** Any alert the model allows, far beyond what grouping makes. */
export const hostileAlert: fc.Arbitrary<Alert> = fc
  .tuple(hostileFinding, rest)
  .map(([lead, parts]) => anAlert({ lead, ...parts }));
