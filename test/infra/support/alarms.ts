// A template → its alarms, and the metrics that they ask for.

import type { Template } from 'aws-cdk-lib/assertions';

type Properties = Readonly<Record<string, unknown>>;

/** An alarm. */
export interface AlarmFound {
  readonly name: string;
  readonly description: string;
  /** The section of the runbook that its description names. */
  readonly id: string;
  readonly properties: Properties;
}

/** A metric of an alarm. */
export interface MetricFound {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Properties;
  /** Seconds. */
  readonly period: number;
}

/** All alarms, in the order of the template. */
export function alarmsOf(template: Template): readonly AlarmFound[] {
  return Object.values(template.findResources('AWS::CloudWatch::Alarm')).map((resource) => {
    const properties: Properties = resource['Properties'];
    const description = String(properties['AlarmDescription']);
    const [, id = ''] = description.split('docs/runbook.md#');
    return { name: String(properties['AlarmName']), description, id, properties };
  });
}

/** What it asks for, also within an expression. */
export function metricsOf(properties: Properties): readonly MetricFound[] {
  const { Metrics } = properties;
  if (!Array.isArray(Metrics)) return [metricOf(properties, properties['Period'])];
  return Metrics.flatMap(({ MetricStat }) =>
    MetricStat === undefined ? [] : [metricOf(MetricStat.Metric, MetricStat.Period)],
  );
}

function metricOf(metric: Properties, period: unknown): MetricFound {
  const { Namespace, MetricName, Dimensions } = metric;
  const dimensions = Array.isArray(Dimensions) ? Dimensions : [];
  return {
    namespace: String(Namespace),
    name: String(MetricName),
    dimensions: Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value])),
    period: Number(period),
  };
}
