// Packs of rules under which the prefilter has different things to look for.

import assert from 'node:assert/strict';
import { loadPack } from '../../src/cli/rule-pack.ts';
import { compileRuleset } from '../../src/sigma/index.ts';
import { NEEDS_SHARED, readRows } from '../support/shared-folder.ts';
import type { Pack } from './both-ways.ts';

/** The shipped rules with their correlations. */
export const SHIPPED: Pack = await loadPack(['rules'], new Map());

/** Those for connections alone: no kind of event matters, digits do. */
export const CONNECTIONS: Pack = {
  rules: SHIPPED.rules.filter(({ logsource }) => logsource.category === 'network_connection'),
  correlations: [],
};

/** Ports, in events of any category. */
export const PORTS: Pack = compiled([
  rule('ports', '{ product: windows }', '{ DestinationPort: [53, 135, 443, 445] }'),
  rule('sources', '{ product: windows }', '{ SourcePort: [445, 5355, 58192, 138] }'),
]);

/** Groups of categories, so that events of one group are looked for among those of the others. */
const GROUPS: readonly (readonly string[])[] = [
  ['process_creation'],
  ['process_termination', 'process_access', 'create_remote_thread', 'process_tampering'],
  ['network_connection', 'dns_query'],
  ['file_event', 'file_delete', 'file_rename', 'file_access', 'file_change', 'create_stream_hash'],
  ['registry_event', 'registry_set', 'registry_add', 'registry_delete', 'registry_rename'],
  ['image_load', 'driver_load', 'pipe_created', 'wmi_event', 'sysmon_status', 'sysmon_error'],
  ['ps_script', 'ps_module', 'raw_access_thread', 'clipboard_capture', 'file_delete_detected'],
];

/** For each group rules that match every event of its categories: none of them may be passed over. */
export const WHOLE_CATEGORIES: readonly (readonly [string, Pack])[] = GROUPS.map((categories) => [
  categories.join(),
  compiled(
    categories.map((category) => rule(category, `{ category: ${category} }`, '{ Nowhere: null }')),
  ),
]);

const correlation = (id: string, type: string, rules: string, more = '') =>
  `title: ${id}\nid: ${id}\ncorrelation:\n  type: ${type}\n  rules: ${rules}\n  group-by: [Computer, ProcessGuid]\n  timespan: 10m\n${more}`;

/** Starts that matter only together with other events of their process, in whichever way; and such as always do. */
export const CORRELATED: Pack = compiled([
  rule('start', '{ category: process_creation }', '{ Image|exists: true }'),
  rule('quiet', '{ category: process_creation }', '{ Image|contains: e }'),
  rule('counted', '{ category: process_creation }', '{ CommandLine|exists: true }'),
  rule('smb', '{ category: network_connection }', '{ DestinationPort: 445 }'),
  rule('signed', '{ category: network_connection }', '{ DestinationPort: 445, Image|contains: s }'),
  rule('end', '{ category: process_termination }', '{ Image|exists: true }'),
  correlation('ordered', 'temporal_ordered', '[start, smb]'),
  correlation('both', 'temporal', '[quiet, signed]'),
  correlation(
    'words',
    'temporal',
    '[start, signed, quiet]',
    '  condition: signed and (start or quiet)\n',
  ),
  correlation('without', 'temporal', '[counted, smb]', '  condition: counted and not smb\n'),
  correlation('three', 'temporal', '[quiet, smb, end]'),
  correlation('many', 'event_count', '[smb]', '  condition: { gte: 3 }\n'),
]);

/** One in so many of SigmaHQ's rules that name a category; none where they are not at hand. */
export function sigmaHqSample(every: number): Pack {
  if (NEEDS_SHARED.skip !== false) return { rules: [], correlations: [] };
  const texts = readRows('conformance/sigmahq_rules.jsonl.gz')
    .map(({ rule: text }) => String(text))
    .filter((text) => /^ {4}category: (?!process_creation)/m.test(text))
    .filter((_, index) => index % every === 0);
  return compileRuleset(texts.map((text, index) => ({ path: `${index}.yml`, text })));
}

/** The rules compiled; none may be refused. */
export function compiled(texts: readonly string[]): Pack {
  const { rules, correlations, diagnostics } = compileRuleset([
    { path: 'rules.yml', text: texts.join('---\n') },
  ]);
  assert.deepEqual(
    diagnostics.filter(({ severity }) => severity === 'error'),
    [],
  );
  return { rules, correlations };
}

/** The text of a rule with one selection. */
export function rule(id: string, logsource: string, selection: string): string {
  return `title: ${id}\nid: ${id}\nlevel: low\nlogsource: ${logsource}\ndetection: { s: ${selection}, condition: s }\n`;
}
