// The name of a metric that a function emits → the metric, for alarms and the dashboard.

import { Duration, Stack } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { METRICS, type MetricName, type MetricService } from '../../src/model/index.ts';

/** How a metric is asked for. */
export interface OwnMetricOptions {
  /** @default "Sum" */
  readonly statistic?: string;
  /** @default 5 minutes */
  readonly period?: Duration;
  /** Of one source that the site declares. @default of all */
  readonly source?: string;
  /** In the dashboard. @default CloudWatch's, which has the metric's name */
  readonly label?: string;
}

/** Namespace of a stack's metrics: two stacks of an account must not answer for one another. */
export function metricsNamespace(scope: Construct): string {
  return `${METRICS.namespace}/${Stack.of(scope).stackName}`;
}

/** A metric of the scope's stack. */
export function ownMetric<S extends MetricService>(
  scope: Construct,
  service: S,
  name: MetricName<S>,
  { statistic = 'Sum', period = Duration.minutes(5), source, ...named }: OwnMetricOptions = {},
): Metric {
  return new Metric({
    namespace: metricsNamespace(scope),
    metricName: name,
    dimensionsMap: {
      [METRICS.dimension]: service,
      ...(source === undefined ? {} : { [METRICS.ofSource]: source }),
    },
    statistic,
    period,
    ...named,
  });
}

/** A metric that scan and settle both emit: their sum. */
export function judgedMetric(
  scope: Construct,
  name: MetricName<'scan'> & MetricName<'settle'>,
): MathExpression {
  const period = Duration.minutes(5);
  return new MathExpression({
    // Ids of a graph are unique.
    expression: `FILL(scan${name}, 0) + FILL(settle${name}, 0)`,
    usingMetrics: {
      [`scan${name}`]: ownMetric(scope, 'scan', name, { period }),
      [`settle${name}`]: ownMetric(scope, 'settle', name, { period }),
    },
    period,
    label: name,
  });
}
