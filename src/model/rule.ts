// Rules as the pipeline receives them: compiled, with what a finding needs to say about them.

import type { FieldReader, Logsource } from './log-event.ts';

/** Sigma's levels, least to most severe. */
export const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const;

/** A Sigma level. */
export type Level = (typeof LEVELS)[number];

/** What people are told to do. Shipped rules must have all four parts. */
export interface RuleGuide {
  readonly triage: readonly string[];
  readonly respond: readonly string[];
  readonly harden: readonly string[];
  readonly logging: readonly string[];
}

/** A value as a rule states it. */
export type RuleValue = string | number | boolean | null;

/** One test that decided a match, in the rule's own words. */
export interface MatchedTest {
  /** Search identifier the test stands in, for example `selection_img`. */
  readonly selection: string;
  /** Field name; `keyword` tests have none. */
  readonly field: string | undefined;
  /** Modifiers as written, joined by `|`; empty for plain equality. */
  readonly modifier: string;
  /** The value in the rule that held; of a test that did not hold its value, or its values as a list. */
  readonly ruleValue: RuleValue | readonly RuleValue[];
  /** Of a list of values that is shown in part: how many there are. */
  readonly ruleValueCount?: number;
  /** The event's value it was held against; undefined = the field is absent, or a keyword was found nowhere. */
  readonly eventValue: unknown;
  /** The value of the field that `ruleValue` names, where two fields are compared. */
  readonly otherValue?: unknown;
  /** True = it made the rule match; false = it stands under `not` and did not prevent the match. */
  readonly holds: boolean;
}

/** A filter bound to a rule. A match on which `keeps` is false is suppressed and counted under `id`. */
export interface CompiledFilter {
  readonly id: string;
  readonly title: string;
  readonly owner: string | undefined;
  readonly reason: string | undefined;
  /**
   * Epoch ms of the first moment at which it no longer applies: the end of its last day, UTC. Compared with the
   * event's time, never with a clock. Absent = it never expires.
   */
  readonly expiresMs?: number;
  /** Fields it reads. */
  readonly fields: readonly string[];
  /** The filter's condition as written: true keeps the match. */
  keeps(event: FieldReader): boolean;
  /**
   * For events that state these fields: true if it says the same of one as where its log leaves them blank, whatever the
   * other fields are. False proves nothing. @default false of all
   */
  ignoring?(isStated: (field: string) => boolean): (event: FieldReader) => boolean;
}

/** A test that a field must pass, by its text without case, or a number that it must state. */
export type RuleWitness =
  | {
      /** Null = any leaf of the record. */
      readonly field: string | null;
      readonly op: 'equals' | 'contains' | 'startswith' | 'endswith';
      readonly text: string;
    }
  | {
      readonly field: string;
      readonly op: 'number';
      readonly value: number;
      readonly text: string;
    };

/**
 * Makes an index of rules: given an event, the positions of those that could match it, ascending; all that do are
 * among them. The list is reused: it is read at once.
 */
export type IndexRules = (
  rules: readonly Pick<CompiledRule, 'witnesses' | 'eventIds' | 'further'>[],
) => (event: FieldReader) => readonly number[];

/** A rule ready to run. */
export interface CompiledRule {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  readonly tags: readonly string[];
  readonly description: string | undefined;
  readonly references: readonly string[];
  readonly falsepositives: readonly string[];
  readonly guide: RuleGuide | undefined;
  /** Its author does not trust it yet: what it finds is stored, and nobody is told. @default false */
  readonly isExperimental?: boolean;
  readonly logsource: Logsource;
  /** Fields the rule reads. */
  readonly fields: readonly string[];
  readonly filters: readonly CompiledFilter[];
  /** One of these holds for every event that the rule matches. @default none are known */
  readonly witnesses?: readonly RuleWitness[];
  /** The same of the field EventID alone. @default none are known */
  readonly eventIds?: readonly RuleWitness[];
  /** Lists like `witnesses`, of each of which one holds too. @default none are known */
  readonly further?: readonly (readonly RuleWitness[])[];
  /** How the rules of its ruleset are indexed. Absent where they are so few that running each is cheaper. */
  readonly indexRules?: IndexRules;
  /** The detection alone, before filters. Pure; never throws, whatever the event holds. */
  matches(event: FieldReader): boolean;
  /** The tests that decided a match, those that hold first. Called only on a match. */
  explain(event: FieldReader): readonly MatchedTest[];
  /**
   * What `matches` will say once the open fields are known; undefined = it depends on them. Never wrong, at worst
   * undecided. @default undecided
   */
  foresee?(event: FieldReader, isOpen: (field: string) => boolean): boolean | undefined;
  /**
   * For events that state these fields: true if it says the same of one as where its log leaves them blank, whatever the
   * other fields are. False proves nothing. @default false of all
   */
  ignoring?(isStated: (field: string) => boolean): (event: FieldReader) => boolean;
}
