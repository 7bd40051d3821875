// One value of an item → the tests that one of must hold, every text folded unless it is cased.

import { foldCase, type GlobPart, type MatchExpr, type ValueTest } from '../runtime/index.ts';
import type { DetectionItem, ItemValue } from './rule/detection.ts';
import type { SigmaString, SigmaValue, StringPart } from './rule/value.ts';

const MANY: GlobPart = { kind: 'many' };

/** Tests of a value's alternatives. */
export function lowerItem(
  { field, modifier }: DetectionItem,
  { alternatives, written }: ItemValue,
): readonly MatchExpr[] {
  return alternatives.map((value): MatchExpr => {
    const shown = { modifier, value: written };
    if (field === undefined) {
      return { kind: 'keyword', test: toTest(toKeyword(value)), written: shown };
    }
    if (value.kind === 'fieldref') {
      const { other, relation, isCased } = value;
      const casing = isCased === true ? { isCased } : {};
      return { kind: 'fieldref', field, other, relation, ...casing, written: shown };
    }
    return { kind: 'field', field, test: toTest(value), written: shown };
  });
}

/** A keyword may stand anywhere in a value. */
function toKeyword(value: SigmaValue): SigmaValue {
  const text =
    value.kind === 'number' ? value.text : String(value.kind === 'boolean' && value.value);
  if (value.kind === 'number' || value.kind === 'boolean') {
    return { kind: 'string', parts: [MANY, { kind: 'text', text }, MANY] };
  }
  if (value.kind !== 'string') return value;
  const before = value.parts[0]?.kind === 'many' ? [] : [MANY];
  const after = value.parts.length > 0 && value.parts.at(-1)?.kind === 'many' ? [] : [MANY];
  return { ...value, parts: [...before, ...value.parts, ...after] };
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
    case 'regex':
      return { op: 'regex', pattern: value.pattern, flags: value.flags };
    case 'compare':
      return { op: 'compare', relation: value.relation, value: value.value };
    case 'timePart':
      return { op: 'timePart', part: value.part, value: value.value };
    case 'exists':
      return { op: 'exists', isExpected: value.isExpected };
    case 'string':
      return toTextTest(value);
    case 'fieldref':
      throw new TypeError('a field reference is no test of one value');
  }
}

/** An integer that a double cannot hold exactly is compared by its digits alone: its neighbours would equal it. */
function toNumberTest(value: number, text: string): ValueTest {
  const isExact = !Number.isInteger(value) || Number.isSafeInteger(value);
  return isExact ? { op: 'number', value, text } : { op: 'equals', text: foldCase(text) };
}

/** The cheapest test that means the same as the pattern. */
function toTextTest(value: SigmaString): ValueTest {
  const parts = value.parts.map(withoutPlaceholder);
  const fold = value.isCased === true ? (text: string) => text : foldCase;
  const casing = value.isCased === true ? { isCased: true as const } : {};
  const kinds = parts.map(({ kind }) => kind).join(' ');
  const op = OPS[kinds];
  if (op === undefined) {
    return { op: 'glob', parts: parts.map((part) => foldPart(part, fold)), ...casing };
  }
  const text = parts.find((part) => part.kind === 'text')?.text ?? '';
  return { op, text: fold(text), ...casing };
}

const OPS: Readonly<Record<string, 'equals' | 'startswith' | 'endswith' | 'contains'>> = {
  '': 'equals',
  text: 'equals',
  'text many': 'startswith',
  'many text': 'endswith',
  'many text many': 'contains',
};

function withoutPlaceholder(part: StringPart): GlobPart {
  if (part.kind !== 'placeholder') return part;
  throw new TypeError(`unresolved placeholder: ${part.name}`);
}

function foldPart(part: GlobPart, fold: (text: string) => string): GlobPart {
  return part.kind === 'text' ? { kind: 'text', text: fold(part.text) } : part;
}
