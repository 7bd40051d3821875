// The configuration file → whether the stack watches itself, and how long logs may be silent.

import type { ValueReader } from './value-reader.ts';

/** How the stack watches itself. */
export interface MonitoringConfig {
  /** False: no alarms and no dashboard, for who watches the metrics by other means. */
  readonly isOn: boolean;
  /** Hours without an object, or without a connection in any, until somebody is told; 0: never. */
  readonly silentAfterHours: number;
}

const ON_OR_OFF = ['on', 'off'] as const;
/**
 * CloudWatch looks back over a week at most, by datapoints of an hour.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
const SILENT_HOURS = { min: 0, max: 168 };

/** Reads the keys; adds every problem to the reader's. */
export function readMonitoring(reader: ValueReader): MonitoringConfig {
  return {
    isOn: reader.choice<(typeof ON_OR_OFF)[number]>('monitoring', 'on', ON_OR_OFF) === 'on',
    // A day has a night and, of most companies, hours without a computer switched on.
    silentAfterHours: reader.wholeNumber('silentAfterHours', 24, SILENT_HOURS),
  };
}
