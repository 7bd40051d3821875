// A plan and options → the settings of a new run.

import { createHash, randomBytes } from 'node:crypto';
import type { OpenedPlan } from '../../adapters/local/index.ts';
import type { RunSettings } from '../../replay/index.ts';
import { rulesetOf } from '../rule-pack.ts';

/** What a run is known by, beside its plan. */
export interface SettingsFlags {
  readonly rules: readonly string[];
  readonly mapSecurityEvents?: boolean;
  readonly page?: boolean;
}

/** With an id of its own. @param stateTable where findings are kept; undefined = in the folder of the run alone */
export async function newSettings(
  { plan }: OpenedPlan,
  flags: SettingsFlags,
  stateTable: string | undefined,
  nowMs: number,
): Promise<RunSettings> {
  const rules = await rulesetOf(flags.rules);
  const ruleset = flags.mapSecurityEvents === true ? `${rules}+security` : rules;
  const text = JSON.stringify([plan.id, ruleset, nowMs, randomBytes(8).toString('hex')]);
  const hash = createHash('sha256').update(text).digest('base64url');
  return {
    id: `r1_${hash.slice(0, 27)}`,
    plan: plan.id,
    ruleset,
    isPaging: flags.page === true,
    ...(stateTable === undefined ? {} : { stateTable }),
    started: new Date(nowMs).toISOString(),
  };
}
