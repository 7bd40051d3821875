// Tags → those that no reader of Sigma tags would find.

import type { DiagnosticSink } from '../diagnostics.ts';
import { suggest } from '../suggest.ts';
import { entryOf, nounOf, type YamlMap, type YamlNode } from '../yaml/node.ts';

/** What stands behind each namespace's dot. */
interface TagForm {
  readonly form: RegExp;
  readonly example: string;
}

/** @see Sigma specification 2.1, appendix "Tags" */
const NAMESPACES: ReadonlyMap<string, TagForm> = new Map([
  [
    'attack',
    {
      form: /^(?:t\d{4}(?:\.\d{3})?|ta\d{4}|[sgcm]\d{4}|ds\d{4}|[a-z]+(?:-[a-z]+)*)$/,
      example: 'attack.t1021.002 or attack.lateral-movement',
    },
  ],
  ['car', { form: /^\d{4}-\d\d-\d{3}$/, example: 'car.2016-04-005' }],
  ['cve', { form: /^\d{4}-\d{4,}$/, example: 'cve.2024-3094' }],
  ['d3fend', { form: /^[a-z0-9]+(?:[-_.][a-z0-9]+)*$/, example: 'd3fend.d3-am' }],
  [
    'detection',
    {
      form: /^(?:dfir|emerging-threats|threat-hunting)$/,
      example: 'detection.threat-hunting',
    },
  ],
  ['stp', { form: /^[1-5][auk]?$/, example: 'stp.3k' }],
  ['tlp', { form: /^(?:red|amber|amber-strict|green|clear|white)$/, example: 'tlp.amber' }],
]);

/** Tags that are not `namespace.name` in lower case, of an unknown namespace, or formed otherwise than it says. */
export function lintTags(map: YamlMap, sink: DiagnosticSink): void {
  const tags = entryOf(map, 'tags')?.value;
  const items: readonly YamlNode[] = tags?.kind === 'list' ? tags.items : [];
  const seen = new Set<string>();
  for (const item of items) {
    if (item.kind !== 'scalar' || item.value === null) continue;
    const fault = faultOf(item.source);
    if (fault !== undefined)
      sink.warning('LINT_TAG', item.position, `tag ${nounOf(item)} ${fault}`);
    else if (seen.has(item.source))
      sink.warning('LINT_TAG', item.position, `tag ${nounOf(item)} stands twice`);
    seen.add(item.source);
  }
}

function faultOf(tag: string): string | undefined {
  if (tag !== tag.toLowerCase()) return 'is not in lower case';
  const dot = tag.indexOf('.');
  if (dot <= 0) return 'has no namespace; expected for example attack.t1021.002';
  const namespace = tag.slice(0, dot);
  const known = NAMESPACES.get(namespace);
  if (known === undefined) {
    const hint = suggest(namespace, NAMESPACES.keys());
    return `is of the unknown namespace "${namespace}"${hint || `; expected one of ${[...NAMESPACES.keys()].join(', ')}`}`;
  }
  return known.form.test(tag.slice(dot + 1))
    ? undefined
    : `is malformed; expected ${known.example}`;
}
