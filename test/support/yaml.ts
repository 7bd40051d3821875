// Text → YAML nodes and codes of problems, before any of it is read as a rule.

import { DiagnosticSink } from '../../src/sigma/diagnostics.ts';
import type { YamlNode } from '../../src/sigma/yaml/node.ts';
import { parseYaml } from '../../src/sigma/yaml/parse.ts';

/** What a text holds, and codes of what is wrong with it. */
export interface Parsed {
  readonly nodes: readonly YamlNode[];
  readonly codes: readonly string[];
}

/** Parses a text as YAML alone. */
export function parse(text: string): Parsed {
  const sink = new DiagnosticSink();
  const { nodes } = parseYaml(text, 'r.yml', sink);
  return { nodes, codes: sink.all.map(({ code }) => code) };
}
