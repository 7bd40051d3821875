// The parts of a stack, and its alarms → one page: is it alive, what does it find, what waits, how do its functions fare.

import { Aws, Stack } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard as CloudWatchDashboard,
  GraphWidget,
  type IMetric,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import {
  aliveRow,
  findingsRow,
  functionsRow,
  type Panel,
  replayRow,
  stateRow,
} from './dashboard-rows.ts';
import type { WatchedStack } from './watched-stack.ts';

/** What a {@link Dashboard} is made from. */
export interface DashboardProps {
  readonly alarms: readonly Alarm[];
  readonly stack: WatchedStack;
}

/** CloudWatch's grid. */
const WIDTH = 24;
const HEIGHT = 6;
/** The names of four alarms stand in a line of it. */
const ALARMS_IN_LINE = 4;
/** Of one widget; with more CloudWatch refuses the dashboard. */
const MAX_ALARMS = 100;

/**
 * The dashboard. Its name has the region, as dashboards of an account are of all regions. Nothing is asked for that the stack
 * does not have: another trigger, or other destinations, are other graphs.
 */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, { alarms, stack }: DashboardProps) {
    super(scope, id);
    const { stackName } = Stack.of(this);
    const rows = [aliveRow, findingsRow, stateRow, functionsRow, replayRow]
      .map((row) => row(this, stack))
      .filter((panels) => panels.length > 0);
    new CloudWatchDashboard(this, 'Dashboard', {
      dashboardName: `${stackName}-${Aws.REGION}`,
      widgets: [
        [new TextWidget({ markdown: words(stackName), width: WIDTH, height: 2 })],
        ...inParts(alarms).map((part) => [alarmStatus(part)]),
        ...rows.map((panels) => panels.map((panel) => graph(panel, WIDTH / panels.length))),
      ],
    });
  }
}

/** Many destinations and sources have more than a widget takes. */
function inParts(alarms: readonly Alarm[]): readonly (readonly Alarm[])[] {
  const count = Math.ceil(alarms.length / MAX_ALARMS);
  return Array.from({ length: count }, (_, part) =>
    alarms.slice(part * MAX_ALARMS, (part + 1) * MAX_ALARMS),
  );
}

function alarmStatus(alarms: readonly Alarm[]): AlarmStatusWidget {
  return new AlarmStatusWidget({
    title: 'Alarms',
    alarms: [...alarms],
    width: WIDTH,
    height: 1 + Math.ceil(alarms.length / ALARMS_IN_LINE),
  });
}

function words(stackName: string): string {
  return (
    `# ${stackName}\nEach alarm has a section of its name in **docs/runbook.md** of sigma-lambda: what it means, and what to do. ` +
    'The first row says whether logs come in and pages go out.'
  );
}

function graph({ title, left, right = [], unit }: Panel, width: number): GraphWidget {
  const copy = (metrics: readonly IMetric[]) => [...metrics];
  return new GraphWidget({
    title,
    width,
    height: HEIGHT,
    left: copy(left),
    right: copy(right),
    leftYAxis: { min: 0, ...(unit === undefined ? {} : { label: unit, showUnits: false }) },
  });
}
