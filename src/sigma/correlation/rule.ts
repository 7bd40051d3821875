// A correlation as its document states it: the rules it names are not yet looked up.

import type {
  CorrelationType,
  Level,
  RuleGuide,
  SourcePosition,
  Threshold,
} from '../../model/index.ts';
import type { Condition } from '../condition/ast.ts';
import type { YamlScalar } from '../yaml/node.ts';

/** The condition of a correlation. */
export interface SigmaCorrelationCondition {
  readonly valueFields: readonly string[];
  readonly percentile: number;
  /** Empty where `expression` stands instead, and for temporal correlations that need all rules. */
  readonly thresholds: readonly Threshold[];
  readonly expression: Condition | undefined;
}

/** A name for fields that are called differently in the events of different rules. */
export interface SigmaAlias {
  readonly name: string;
  readonly fields: readonly { readonly rule: YamlScalar; readonly field: string }[];
  readonly position: SourcePosition;
}

/** A correlation, understood by itself. */
export interface SigmaCorrelation {
  /** The id; where there is none the name, else the title: findings are identified by it. */
  readonly id: string;
  readonly name: string | undefined;
  readonly title: string;
  readonly level: Level;
  readonly tags: readonly string[];
  readonly description: string | undefined;
  readonly references: readonly string[];
  readonly falsepositives: readonly string[];
  readonly guide: RuleGuide | undefined;
  readonly isExperimental?: true;
  readonly type: CorrelationType;
  /** Ids or names, with their places. */
  readonly rules: readonly YamlScalar[];
  readonly groupBy: readonly string[];
  readonly aliases: readonly SigmaAlias[];
  readonly timespanMs: number;
  readonly condition: SigmaCorrelationCondition;
  readonly generate: boolean;
  readonly position: SourcePosition;
}
