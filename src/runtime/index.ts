// What generated matchers may call, shared with the interpreter so that both mean the same.

export { canEqual } from './can-equal.ts';
export { type Cidr, cidrText, inCidr, parseAddress, parseCidr, toCidr } from './cidr.ts';
export { distinctTexts, numbersIn } from './correlation-value.ts';
export { defineCorrelation, type ReadPart } from './define-correlation.ts';
export { defineFilter, defineRule, type Matcher } from './define-rule.ts';
export { type DecidingTest, decidingTests } from './explain.ts';
export {
  type FieldReader,
  type FieldRelation,
  type GlobPart,
  type MatchExpr,
  type Relation,
  TIME_PARTS,
  type TimePart,
  type ValueTest,
  type WrittenTest,
} from './expr.ts';
export { type Foresight, foresee, type IsOpen } from './foresee.ts';
export { foldCase } from './fold-case.ts';
export {
  beginsWithAny,
  endsWithAny,
  foldBegins,
  foldEnds,
  foldHas,
  foldIs,
  hasAny,
  isAscii,
  someText,
} from './fold-tests.ts';
export { createFolds, type Folded, type Folds, foldField, foldLeaves } from './folds.ts';
export { type Glob, globMatches, toGlob } from './glob.ts';
export { type IsStated, ignoring } from './ignores.ts';
export { interpret } from './interpret.ts';
export { anyLeaf } from './leaves.ts';
export { type Regex, regexMatches, toRegex } from './regex.ts';
export {
  anyCasedText,
  anyNumber,
  anyText,
  compares,
  fieldsRelate,
  hasTimePart,
  isNull,
  type TextTest,
  testValue,
} from './test-value.ts';
export { type TestTrace, type Trace, traceExpr } from './trace.ts';
export { type MissedTest, nearestMiss } from './trace-miss.ts';
export { PACKED, type Packed, unpack } from './unpack.ts';
export { searchFold } from './search-fold.ts';
export { EVENT_ID, indexRules, type RuleWitnesses } from './rule-index.ts';
export { anyMember, numberOf, textOf } from './value-text.ts';
export { ANY_LEAF, type Witness, type WitnessOp } from './witness.ts';
export { createWitnessIndex, type WitnessIndex } from './witness-index.ts';
