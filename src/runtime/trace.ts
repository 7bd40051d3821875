// MatchExpr × event → the same tree with each node's verdict: why a rule matched, and why it did not.

import type { FieldReader, MatchExpr, WrittenTest } from './expr.ts';
import { interpret } from './interpret.ts';
import { type Leaf, leavesOfQuestion, writtenValues } from './question.ts';
import { testValue } from './test-value.ts';

/** What a field, or the whole record, was asked: one value of the rule, or a list of them. */
export interface TestTrace {
  readonly kind: 'test';
  readonly holds: boolean;
  /** Undefined for keywords. */
  readonly field: string | undefined;
  /** Modifiers as written, joined by `|`. */
  readonly modifier: string;
  /** How the values are linked: one of them must hold, or all. */
  readonly link: 'any' | 'all';
  /** The rule's values as written, each once. */
  readonly values: readonly WrittenTest['value'][];
  /** Those that held. */
  readonly held: readonly WrittenTest['value'][];
  /** As the event has it; undefined = absent. Of keywords the first value of the record that one held for. */
  readonly eventValue: unknown;
  /** The field it was compared with (`fieldref`). */
  readonly other?: { readonly field: string; readonly eventValue: unknown };
}

/** A node of an expression and its verdict on one event. */
export type Trace =
  | { readonly kind: 'all' | 'any'; readonly holds: boolean; readonly items: readonly Trace[] }
  | {
      readonly kind: 'atLeast';
      readonly holds: boolean;
      readonly count: number;
      readonly items: readonly Trace[];
    }
  | { readonly kind: 'not'; readonly holds: boolean; readonly item: Trace }
  | { readonly kind: 'named'; readonly holds: boolean; readonly name: string; readonly item: Trace }
  | TestTrace;

/**
 * Judges every node, also those behind which the verdict was clear. Takes the expression as lowered, not optimised:
 * merged tests no longer know how they were written. `holds` is what the interpreter says.
 */
export function traceExpr(expr: MatchExpr, event: FieldReader): Trace {
  const leaves = leavesOfQuestion(expr);
  if (leaves !== undefined) return traceTest(expr, leaves, event);
  switch (expr.kind) {
    case 'named':
    case 'not': {
      const item = traceExpr(expr.item, event);
      if (expr.kind === 'not') return { kind: 'not', holds: !item.holds, item };
      return { kind: 'named', holds: item.holds, name: expr.name, item };
    }
    case 'all':
    case 'any': {
      const items = expr.items.map((item) => traceExpr(item, event));
      const isHeld = ({ holds }: Trace) => holds;
      const holds = expr.kind === 'all' ? items.every(isHeld) : items.some(isHeld);
      return { kind: expr.kind, holds, items };
    }
    case 'atLeast': {
      const items = expr.items.map((item) => traceExpr(item, event));
      const { count } = expr;
      return {
        kind: 'atLeast',
        holds: items.filter(({ holds }) => holds).length >= count,
        count,
        items,
      };
    }
    default:
      return traceTest(expr, [expr], event);
  }
}

function traceTest(expr: MatchExpr, leaves: readonly Leaf[], event: FieldReader): TestTrace {
  const [first] = leaves;
  const held = leaves.filter((leaf) => interpret(leaf, event));
  const field = first === undefined || first.kind === 'keyword' ? undefined : first.field;
  const other = first?.kind === 'fieldref' ? first.other : undefined;
  return {
    kind: 'test',
    holds: interpret(expr, event),
    field,
    modifier: first?.written?.modifier ?? '',
    link: expr.kind === 'all' ? 'all' : 'any',
    values: writtenValues(leaves),
    held: writtenValues(held),
    eventValue: field === undefined ? keywordValue(held[0], event) : event.field(field),
    ...(other === undefined ? {} : { other: { field: other, eventValue: event.field(other) } }),
  };
}

function keywordValue(leaf: Leaf | undefined, event: FieldReader): unknown {
  if (leaf?.kind !== 'keyword') return undefined;
  return [...event.leaves()].find((value) => testValue(leaf.test, value));
}
