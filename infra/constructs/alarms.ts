// Definitions and a topic → CloudWatch alarms that say what is wrong, what to look at, and where the runbook goes on.

import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { AlarmDefinition } from './alarms/definition.ts';

/** What {@link Alarms} are made from. */
export interface AlarmsProps {
  readonly definitions: readonly AlarmDefinition[];
  /** Is told when an alarm rings, and when it is over. Its policy must let CloudWatch publish. */
  readonly operations: ITopic;
}

const COMPARISONS = {
  above: ComparisonOperator.GREATER_THAN_THRESHOLD,
  below: ComparisonOperator.LESS_THAN_THRESHOLD,
} as const;

const SILENCES = {
  well: TreatMissingData.NOT_BREACHING,
  ill: TreatMissingData.BREACHING,
} as const;

/** Alarms named `<stackName>-<id>`, and `-<destination>` where there are several of a kind. */
export class Alarms extends Construct {
  readonly alarms: readonly Alarm[];

  constructor(scope: Construct, id: string, { definitions, operations }: AlarmsProps) {
    super(scope, id);
    const action = new SnsAction(operations);
    this.alarms = definitions.map((definition) => {
      const alarm = this.#create(definition);
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
      return alarm;
    });
  }

  #create(definition: AlarmDefinition): Alarm {
    const { id, of, metric, beyond, threshold, periods = 1, silence, means, first } = definition;
    const name = of === undefined ? id : `${id}-${of}`;
    return new Alarm(this, name, {
      alarmName: `${Stack.of(this).stackName}-${name}`,
      alarmDescription: `${means} ${first} See docs/runbook.md#${id}`,
      metric,
      comparisonOperator: COMPARISONS[beyond],
      threshold,
      evaluationPeriods: periods,
      datapointsToAlarm: periods,
      treatMissingData: SILENCES[silence],
    });
  }
}
