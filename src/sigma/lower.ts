// Searches and conditions → MatchExpr: every name replaced by its tests.

import type { MatchExpr } from '../runtime/index.ts';
import type { ResolvedCondition } from './condition/resolve.ts';
import { lowerItem } from './lower-item.ts';
import type { Detection } from './rule/detection.ts';
import type { Searches } from './rule/search.ts';

/** Lowers a detection or filter. The tree keeps the rule's order and words, for explanations. */
export function lower({ searches, conditions }: Searches): MatchExpr {
  const byName = new Map(
    searches.map(({ name, detection }): [string, MatchExpr] => [
      name,
      { kind: 'named', name, item: lowerDetection(detection) },
    ]),
  );
  return linked(
    'any',
    conditions.map((condition) => lowerCondition(condition, byName)),
  );
}

function lowerCondition(
  condition: ResolvedCondition,
  byName: ReadonlyMap<string, MatchExpr>,
): MatchExpr {
  switch (condition.kind) {
    case 'identifier': {
      const expr = byName.get(condition.name);
      if (expr === undefined) throw new TypeError(`unresolved identifier: ${condition.name}`);
      return expr;
    }
    case 'not':
      return { kind: 'not', item: lowerCondition(condition.item, byName) };
    case 'atLeast': {
      const items = condition.items.map((item) => lowerCondition(item, byName));
      return { kind: 'atLeast', count: condition.count, items };
    }
    case 'and':
    case 'or': {
      const items = condition.items.map((item) => lowerCondition(item, byName));
      return linked(condition.kind === 'and' ? 'all' : 'any', items);
    }
  }
}

function lowerDetection(detection: Detection): MatchExpr {
  if (detection.kind !== 'item') return linked(detection.kind, detection.items.map(lowerDetection));
  const values = detection.values.map((value) => linked('any', lowerItem(detection, value)));
  const item = linked(detection.link, values);
  return detection.isNegated ? { kind: 'not', item } : item;
}

function linked(kind: 'all' | 'any', items: readonly MatchExpr[]): MatchExpr {
  const [first] = items;
  return first !== undefined && items.length === 1 ? first : { kind, items };
}
