// `action: global | reset | repeat` (deprecated) → documents that stand by themselves.

import type { DiagnosticSink } from './diagnostics.ts';
import { entryOf, nounOf, type YamlMap, type YamlNode } from './yaml/node.ts';

/**
 * Merges what earlier documents of a file set. `global` goes into all rules that follow, `reset` ends it, `repeat`
 * is the rule before with changes. A document's own values win. Filters and correlations, which are younger than
 * actions, stay as they are.
 */
export function applyActions(
  nodes: readonly YamlNode[],
  sink: DiagnosticSink,
): readonly YamlNode[] {
  let global: YamlMap | undefined;
  let unused: YamlMap | undefined;
  let previous: YamlMap | undefined;
  const refuse = (map: YamlMap, message: string): YamlNode[] => {
    sink.error('SIGMA_ACTION', map.position, message);
    return [];
  };
  const applied = nodes.flatMap((node): YamlNode[] => {
    if (node.kind !== 'map' || isYoung(node)) return [node];
    const own = without(node, 'action');
    switch (actionOf(node, sink)) {
      case 'global':
        if (unused !== undefined) refuse(unused, UNUSED);
        global = unused = own;
        return [];
      case 'reset':
        global = undefined;
        return own.entries.length === 0 ? [] : refuse(node, '"action: reset" holds nothing else');
      case 'repeat':
        if (previous === undefined) return refuse(node, '"action: repeat" has no rule before it');
        previous = merge(previous, own);
        return [previous];
      case 'none':
        unused = undefined;
        previous = merge(global, own);
        return [previous];
      default:
        return [];
    }
  });
  if (unused !== undefined) refuse(unused, UNUSED);
  return applied;
}

const UNUSED = '"action: global" is followed by no rule that it could go into';

type Action = 'global' | 'reset' | 'repeat' | 'none' | 'wrong';

function actionOf(map: YamlMap, sink: DiagnosticSink): Action {
  const entry = entryOf(map, 'action');
  if (entry === undefined) return 'none';
  const { key, value } = entry;
  const name = value.kind === 'scalar' ? value.source : '';
  if (name !== 'global' && name !== 'reset' && name !== 'repeat') {
    const message = `"action" is ${nounOf(value)}; expected global, reset or repeat`;
    sink.error('SIGMA_ACTION', value.position, message);
    return 'wrong';
  }
  const message = `"action: ${name}" is deprecated; write each rule whole`;
  sink.warning('LINT_ACTION_DEPRECATED', key.position, message);
  return name;
}

/** A filter or a correlation that names no action. */
function isYoung(map: YamlMap): boolean {
  const [action, correlation, filter] = ['action', 'correlation', 'filter'].map(
    (key) => entryOf(map, key) !== undefined,
  );
  return action !== true && (correlation === true || filter === true);
}

/** The second over the first, maps in maps merged alike. */
function merge(base: YamlMap | undefined, own: YamlMap): YamlMap {
  if (base === undefined) return own;
  const kept = base.entries.filter(({ key }) => entryOf(own, key.source) === undefined);
  const entries = own.entries.map((entry) => {
    const below = entryOf(base, entry.key.source)?.value;
    if (entry.value.kind !== 'map' || below?.kind !== 'map') return entry;
    return { key: entry.key, value: merge(below, entry.value) };
  });
  return { ...own, entries: [...kept, ...entries] };
}

function without(map: YamlMap, name: string): YamlMap {
  return { ...map, entries: map.entries.filter(({ key }) => key.source !== name) };
}
