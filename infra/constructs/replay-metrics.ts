// A state machine → the metrics that Step Functions has of its executions, for alarms and the dashboard.

import type { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';

/** How many executions came to what. */
export type ExecutionsName = 'Started' | 'Succeeded' | 'Failed' | 'TimedOut' | 'Aborted';

/** Of the machine's own executions: those of its maps' children have the label of their map behind the ARN. */
export function executionsMetric(
  machineArn: string,
  name: ExecutionsName,
  options: { readonly period: Duration; readonly label?: string },
): Metric {
  return new Metric({
    namespace: 'AWS/States',
    metricName: `Executions${name}`,
    dimensionsMap: { StateMachineArn: machineArn },
    statistic: 'Sum',
    ...options,
  });
}
