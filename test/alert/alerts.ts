// Records → findings by the real engine → alerts, one a finding, as the functions would fold them.

import assert from 'node:assert/strict';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDocument } from 'yaml';
import { toFilterTarget } from '../../src/alert/index.ts';
import { withHostName } from '../../src/alert/host-name.ts';
import { type Alert, type Finding, LEVELS } from '../../src/model/index.ts';
import { type CompiledRuleset, compileRuleset } from '../../src/sigma/index.ts';
import { runHere } from '../cli/run-here.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Files of the shipped rules. */
export const RULE_FILES = globSync('rules/**/*.yml', { cwd: ROOT, exclude: ['**/*.test.yml'] })
  .toSorted()
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

/** The shipped rules. */
export const SHIPPED: CompiledRuleset = compileRuleset(RULE_FILES);

/** Findings of a family of events/. */
export async function findingsOf(
  family: string,
  args: readonly string[] = [],
): Promise<readonly Finding[]> {
  return scan(join(ROOT, 'events', family), args);
}

/** Findings of the records that a case of a rule's tests has. */
export async function findingsOfCase(
  file: string,
  name: string,
  args: readonly string[] = [],
): Promise<readonly Finding[]> {
  const text = readFileSync(join(ROOT, 'rules', file), 'utf8');
  const { cases }: { cases: readonly { name: string; records: readonly unknown[] }[] } =
    parseDocument(text, { merge: true }).toJS({ maxAliasCount: -1 });
  const records = cases.find((one) => one.name === name)?.records;
  assert.ok(records !== undefined, `${file} has no case "${name}"`);
  const folder = mkdtempSync(join(tmpdir(), 'alerts-'));
  try {
    const path = join(folder, 'case.ndjson');
    writeFileSync(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    return await scan(path, args);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function scan(path: string, args: readonly string[]): Promise<readonly Finding[]> {
  const all = ['scan', '--map-security-events', '--format', 'json', ...args, path];
  const { code, stdout, stderr } = await runHere(all);
  assert.equal(code, 0, stderr);
  const { findings }: { findings: readonly Finding[] } = JSON.parse(stdout);
  return findings;
}

/** The alert that these findings of one process make, opened by the first. `parts` replace its members. */
export function alertOf(
  findings: readonly [Finding, ...Finding[]],
  parts: Partial<Alert> = {},
): Alert {
  const rank = ({ rule }: Finding) => LEVELS.indexOf(rule.level);
  const [first] = findings;
  const lead = findings.reduce((best, one) => (rank(one) > rank(best) ? one : best), first);
  const { rules, correlations } = SHIPPED;
  const rule = [...rules, ...correlations].find(({ id }) => id === lead.rule.id);
  const filterTarget = toFilterTarget(lead.rule.id, SHIPPED);
  const times = findings.flatMap(({ firstTime, lastTime }) =>
    [firstTime ?? [], lastTime ?? []].flat(),
  );
  const sorted = times.toSorted();
  return {
    id: `a1_${first.id.slice('f1_'.length)}`,
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
    route: ['high', 'critical'].includes(lead.rule.level) ? 'page' : 'post',
    rules: findings
      .toSorted((a, b) => rank(b) - rank(a) || (a.rule.title < b.rule.title ? -1 : 1))
      .map(({ rule: { id, title, level }, id: findingId, count, isCountExact }) => {
        return { id, title, level, findingId, count, isCountExact };
      }),
    lead: withHostName(lead, findings),
    guide: rule?.guide,
    falsepositives: rule?.falsepositives ?? [],
    ...(filterTarget === undefined ? {} : { filterTarget }),
    ...(sorted[0] === undefined ? {} : { firstTime: sorted[0] }),
    ...(sorted.at(-1) === undefined ? {} : { lastTime: sorted.at(-1) ?? '' }),
    distinctDestinations: Math.max(...findings.map((one) => one.distinctDestinations)),
    isActive: true,
    evidence: `s3://example-state-123456789012/evidence/dt=${lead.day}/${lead.id}.r1.json`,
    ...parts,
  };
}
