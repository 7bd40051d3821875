// The sources that a site declares → alarms of each: it is silent, or it says less than rules need.

import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { type SourceMetric, watchedSource } from '../../../src/model/index.ts';
import { listSources, type SourceId } from '../../../src/source/index.ts';
import type { InfraConfig } from '../../config.ts';
import { ownMetric } from '../own-metric.ts';
import type { AlarmDefinition } from './definition.ts';

/** A source that is watched by itself. */
export interface DeclaredSource {
  /** Value of the dimension. */
  readonly name: string;
  readonly id: SourceId;
}

/** What is watched by source, and whether something is of none. */
export interface DeclaredSources {
  readonly declared: readonly DeclaredSource[];
  /** True where a bucket names no source: only what all objects say together is known of it. */
  readonly hasOthers: boolean;
}

/** Of all buckets: who reads CrowdStrike's own counts as scan does. */
export function declaredSources({
  buckets,
  tenant,
}: Pick<InfraConfig, 'buckets' | 'tenant'>): DeclaredSources {
  const named = buckets.flatMap(({ source, tenant: whose = tenant }) =>
    source === undefined
      ? []
      : [[watchedSource({ tenant: whose, source }, tenant), source] as const],
  );
  return {
    declared: [...new Map(named)].map(([name, id]) => ({ name, id })),
    hasOthers: buckets.some(({ source }) => source === undefined),
  };
}

const HOUR = Duration.hours(1);

/** Two for each; `hours` without a sign of it until somebody is told. */
export function sourceAlarms(
  scope: Construct,
  sources: readonly DeclaredSource[],
  hours: number,
): readonly AlarmDefinition[] {
  return sources.flatMap((source) => [silent(scope, source, hours), blind(scope, source, hours)]);
}

function silent(scope: Construct, { name }: DeclaredSource, hours: number): AlarmDefinition {
  return {
    id: 'source-silent',
    of: name,
    metric: hourly(scope, name, 'ObjectsScanned'),
    beyond: 'below',
    threshold: 1,
    periods: hours,
    silence: 'ill',
    means: `No object of ${name} was scanned for ${hours} h.`,
    first:
      'See whether the EDR still writes to its bucket, and whether the bucket still tells the queue.',
  };
}

/** Of an hour without objects the silent one tells. */
function blind(scope: Construct, { name, id }: DeclaredSource, hours: number): AlarmDefinition {
  const isStartMissed = needsStarts(id);
  const missing = isStartMissed
    ? '(FILL(connections, 0) < 1 OR FILL(starts, 0) < 1)'
    : 'FILL(connections, 0) < 1';
  return {
    id: 'source-blind',
    of: name,
    metric: new MathExpression({
      expression: `IF(FILL(objects, 0) > 0 AND ${missing}, 1, 0)`,
      usingMetrics: {
        objects: hourly(scope, name, 'ObjectsScanned'),
        connections: hourly(scope, name, 'Connections'),
        ...(isStartMissed && { starts: hourly(scope, name, 'Starts') }),
      },
      period: HOUR,
      label: 'hours with objects, and without what rules need',
    }),
    beyond: 'above',
    threshold: 0,
    periods: hours,
    silence: 'well',
    means: isStartMissed
      ? `Objects of ${name} came in each of ${hours} h, without a network connection or without a start of a process.`
      : `Objects of ${name} came in each of ${hours} h, and none held a network connection.`,
    first: 'See what the EDR exports, and rules coverage for what each source needs switched on.',
  };
}

/** True where a connection is judged by what a start says of its process. */
function needsStarts(source: SourceId): boolean {
  const { joins, offers } = listSources({ only: source })[0] ?? {};
  return joins !== 'none' && offers?.byOthersAlone !== true;
}

function hourly(scope: Construct, source: string, name: SourceMetric) {
  return ownMetric(scope, 'scan', name, { period: HOUR, source });
}
