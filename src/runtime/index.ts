// What generated matchers may call, shared with the interpreter so that both mean the same.

export { type Cidr, cidrText, inCidr, parseAddress, parseCidr, toCidr } from './cidr.ts';
export { defineFilter, defineRule, type Matcher } from './define-rule.ts';
export { type HeldTest, heldTests } from './explain.ts';
export type { FieldReader, GlobPart, MatchExpr, ValueTest, WrittenTest } from './expr.ts';
export { foldCase } from './fold-case.ts';
export { type Glob, globMatches, toGlob } from './glob.ts';
export { interpret } from './interpret.ts';
export { anyNumber, anyText, isNull, testValue } from './test-value.ts';
export { anyMember, numberOf, textOf } from './value-text.ts';
