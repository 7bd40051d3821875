// The library's nodes → ours: positions kept, aliases followed within a budget, keys unique.

import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { SourcePosition } from '../../model/index.ts';
import type { YamlEntry, YamlNode, YamlScalar } from './node.ts';
import { scalarValue } from './scalar.ts';

/** Nodes of one document after aliases are followed: SigmaHQ's largest rule has 9,000. */
export const MAX_YAML_NODES = 100_000;
/** Nesting; a detection is rarely deeper than 8. */
export const MAX_YAML_DEPTH = 64;

/** A document, or the one fault that makes it unusable. */
export type Converted =
  | { readonly kind: 'node'; readonly node: YamlNode }
  | {
      readonly kind: 'fault';
      readonly code: 'YAML_SYNTAX' | 'YAML_TOO_COMPLEX';
      readonly position: SourcePosition;
      readonly message: string;
    };

type Fault = Extract<Converted, { kind: 'fault' }>;

/** Converts one document; holds its anchors and what is left of its budget. */
export class Converter {
  readonly #at: (offset: number) => SourcePosition;
  readonly #anchors = new Map<string, Node>();
  #nodes = 0;
  #fault: Fault | undefined;

  constructor(at: (offset: number) => SourcePosition) {
    this.#at = at;
  }

  convertDocument(contents: unknown): Converted {
    const node = this.#convert(contents, 0);
    if (node !== undefined) return { kind: 'node', node };
    if (this.#fault === undefined) throw new TypeError('a YAML document failed without a fault');
    return this.#fault;
  }

  #convert(node: unknown, depth: number): YamlNode | undefined {
    const position = this.#at(startOf(node));
    this.#nodes++;
    if (depth > MAX_YAML_DEPTH)
      return this.#refuse(position, `deeper than ${MAX_YAML_DEPTH} levels`);
    if (this.#nodes > MAX_YAML_NODES)
      return this.#refuse(position, `more than ${MAX_YAML_NODES} nodes`);
    if (isAlias(node)) return this.#follow(node.source, position, depth);
    if (isMap(node) || isSeq(node) || isScalar(node)) {
      if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    }
    if (isMap(node)) return this.#convertMap(node, position, depth + 1);
    if (isSeq(node)) return this.#convertList(node, position, depth + 1);
    return isScalar(node) ? this.#toScalar(node, position) : emptyScalar(position);
  }

  /** An alias means the latest node before it that bears the anchor. */
  #follow(anchor: string, position: SourcePosition, depth: number): YamlNode | undefined {
    const node = this.#anchors.get(anchor);
    if (node !== undefined) return this.#convert(node, depth + 1);
    return this.#fail('YAML_SYNTAX', position, `alias *${anchor} names no anchor before it`);
  }

  #convertMap(map: YAMLMap, position: SourcePosition, depth: number): YamlNode | undefined {
    const entries: YamlEntry[] = [];
    const keys = new Set<string>();
    for (const pair of map.items) {
      const key = this.#convert(pair.key, depth);
      const value = key && this.#convert(pair.value, depth);
      if (key === undefined || value === undefined) return undefined;
      if (key.kind !== 'scalar') {
        return this.#fail('YAML_SYNTAX', key.position, `a map key is a ${key.kind}; expected text`);
      }
      if (isMergeKey(pair.key)) return this.#fail('YAML_SYNTAX', key.position, MERGE_KEY);
      if (keys.has(key.source)) {
        return this.#fail(
          'YAML_SYNTAX',
          key.position,
          `key "${key.source}" stands twice in one map`,
        );
      }
      keys.add(key.source);
      entries.push({ key, value });
    }
    return { kind: 'map', entries, position };
  }

  #convertList(list: YAMLSeq, position: SourcePosition, depth: number): YamlNode | undefined {
    const items: YamlNode[] = [];
    for (const item of list.items) {
      const converted = this.#convert(item, depth);
      if (converted === undefined) return undefined;
      items.push(converted);
    }
    return { kind: 'list', items, position };
  }

  #toScalar(node: Scalar, position: SourcePosition): YamlScalar {
    const isPlain = node.type === 'PLAIN' || node.type === undefined;
    const source = isPlain ? (node.source ?? String(node.value ?? '')) : String(node.value);
    const value = isPlain ? scalarValue(node.value, source) : source;
    return {
      kind: 'scalar',
      value,
      source,
      position,
      textColumn: textColumn(node, source, isPlain),
    };
  }

  #refuse(position: SourcePosition, message: string): undefined {
    return this.#fail('YAML_TOO_COMPLEX', position, `the document is ${message}`);
  }

  #fail(code: Fault['code'], position: SourcePosition, message: string): undefined {
    this.#fault ??= { kind: 'fault', code, position, message };
    return undefined;
  }
}

const MERGE_KEY =
  'merge key "<<" is not read, as YAML 1.2 has none; write the fields out, or quote the key';

/** Quoted it is a key like any other. */
function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.source === '<<';
}

function startOf(node: unknown): number {
  const isNode = isMap(node) || isSeq(node) || isScalar(node) || isAlias(node);
  return isNode ? (node.range?.[0] ?? 0) : 0;
}

function emptyScalar(position: SourcePosition): YamlScalar {
  return { kind: 'scalar', value: null, source: '', position, textColumn: undefined };
}

/** Where text and file run in step: on scalars without escapes, folded lines or block form. */
function textColumn(node: Scalar, source: string, isPlain: boolean): number | undefined {
  const [start = 0, end = 0] = node.range ?? [];
  const quotes = isPlain ? 0 : 1;
  const isBlock = node.type === 'BLOCK_FOLDED' || node.type === 'BLOCK_LITERAL';
  const isInStep = !isBlock && end - start === source.length + 2 * quotes && !source.includes('\n');
  return isInStep ? quotes : undefined;
}
