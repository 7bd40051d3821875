// Searches and conditions → MatchExpr: every name replaced by its field tests, every text folded.

import { foldCase, type GlobPart, type MatchExpr, type ValueTest } from '../runtime/index.ts';
import type { ResolvedCondition } from './condition/resolve.ts';
import type { Detection, ItemValue } from './rule/detection.ts';
import type { Searches } from './rule/search.ts';
import type { SigmaValue } from './rule/value.ts';

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
    case 'and':
    case 'or': {
      const items = condition.items.map((item) => lowerCondition(item, byName));
      return linked(condition.kind === 'and' ? 'all' : 'any', items);
    }
  }
}

function lowerDetection(detection: Detection): MatchExpr {
  if (detection.kind === 'item') {
    const { field, modifier, values, link } = detection;
    return linked(
      link,
      values.map((value) => lowerValue(field, modifier, value)),
    );
  }
  return linked(detection.kind, detection.items.map(lowerDetection));
}

function lowerValue(field: string, modifier: string, { value, written }: ItemValue): MatchExpr {
  return { kind: 'field', field, test: toTest(value), written: { modifier, value: written } };
}

function linked(kind: 'all' | 'any', items: readonly MatchExpr[]): MatchExpr {
  const [first] = items;
  return first !== undefined && items.length === 1 ? first : { kind, items };
}

function toTest(value: SigmaValue): ValueTest {
  switch (value.kind) {
    case 'null':
      return { op: 'null' };
    case 'boolean':
      return { op: 'equals', text: String(value.value) };
    case 'number':
      return toNumberTest(value.value, value.text);
    case 'cidr':
      return { op: 'cidr', network: value.network };
    case 'string':
      return toTextTest(value.parts);
  }
}

/** An integer that a double cannot hold exactly is compared by its digits alone: its neighbours would equal it. */
function toNumberTest(value: number, text: string): ValueTest {
  const isExact = !Number.isInteger(value) || Number.isSafeInteger(value);
  return isExact ? { op: 'number', value, text } : { op: 'equals', text: foldCase(text) };
}

/** The cheapest test that means the same as the pattern. */
function toTextTest(parts: readonly GlobPart[]): ValueTest {
  const [first, second, third] = parts;
  const text = parts.find((part) => part.kind === 'text')?.text ?? '';
  const folded = foldCase(text);
  if (parts.length === 0) return { op: 'equals', text: '' };
  if (parts.length === 1 && first?.kind === 'text') return { op: 'equals', text: folded };
  if (parts.length === 2 && first?.kind === 'text' && second?.kind === 'many') {
    return { op: 'startswith', text: folded };
  }
  if (parts.length === 2 && first?.kind === 'many' && second?.kind === 'text') {
    return { op: 'endswith', text: folded };
  }
  const isMiddle = first?.kind === 'many' && second?.kind === 'text' && third?.kind === 'many';
  if (parts.length === 3 && isMiddle) return { op: 'contains', text: folded };
  return { op: 'glob', parts: parts.map(foldPart) };
}

function foldPart(part: GlobPart): GlobPart {
  return part.kind === 'text' ? { kind: 'text', text: foldCase(part.text) } : part;
}
