// YAML as rules need it: plain trees in which every node knows its place and every scalar its source text.

import type { SourcePosition } from '../../model/index.ts';

/** A scalar. `source` is its text as written (unquoted): `00000429` stays eight characters. */
export interface YamlScalar {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly source: string;
  readonly position: SourcePosition;
  /** Columns from `position` to the text's first character; undefined where text and file do not run in step. */
  readonly textColumn: number | undefined;
}

/** One `key: value` of a map. */
export interface YamlEntry {
  readonly key: YamlScalar;
  readonly value: YamlNode;
}

/** A map, in the order written. Keys are unique. */
export interface YamlMap {
  readonly kind: 'map';
  readonly entries: readonly YamlEntry[];
  readonly position: SourcePosition;
}

/** A sequence. */
export interface YamlList {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
  readonly position: SourcePosition;
}

/** Any node. */
export type YamlNode = YamlScalar | YamlMap | YamlList;

/** The value under `key`, or undefined. */
export function entryOf(map: YamlMap, key: string): YamlEntry | undefined {
  return map.entries.find((entry) => entry.key.source === key);
}

/** What a node is, for messages. */
export function nounOf(node: YamlNode): string {
  if (node.kind !== 'scalar') return `a ${node.kind}`;
  if (node.value === null) return 'null';
  return `the ${typeof node.value} "${node.source}"`;
}
