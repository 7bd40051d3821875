// The meaning of a rule as data: a tree of field tests. The interpreter defines what it means; generated code must agree.

/** What expressions read of an event. */
export interface FieldReader {
  /**
   * Reads a Sigma field. `undefined` = absent, `null` = JSON null; an array means "any member". The same name
   * always gives the same value: folded texts are remembered.
   */
  field(name: string): unknown;
  /** Every leaf value of the record, for keywords. */
  leaves(): Iterable<unknown>;
}

/** A piece of a wildcard pattern: literal text, `*` (many, also none) or `?` (exactly one character). */
export type GlobPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'many' }
  | { readonly kind: 'one' };

/** Parts of a date that a rule can compare. */
export const TIME_PARTS = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;

/** A part of a date. */
export type TimePart = (typeof TIME_PARTS)[number];

/** How numbers are compared. */
export type Relation = 'lt' | 'lte' | 'gt' | 'gte';

/** Texts are compared as written; without it both sides are folded (see foldCase), the rule's when it is built. */
interface Casing {
  readonly isCased?: true;
}

/**
 * A test of one value. An event value is tested by its text: strings as they are, numbers and booleans as JSON
 * writes them; objects have none. Of an array any member may hold. An absent field fails every test but `null`
 * and `exists: false`.
 */
export type ValueTest =
  | ({ readonly op: 'equals'; readonly text: string } & Casing)
  | ({ readonly op: 'contains'; readonly text: string } & Casing)
  | ({ readonly op: 'startswith'; readonly text: string } & Casing)
  | ({ readonly op: 'endswith'; readonly text: string } & Casing)
  | ({ readonly op: 'glob'; readonly parts: readonly GlobPart[] } & Casing)
  /** RE2 syntax, unanchored; `flags` are any of `i`, `m`, `s`. */
  | { readonly op: 'regex'; readonly pattern: string; readonly flags: string }
  /** Equal as text, else as number. `value` is a safe integer or a fraction. */
  | { readonly op: 'number'; readonly value: number; readonly text: string }
  /** The value states a number for which the relation to `value` holds. */
  | { readonly op: 'compare'; readonly relation: Relation; readonly value: number }
  /** The value is a date whose part, as written, is `value`. */
  | { readonly op: 'timePart'; readonly part: TimePart; readonly value: number }
  /** Absent, or JSON null. */
  | { readonly op: 'null' }
  /** Present, whatever its value, or absent. */
  | { readonly op: 'exists'; readonly isExpected: boolean }
  /** The text is an IP address inside the network (canonical CIDR, v4 or v6). */
  | { readonly op: 'cidr'; readonly network: string }
  /** Made by the optimiser: equal to one of the texts. */
  | ({ readonly op: 'oneOf'; readonly texts: readonly string[] } & Casing)
  /** Made by the optimiser: one of the tests holds for one and the same field. */
  | { readonly op: 'any'; readonly tests: readonly ValueTest[] };

/** How two fields of one event are compared, as texts. */
export type FieldRelation = 'equals' | 'contains' | 'startswith' | 'endswith';

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
  /** At least `count` of the items hold. */
  | { readonly kind: 'atLeast'; readonly count: number; readonly items: readonly MatchExpr[] }
  | {
      readonly kind: 'field';
      readonly field: string;
      readonly test: ValueTest;
      /** Absent on tests that the optimiser merged. */
      readonly written?: WrittenTest;
    }
  /** The test holds for some leaf of the record. */
  | { readonly kind: 'keyword'; readonly test: ValueTest; readonly written?: WrittenTest }
  /** Both fields are there and the relation holds between some member of each. */
  | ({
      readonly kind: 'fieldref';
      readonly field: string;
      readonly other: string;
      readonly relation: FieldRelation;
      readonly written: WrittenTest;
    } & Casing)
  /** The boundary of a search identifier: transparent for matching, named in explanations. */
  | { readonly kind: 'named'; readonly name: string; readonly item: MatchExpr };
