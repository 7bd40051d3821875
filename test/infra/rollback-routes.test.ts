// A site's routes are of today's rules: with an earlier rule set those of rules that it lacks are a warning.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseRouting } from '../../src/alert/index.ts';
import { parseConfig } from '../../infra/config.ts';
import { routableRules, routeWarnings } from '../../infra/rollback-routes.ts';

const DEPLOYED = new Set(['old']);

it('a route of a rule that the earlier set lacks and the working tree has is taken, with a warning', () => {
  const context = { routing: { rules: { new: 'page', old: 'post' } } };
  const { alerts } = parseConfig(context, { ruleIds: routableRules(DEPLOYED, 'old,new') });
  const [warning, ...others] = routeWarnings(alerts.routing, DEPLOYED);
  assert.match(warning ?? '', /"new", which this rule set lacks/);
  assert.deepEqual(others, []);
});

it('a route of a rule that neither has is refused, as always', () => {
  const context = { routing: { rules: { nowhere: 'page' } } };
  assert.throws(
    () => parseConfig(context, { ruleIds: routableRules(DEPLOYED, 'new') }),
    /"nowhere"/,
  );
  assert.throws(
    () => parseConfig(context, { ruleIds: routableRules(DEPLOYED, undefined) }),
    /"nowhere"/,
  );
  const routing = parseRouting({ rules: { old: 'page' } });
  assert.deepEqual(routeWarnings(routing.ok ? routing.value : undefined, DEPLOYED), []);
});
