// Sigma's ATT&CK tags → OCSF's attacks.

import type { JsonObject } from '../../model/index.ts';

/**
 * Enterprise tactics by the name in Sigma's tags.
 * @see https://attack.mitre.org/tactics/enterprise/
 */
const TACTICS: ReadonlyMap<string, readonly [uid: string, name: string]> = new Map([
  ['reconnaissance', ['TA0043', 'Reconnaissance']],
  ['resource-development', ['TA0042', 'Resource Development']],
  ['initial-access', ['TA0001', 'Initial Access']],
  ['execution', ['TA0002', 'Execution']],
  ['persistence', ['TA0003', 'Persistence']],
  ['privilege-escalation', ['TA0004', 'Privilege Escalation']],
  ['defense-evasion', ['TA0005', 'Defense Evasion']],
  ['credential-access', ['TA0006', 'Credential Access']],
  ['discovery', ['TA0007', 'Discovery']],
  ['lateral-movement', ['TA0008', 'Lateral Movement']],
  ['collection', ['TA0009', 'Collection']],
  ['exfiltration', ['TA0010', 'Exfiltration']],
  ['command-and-control', ['TA0011', 'Command and Control']],
  ['impact', ['TA0040', 'Impact']],
]);

const TECHNIQUE = /^attack\.t(\d{4})(?:\.(\d{3}))?$/i;

/**
 * One entry a technique; with the tactic, where the rule names just one. Tags do not say which technique serves which
 * of several tactics: those are entries of their own.
 */
export function attacksOf(tags: readonly string[]): readonly JsonObject[] {
  const tactics = [...new Set(tags)].flatMap(tacticOf);
  const [only] = tactics.length === 1 ? tactics : [];
  const techniques = [...new Set(tags)].flatMap(techniqueOf);
  if (only === undefined) return [...techniques, ...tactics.map((tactic) => ({ tactic }))];
  if (techniques.length === 0) return [{ tactic: only }];
  return techniques.map((technique) => ({ tactic: only, ...technique }));
}

/** Sigma writes both `lateral-movement` and, before version 2, `lateral_movement`. */
function tacticOf(tag: string): readonly JsonObject[] {
  const name = tag
    .toLowerCase()
    .replace(/^attack\./, '')
    .replaceAll('_', '-');
  const known = tag.toLowerCase().startsWith('attack.') ? TACTICS.get(name) : undefined;
  return known === undefined ? [] : [{ uid: known[0], name: known[1] }];
}

function techniqueOf(tag: string): readonly JsonObject[] {
  const [, number, part] = TECHNIQUE.exec(tag) ?? [];
  if (number === undefined) return [];
  const technique = { uid: `T${number}` };
  return [
    part === undefined
      ? { technique }
      : { technique, sub_technique: { uid: `T${number}.${part}` } },
  ];
}
