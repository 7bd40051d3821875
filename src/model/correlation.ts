// Sigma correlations as the pipeline receives them, and what takes part in them.

import type { FieldReader } from './log-event.ts';
import type { Level, RuleGuide } from './rule.ts';

/** The types of the specification, and pySigma's median. */
export const CORRELATION_TYPES = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
  'value_median',
] as const;

/** A type of correlation. */
export type CorrelationType = (typeof CORRELATION_TYPES)[number];

/** The operators of a condition. */
export const COMPARISONS = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const;

/** An operator of a condition. */
export type Comparison = (typeof COMPARISONS)[number];

/** One test of a window's value; several of them are a range: all must hold. */
export interface Threshold {
  readonly op: Comparison;
  readonly value: number;
}

/** The extended condition of temporal correlations: which rules must have matched in the window, and which not. */
export type RuleExpression =
  | { readonly kind: 'rule'; readonly rule: string }
  | { readonly kind: 'not'; readonly item: RuleExpression }
  | { readonly kind: 'and' | 'or'; readonly items: readonly RuleExpression[] };

/** A correlation as data. Rules are named by id throughout. */
export interface CorrelationSpec {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  readonly tags: readonly string[];
  readonly description: string | undefined;
  readonly references: readonly string[];
  readonly falsepositives: readonly string[];
  readonly guide: RuleGuide | undefined;
  /** As for a rule. @default false */
  readonly isExperimental?: boolean;
  readonly type: CorrelationType;
  /** Ids of the rules and correlations it is about, in the order written. */
  readonly rules: readonly string[];
  /** Names under which events are grouped: fields, or aliases. */
  readonly groupBy: readonly string[];
  /** By rule id the field read for each name of `groupBy`. */
  readonly groupFields: Readonly<Record<string, readonly string[]>>;
  readonly timespanMs: number;
  /** `condition.field`: what is counted, summed or averaged; empty where events are counted. */
  readonly valueFields: readonly string[];
  /** Rank of value_percentile, 0 to 100. */
  readonly percentile: number;
  /** All must hold for the window's value. */
  readonly thresholds: readonly Threshold[];
  readonly expression: RuleExpression | undefined;
  /** False: rules that only correlations refer to make no findings of their own. */
  readonly generate: boolean;
}

/** What an event has for a correlation: its group and values; or why it takes no part. */
export type CorrelationReading =
  | {
      readonly kind: 'part';
      readonly group: readonly string[];
      readonly values: readonly (string | number)[];
    }
  | { readonly kind: 'none'; readonly lacks: readonly string[] };

/** A correlation ready to run. */
export interface CompiledCorrelation extends CorrelationSpec {
  /** Reads group and values of an event that the rule of that id matched. Never throws. */
  read(event: FieldReader, rule: string): CorrelationReading;
}

/** The events of one correlation that share the values of `groupBy`. */
export interface CorrelationGroup {
  readonly tenant: string;
  /** Id of the correlation. */
  readonly correlation: string;
  /** Normalised values, in the order of `groupBy`. */
  readonly values: readonly string[];
}

/** An event that takes part in a correlation: what is kept of it until the window is judged. */
export interface PartialMatch {
  /** Id of the rule, or correlation, that matched. */
  readonly rule: string;
  readonly eventId: string;
  readonly timeMs: number;
  readonly source: string;
  /** Normalised texts of value_count, numbers of the other value types. */
  readonly values: readonly (string | number)[];
  /** What a finding will show of the event: opaque here, small, and text so that any store can keep it. */
  readonly evidence: string;
}

/** A window in which a correlation's condition holds. */
export interface CorrelationMatch {
  readonly correlation: CompiledCorrelation;
  readonly group: CorrelationGroup;
  /** Source of the event that completes the window. */
  readonly source: string;
  /** Time of the event that completes the window. */
  readonly endMs: number;
  readonly value: number;
  /** False where the store had more than it may give: then `value` is of a part. */
  readonly isExact: boolean;
  /** How many distinct events are in the window. */
  readonly size: number;
  /** The events in the window, less those reported with a window of the same day and source before it. By time. */
  readonly parts: readonly PartialMatch[];
  /** The events that complete it: all of its source that happened at `endMs`. */
  readonly completedBy: readonly PartialMatch[];
}
