// Tests of a text → a JavaScript expression over `t`, the text.

import { type GlobPart, isAscii, type ValueTest } from '../../runtime/index.ts';
import { leastLengthOf, parseRegex } from '../witness/regex-tree.ts';
import { Code, js } from './code.ts';
import type { Scope } from './scope.ts';

const VALUE_OPS: ReadonlySet<ValueTest['op']> = new Set([
  'number',
  'compare',
  'timePart',
  'null',
  'exists',
  'any',
]);

/** True if the test needs no more than a text. */
export function isTextTest(test: ValueTest): boolean {
  return !VALUE_OPS.has(test.op);
}

/** True if the text is folded before. Addresses and patterns have their own idea of case. */
export function isFolded(test: ValueTest): boolean {
  if (test.op === 'regex' || test.op === 'cidr') return false;
  return !('isCased' in test && test.isCased === true);
}

/** True if one of the tests holds for the folded text that the code gives. */
export function emitFoldTests(folded: Code, tests: readonly ValueTest[], scope: Scope): Code {
  const [only] = tests;
  const single = only && tests.length === 1 ? emitFoldTest(folded, only) : undefined;
  return single ?? js`r.someText(${folded}, ${emitHolds(tests, scope)})`;
}

/** The most common tests need no function of their own. */
function emitFoldTest(folded: Code, test: ValueTest): Code | undefined {
  switch (test.op) {
    case 'equals':
      return js`r.foldIs(${folded}, ${test.text})`;
    case 'contains':
      return js`r.foldHas(${folded}, ${test.text})`;
    case 'startswith':
      return js`r.foldBegins(${folded}, ${test.text})`;
    case 'endswith':
      return js`r.foldEnds(${folded}, ${test.text})`;
    default:
      return undefined;
  }
}

/** A function of a text, hoisted: true if one of the tests holds for it. */
export function emitHolds(tests: readonly ValueTest[], scope: Scope): Code {
  return scope.constant(js`(t) => ${Code.join(emitTextTests(tests, scope), js` || `)}`);
}

/** Equalities are one set already, so these are the tests that come in long lists. */
const LISTED = ['contains', 'startswith', 'endswith'] as const;
/** A list is walked by the runtime from here on: code of a thousand comparisons keeps the optimising compiler busy for seconds. */
const MANY = 3;
/** From so many on, one look at the text is cheaper: SigmaHQ has lists of a thousand emoji. */
const MANY_NON_ASCII = 8;

function emitTextTests(tests: readonly ValueTest[], scope: Scope): readonly Code[] {
  const lists = LISTED.flatMap((op) => {
    const listed = tests.flatMap((test) => (test.op === op ? [test] : []));
    return listed.length < MANY
      ? listed.flatMap((test) => emitTextTest(test, scope) ?? [])
      : emitList(
          op,
          listed.map(({ text }) => text),
          scope,
        );
  });
  const others = tests.filter((test) => !LISTED.some((op) => op === test.op));
  return [...others.flatMap((test) => emitTextTest(test, scope) ?? []), ...lists];
}

function emitList(op: (typeof LISTED)[number], texts: readonly string[], scope: Scope): Code[] {
  const beyond = texts.filter((text) => !isAscii(text));
  if (beyond.length < MANY_NON_ASCII) return [emitAny(op, texts, scope)];
  const rare = js`(!r.isAscii(t) && ${emitAny(op, beyond, scope)})`;
  const ascii = texts.filter(isAscii);
  return ascii.length === 0 ? [rare] : [emitAny(op, ascii, scope), rare];
}

function emitAny(op: (typeof LISTED)[number], texts: readonly string[], scope: Scope): Code {
  const list = scope.constant(scope.data(texts));
  switch (op) {
    case 'contains':
      return js`r.hasAny(t, ${list})`;
    case 'startswith':
      return js`r.beginsWithAny(t, ${list})`;
    case 'endswith':
      return js`r.endsWithAny(t, ${list})`;
  }
}

/** A pattern that matches no shorter text is first asked for the length: SigmaHQ looks for names of 200 characters. */
const LONG_MATCH = 16;

/** A test of the text `t`, folded or not; undefined for tests that need the value itself. */
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
    case 'regex': {
      const regex = scope.constant(js`r.toRegex(${test.pattern}, ${test.flags})`);
      const least = leastLengthOf(parseRegex(test.pattern, test.flags));
      const matches = js`r.regexMatches(${regex}, t)`;
      return least < LONG_MATCH ? matches : js`(t.length >= ${least} && ${matches})`;
    }
    case 'cidr':
      return js`r.inCidr(${scope.constant(js`r.toCidr(${test.network})`)}, t)`;
    case 'oneOf':
      return js`${scope.constant(js`new Set(${scope.data(test.texts)})`)}.has(t)`;
    default:
      return undefined;
  }
}

function emitGlob(parts: readonly GlobPart[]): Code {
  const pieces = parts.map((part) =>
    part.kind === 'text' ? js`{ kind: "text", text: ${part.text} }` : js`{ kind: ${part.kind} }`,
  );
  return js`r.toGlob([${Code.join(pieces, js`, `)}])`;
}
