// MatchExpr → a JavaScript expression over `e` (the event) that calls the runtime `r`.

import { assertNever } from '../../model/index.ts';
import type { GlobPart, MatchExpr, ValueTest } from '../../runtime/index.ts';
import { Code, js } from './code.ts';
import type { Scope } from './scope.ts';

/** A matcher function for the expression, hoisted; returns its name. */
export function emitMatcher(expr: MatchExpr, scope: Scope): Code {
  return scope.constant(js`(e) => ${emitExpr(expr, scope)}`);
}

function emitExpr(expr: MatchExpr, scope: Scope): Code {
  switch (expr.kind) {
    case 'all':
      return emitLinked(expr.items, js` && `, js`true`, scope);
    case 'any':
      return emitLinked(expr.items, js` || `, js`false`, scope);
    case 'not':
      return js`!${emitExpr(expr.item, scope)}`;
    case 'named':
      return emitExpr(expr.item, scope);
    case 'field':
      return emitField(expr.field, expr.test, scope);
  }
}

function emitLinked(items: readonly MatchExpr[], link: Code, empty: Code, scope: Scope): Code {
  if (items.length === 0) return empty;
  const pieces = items.map((item) => emitExpr(item, scope));
  return js`(${Code.join(pieces, link)})`;
}

/** Text tests of one field share one read and one fold; the others take the value as it is. */
function emitField(field: string, test: ValueTest, scope: Scope): Code {
  const value = js`e.field(${field})`;
  const tests = alternatives(test);
  const onText = tests.flatMap((inner) => emitTextTest(inner, scope) ?? []);
  const pieces = tests.flatMap((inner) => emitValueTest(inner, value) ?? []);
  if (onText.length > 0) {
    const holds = scope.constant(js`(t) => ${Code.join(onText, js` || `)}`);
    pieces.push(js`r.anyText(${value}, ${holds})`);
  }
  const [first = js`false`] = pieces;
  return pieces.length < 2 ? first : js`(${Code.join(pieces, js` || `)})`;
}

function alternatives(test: ValueTest): readonly ValueTest[] {
  return test.op === 'any' ? test.tests.flatMap(alternatives) : [test];
}

/** A test of the folded text `t`; undefined for tests that need the value itself. */
function emitTextTest(test: ValueTest, scope: Scope): Code | undefined {
  switch (test.op) {
    case 'equals':
      return js`t === ${test.text}`;
    case 'contains':
      return js`t.includes(${test.text})`;
    case 'startswith':
      return js`t.startsWith(${test.text})`;
    case 'endswith':
      return js`t.endsWith(${test.text})`;
    case 'glob':
      return js`r.globMatches(${scope.constant(emitGlob(test.parts))}, t)`;
    case 'cidr':
      return js`r.inCidr(${scope.constant(js`r.toCidr(${test.network})`)}, t)`;
    case 'oneOf':
      return js`${scope.constant(js`new Set([${emitTexts(test.texts)}])`)}.has(t)`;
    case 'number':
    case 'null':
    case 'any':
      return undefined;
    default:
      return assertNever(test);
  }
}

function emitValueTest(test: ValueTest, value: Code): Code | undefined {
  if (test.op === 'number') return js`r.anyNumber(${value}, ${test.value}, ${test.text})`;
  return test.op === 'null' ? js`r.isNull(${value})` : undefined;
}

function emitTexts(texts: readonly string[]): Code {
  return Code.join(
    texts.map((text) => js`${text}`),
    js`, `,
  );
}

function emitGlob(parts: readonly GlobPart[]): Code {
  const pieces = parts.map((part) =>
    part.kind === 'text' ? js`{ kind: "text", text: ${part.text} }` : js`{ kind: ${part.kind} }`,
  );
  return js`r.toGlob([${Code.join(pieces, js`, `)}])`;
}
