// What an alarm is, as data.

import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';

/** One alarm. It rings if the metric is beyond the threshold in each of the last `periods`. */
export interface AlarmDefinition {
  /** Also the section of docs/runbook.md, and the end of the alarm's name. Contract, as construct ids are. */
  readonly id: string;
  /** Of several of a kind: the destination's name, or the source's. */
  readonly of?: string;
  /** Its period is how long a datapoint is. */
  readonly metric: IMetric;
  readonly beyond: 'above' | 'below';
  readonly threshold: number;
  /** Datapoints in a row. @default 1 */
  readonly periods?: number;
  /**
   * What a period without a datapoint means. Our metrics, and those of AWS's that count faults, have none where nothing
   * happened: that is `well`. Of what must happen all the time, nothing is `ill`.
   */
  readonly silence: 'well' | 'ill';
  /** One sentence: what is wrong. */
  readonly means: string;
  /** One sentence: what to look at first. */
  readonly first: string;
}
