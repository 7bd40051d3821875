// One file's text → the rules, correlations and filters in it, with every problem of each document.

import type { Diagnostic, SourcePosition } from '../model/index.ts';
import { applyActions } from './actions.ts';
import { parseCorrelation } from './correlation/parse.ts';
import type { SigmaCorrelation } from './correlation/rule.ts';
import { DiagnosticSink } from './diagnostics.ts';
import { parseFilter, type SigmaFilter } from './rule/filter.ts';
import { parseRule, type SigmaRule } from './rule/rule.ts';
import type { RuleFile } from './rule-file.ts';
import { entryOf, nounOf, type YamlNode } from './yaml/node.ts';
import { type ParsedYaml, parseYaml } from './yaml/parse.ts';

/** A document that was understood. */
export type SigmaDocument =
  | { readonly kind: 'rule'; readonly rule: SigmaRule }
  | { readonly kind: 'correlation'; readonly correlation: SigmaCorrelation }
  | { readonly kind: 'filter'; readonly filter: SigmaFilter };

/** What a file holds. */
export interface ParsedFile {
  /** Documents in the file, rejected ones included. */
  readonly count: number;
  /** Of them those that are no YAML, so that nobody knows what they were to be. */
  readonly unreadable: number;
  /** The others as YAML, with what `action:` puts into them. */
  readonly nodes: readonly YamlNode[];
  readonly documents: readonly SigmaDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses a rule file: one document or several, `---` between. */
export function parseFile({ text, path, invalidAt }: RuleFile): ParsedFile {
  const fileSink = new DiagnosticSink();
  const { nodes, count } =
    invalidAt === undefined
      ? parseYaml(text, path, fileSink)
      : refuseEncoding({ path, ...invalidAt }, fileSink);
  const whole = applyActions(nodes, fileSink);
  const parsed = whole.map((node) => parseDocument(node));
  if (nodes.length === 0 && !fileSink.hasErrors) {
    fileSink.error(
      'SIGMA_NOT_A_RULE',
      { path, line: 1, column: 1 },
      'the file is empty; expected a Sigma rule',
    );
  }
  return {
    count,
    unreadable: count - nodes.length,
    nodes: whole,
    documents: parsed.flatMap(({ document }) => document ?? []),
    diagnostics: [...fileSink.all, ...parsed.flatMap(({ diagnostics }) => diagnostics)],
  };
}

/** Read with U+FFFD in place of what is no text, a value would never be found, and nobody would know. */
function refuseEncoding(position: SourcePosition, sink: DiagnosticSink): ParsedYaml {
  const message = 'from here on the file is no UTF-8 text; save it as UTF-8, if it is text at all';
  sink.error('YAML_SYNTAX', position, message);
  return { count: 1, nodes: [] };
}

interface ParsedDocument {
  readonly document: SigmaDocument | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

function parseDocument(node: YamlNode): ParsedDocument {
  const sink = new DiagnosticSink();
  const document = toDocument(node, sink);
  return { document, diagnostics: sink.all };
}

function toDocument(node: YamlNode, sink: DiagnosticSink): SigmaDocument | undefined {
  if (node.kind !== 'map') {
    sink.error(
      'SIGMA_NOT_A_RULE',
      node.position,
      `found ${nounOf(node)}; expected a Sigma rule, which is a map`,
    );
    return undefined;
  }
  const title = entryOf(node, 'title')?.value;
  if (title?.kind === 'scalar' && title.source !== '') sink.nameRule(title.source);
  if (entryOf(node, 'correlation') !== undefined) {
    const correlation = parseCorrelation(node, sink);
    return correlation && { kind: 'correlation', correlation };
  }
  if (entryOf(node, 'filter') !== undefined) {
    const filter = parseFilter(node, sink);
    return filter && { kind: 'filter', filter };
  }
  const rule = parseRule(node, sink);
  return rule && { kind: 'rule', rule };
}
