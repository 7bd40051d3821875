// What a deployment's outbox knows of the shipped rules, as they were compiled, and how it tells.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { correlations, rules } from '../../../dist/rules/ruleset.mjs';
import { createTelling } from '../../../src/deliver/index.ts';
import { DEFAULT_ROUTING, routeOf } from '../../../src/alert/index.ts';
import { evidenceKey } from '../../../src/archive/index.ts';
import { silentRules } from '../../../src/pipeline/index.ts';
import { aFinding } from '../../alert/builders.ts';

const CONFIG = { routing: DEFAULT_ROUTING, hourlyBudget: 5, evidenceBucket: 'evidence-1' };

it('has of every shipped rule what its alert says: a guide, false positives, how a filter names it; none is experimental', () => {
  const telling = createTelling(CONFIG, { rules, correlations });
  const silent = silentRules(correlations);
  const told = [...rules, ...correlations].filter(({ id }) => !silent.has(id));
  assert.equal(told.length, 5);
  for (const { id, title } of told) {
    const rule = telling.rules.get(id);
    assert.ok(rule !== undefined, title);
    assert.ok((rule.guide?.triage.length ?? 0) > 0, title);
    assert.ok(rule.falsepositives.length > 0, title);
    assert.equal(rule.isExperimental, false, title);
    const named = rule.filterTarget?.rules ?? [];
    assert.ok(named.length > 0 && named.every((one) => rules.some((rule_) => rule_.id === one)));
  }
});

it('pages, posts and digests the shipped rules as docs/detections.md says', () => {
  const silent = silentRules(correlations);
  const routes = [...rules, ...correlations]
    .filter(({ id }) => !silent.has(id))
    .map((rule) => {
      const routed = { rule, isExperimental: false, origin: 'live' } as const;
      return `${routeOf(routed, DEFAULT_ROUTING)} ${rule.title}`;
    });
  assert.deepEqual(routes.toSorted(), [
    'digest Detect LOLBins Making SMB Connections',
    'digest Detect Unattributed SMB Fan-Out',
    'page Detect SMB Fan-Out From One Process',
    'post Detect Outbound SMB Connection by Untrusted Process',
    'post Detect Suspicious Process Start with Network Connection to SMB',
  ]);
});

it('names the evidence of a finding’s last revision by its bucket and key', () => {
  const { evidenceOf } = createTelling(CONFIG, { rules: [], correlations: [] });
  const finding = aFinding();
  assert.equal(evidenceOf?.(finding, 1), `s3://evidence-1/${evidenceKey({ finding, number: 2 })}`);
});

it('knows that a rule of a site’s own is experimental', () => {
  const own = {
    id: 'r',
    guide: undefined,
    falsepositives: [],
    isExperimental: true,
    logsource: {},
  };
  const telling = createTelling(CONFIG, { rules: [own], correlations: [] });
  assert.deepEqual(telling.rules.get('r'), {
    guide: undefined,
    falsepositives: [],
    isExperimental: true,
    filterTarget: undefined,
  });
});
