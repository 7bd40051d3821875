// A condition in words → the names of rules in it.

import type { Condition } from '../condition/ast.ts';
import type { YamlScalar } from '../yaml/node.ts';

/** Each once, in the order in which they first stand. */
export function rulesIn(condition: Condition): readonly YamlScalar[] {
  const first = new Map<string, YamlScalar>();
  for (const name of namesIn(condition)) if (!first.has(name.source)) first.set(name.source, name);
  return [...first.values()];
}

function namesIn(condition: Condition): readonly YamlScalar[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.items.flatMap(namesIn);
    case 'not':
      return namesIn(condition.item);
    case 'quantified':
      return [];
    case 'identifier': {
      const { name, position } = condition;
      return [{ kind: 'scalar', value: name, source: name, position, textColumn: undefined }];
    }
  }
}
