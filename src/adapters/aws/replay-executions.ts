// A state machine that replays plans → its executions: started, looked at, and begun again where they failed.

import type { MapRunItemCounts } from '@aws-sdk/client-sfn';
import { boundedCalls } from './bounded-calls.ts';

/** Where Step Functions is. */
export interface ExecutionsPlace {
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
}

/** How an execution is. */
export interface Execution {
  /** As Step Functions names it: RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED, PENDING_REDRIVE. */
  readonly status: string;
  /** Why it failed. */
  readonly cause: string | undefined;
  /** Whether it may be redriven, and if not why. */
  readonly isRedrivable: boolean;
}

/** How far a map is: children, and objects in them. */
export interface MapRun {
  /** Label of its state. */
  readonly name: string;
  readonly items: {
    readonly total: number;
    readonly succeeded: number;
    readonly failed: number;
    readonly running: number;
  };
}

/** Executions of one machine. Throws what Step Functions answers. */
export interface ReplayExecutions {
  /** Gives the execution's ARN. A name that was started before with the same input gives the same execution. */
  start(machineArn: string, name: string, input: object): Promise<string>;
  describe(executionArn: string): Promise<Execution>;
  maps(executionArn: string): Promise<readonly MapRun[]>;
  redrive(executionArn: string): Promise<void>;
  close(): Promise<void>;
}

const REQUEST_TIMEOUT_MS = 20_000;

/** Opens them. Needs states:StartExecution, DescribeExecution, ListMapRuns, DescribeMapRun and RedriveExecution. */
export function createReplayExecutions({ region, endpoint }: ExecutionsPlace): ReplayExecutions {
  const place = {
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
  // The client is loaded by the first that asks for it. Each call may be repeated: the SDK does.
  const opened = import('@aws-sdk/client-sfn').then((sfn) => ({
    sfn,
    client: new sfn.SFNClient({ ...boundedCalls(REQUEST_TIMEOUT_MS, place), maxAttempts: 3 }),
  }));
  return {
    async start(stateMachineArn, name, input) {
      const { client, sfn } = await opened;
      const started = await client.send(
        new sfn.StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }),
      );
      if (started.executionArn !== undefined) return started.executionArn;
      throw new TypeError(`Step Functions started ${name}, and names no execution`);
    },
    async describe(executionArn) {
      const { client, sfn } = await opened;
      const found = await client.send(new sfn.DescribeExecutionCommand({ executionArn }));
      const { status = 'UNKNOWN', error, cause, redriveStatus } = found;
      const why = [error, cause].filter((part) => part !== undefined).join(': ');
      return {
        status,
        cause: why === '' ? undefined : why,
        isRedrivable: redriveStatus === 'REDRIVABLE',
      };
    },
    async maps(executionArn) {
      const { client, sfn } = await opened;
      const runs: MapRun[] = [];
      for await (const page of sfn.paginateListMapRuns({ client }, { executionArn })) {
        for (const { mapRunArn } of page.mapRuns ?? []) {
          const found = await client.send(new sfn.DescribeMapRunCommand({ mapRunArn }));
          runs.push(toMapRun(mapRunArn, found.itemCounts));
        }
      }
      return runs;
    },
    async redrive(executionArn) {
      const { client, sfn } = await opened;
      await client.send(new sfn.RedriveExecutionCommand({ executionArn }));
    },
    async close() {
      (await opened).client.destroy();
    },
  };
}

/** Its ARN ends in `<machine>/<label>:<id>`. */
function toMapRun(mapRunArn: string | undefined, counts: Partial<MapRunItemCounts> = {}): MapRun {
  const { total = 0, succeeded = 0, failed = 0, running = 0, timedOut = 0, aborted = 0 } = counts;
  const label = mapRunArn?.split('/').at(-1)?.split(':')[0] ?? 'map';
  return {
    name: label,
    items: { total, succeeded, failed: failed + timedOut + aborted, running },
  };
}
