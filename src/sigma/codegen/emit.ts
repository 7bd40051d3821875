// MatchExpr → a JavaScript expression over `e` (the event) and `f` (its folded texts) that calls the runtime `r`.

import type { MatchExpr, ValueTest } from '../../runtime/index.ts';
import { Code, js } from './code.ts';
import { emitFoldTests, emitHolds, isFolded, isTextTest } from './emit-text.ts';
import type { Scope } from './scope.ts';

/** A matcher function for the expression, hoisted; returns its name. */
export function emitMatcher(expr: MatchExpr, scope: Scope): Code {
  const body = emitExpr(expr, scope);
  return scope.constant(js`(e) => { const f = folds(e); return ${body}; }`);
}

function emitExpr(expr: MatchExpr, scope: Scope): Code {
  switch (expr.kind) {
    case 'all':
      return emitLinked(expr.items, js` && `, js`true`, scope);
    case 'any':
      return emitLinked(expr.items, js` || `, js`false`, scope);
    case 'atLeast':
      return emitAtLeast(expr.count, expr.items, scope);
    case 'not':
      return js`!${emitExpr(expr.item, scope)}`;
    case 'named':
      return emitExpr(expr.item, scope);
    case 'field':
      return emitField(expr.field, expr.test, scope);
    case 'keyword':
      return emitKeyword(expr.test, scope);
    case 'fieldref': {
      const { field, other, relation, isCased: cased = false } = expr;
      const relate = js`r.fieldsRelate(e.field(${field}), e.field(${other}), ${relation}, ${cased})`;
      if (relation !== 'equals') return relate;
      return js`(r.canEqual(e.field(${field}), e.field(${other})) && ${relate})`;
    }
  }
}

function emitLinked(items: readonly MatchExpr[], link: Code, empty: Code, scope: Scope): Code {
  if (items.length === 0) return empty;
  const pieces = items.map((item) => emitExpr(item, scope));
  return js`(${Code.join(pieces, link)})`;
}

/** The sum of booleans is how many hold. */
function emitAtLeast(count: number, items: readonly MatchExpr[], scope: Scope): Code {
  const pieces = items.map((item) => emitExpr(item, scope));
  return js`(${Code.join([js`0`, ...pieces], js` + `)} >= ${count})`;
}

function emitField(field: string, test: ValueTest, scope: Scope): Code {
  const slot = scope.slot(`field ${field}`);
  const folded = js`f[${slot}] ?? r.foldField(e, f, ${slot}, ${field})`;
  const emitFolded = (tests: readonly ValueTest[]) => emitFoldTests(folded, tests, scope);
  return emitValue(js`e.field(${field})`, test, emitFolded, scope);
}

/** Folded texts of all leaves are at hand; what else there is to test walks the record. */
function emitKeyword(test: ValueTest, scope: Scope): Code {
  const tests = alternatives(test);
  if (tests.length > 0 && tests.every((inner) => isTextTest(inner) && isFolded(inner))) {
    const slot = scope.slot('leaves');
    return emitFoldTests(js`f[${slot}] ?? r.foldLeaves(e, f, ${slot})`, tests, scope);
  }
  const emitFolded = (some: readonly ValueTest[]) => js`r.anyText(v, ${emitHolds(some, scope)})`;
  const holds = js`(v) => ${emitValue(js`v`, test, emitFolded, scope)}`;
  return js`r.anyLeaf(e, ${scope.constant(holds)})`;
}

/** Tests of one value share one read and one fold. */
function emitValue(
  value: Code,
  test: ValueTest,
  emitFolded: (tests: readonly ValueTest[]) => Code,
  scope: Scope,
): Code {
  const tests = alternatives(test);
  const pieces = tests.flatMap((inner) => emitValueTest(inner, value) ?? []);
  const texts = tests.filter(isTextTest);
  const folded = texts.filter(isFolded);
  const cased = texts.filter((inner) => !isFolded(inner));
  if (folded.length > 0) pieces.push(emitFolded(folded));
  if (cased.length > 0) pieces.push(js`r.anyCasedText(${value}, ${emitHolds(cased, scope)})`);
  const [first = js`false`] = pieces;
  return pieces.length < 2 ? first : js`(${Code.join(pieces, js` || `)})`;
}

function alternatives(test: ValueTest): readonly ValueTest[] {
  return test.op === 'any' ? test.tests.flatMap(alternatives) : [test];
}

/** A test that needs the value itself; undefined for tests of its text. */
function emitValueTest(test: ValueTest, value: Code): Code | undefined {
  switch (test.op) {
    case 'number':
      return js`r.anyNumber(${value}, ${test.value}, ${test.text})`;
    case 'compare':
      return js`r.compares(${value}, ${test.relation}, ${test.value})`;
    case 'timePart':
      return js`r.hasTimePart(${value}, ${test.part}, ${test.value})`;
    case 'null':
      return js`r.isNull(${value})`;
    case 'exists':
      return test.isExpected ? js`(${value} !== undefined)` : js`(${value} === undefined)`;
    default:
      return undefined;
  }
}
