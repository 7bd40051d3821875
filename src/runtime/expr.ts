// The meaning of a rule as data: a tree of field tests. The interpreter defines what it means; generated code must agree.

/** Reads a Sigma field. `undefined` = absent, `null` = JSON null; an array means "any member". */
export interface FieldReader {
  field(name: string): unknown;
}

/** A piece of a wildcard pattern: literal text, `*` (many, also none) or `?` (exactly one character). */
export type GlobPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'many' }
  | { readonly kind: 'one' };

/**
 * A test of one value. Texts are case-folded (see foldCase) when the test is built. An event value is tested
 * by its text: strings as they are, numbers and booleans as JSON writes them; objects have none. Of an array
 * any member may hold. An absent field fails every test but `null`.
 */
export type ValueTest =
  | { readonly op: 'equals'; readonly text: string }
  | { readonly op: 'contains'; readonly text: string }
  | { readonly op: 'startswith'; readonly text: string }
  | { readonly op: 'endswith'; readonly text: string }
  | { readonly op: 'glob'; readonly parts: readonly GlobPart[] }
  /** Equal as text, else as number. `value` is a safe integer or a fraction. */
  | { readonly op: 'number'; readonly value: number; readonly text: string }
  /** Absent, or JSON null. */
  | { readonly op: 'null' }
  /** The text is an IP address inside the network (canonical CIDR, v4 or v6). */
  | { readonly op: 'cidr'; readonly network: string }
  /** Made by the optimiser: equal to one of the texts. */
  | { readonly op: 'oneOf'; readonly texts: readonly string[] }
  /** Made by the optimiser: one of the tests holds for one and the same field. */
  | { readonly op: 'any'; readonly tests: readonly ValueTest[] };

/** The names of the tests. */
export type ValueTestOp = ValueTest['op'];

/** How a test stood in the rule, for explanations. */
export interface WrittenTest {
  /** Modifiers as written, joined by `|`. */
  readonly modifier: string;
  readonly value: string | number | boolean | null;
}

/** A rule's detection, lowered. Immutable: passes return new trees. */
export type MatchExpr =
  | { readonly kind: 'all'; readonly items: readonly MatchExpr[] }
  | { readonly kind: 'any'; readonly items: readonly MatchExpr[] }
  | { readonly kind: 'not'; readonly item: MatchExpr }
  | {
      readonly kind: 'field';
      readonly field: string;
      readonly test: ValueTest;
      /** Absent on tests that the optimiser merged. */
      readonly written?: WrittenTest;
    }
  /** The boundary of a search identifier: transparent for matching, named in explanations. */
  | { readonly kind: 'named'; readonly name: string; readonly item: MatchExpr };
