// Counts → how many of a hundred, where there are enough to say so.

import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';

/** Of fewer in an hour a share says nothing. */
const ENOUGH = 1_000;

/** What is shared. */
export interface Share {
  /** Added up; a count that is absent is zero. */
  readonly of: readonly IMetric[];
  readonly whole: IMetric;
  readonly label: string;
}

/** Percent by the hour; 0 of less than a thousand. */
export function percentPerHour({ of, whole, label }: Share): MathExpression {
  const parts = of.map((metric, index) => [`part${index}`, metric] as const);
  const sum = parts.map(([name]) => `FILL(${name}, 0)`).join(' + ');
  return new MathExpression({
    expression: `IF(whole >= ${ENOUGH}, 100 * (${sum}) / whole, 0)`,
    usingMetrics: { ...Object.fromEntries(parts), whole },
    period: Duration.hours(1),
    label,
  });
}
