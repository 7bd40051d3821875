// What functions are told → the stores of the deployment, as they use them.

import {
  createDynamoClient,
  createState,
  type State,
  SYSTEM_WAITING,
} from '../../src/adapters/aws/index.ts';
import type { Clock } from '../../src/ports/index.ts';
import type { DeploymentConfig } from './deployment.ts';
import { dueAfterJoin } from './due-after-join.ts';
import { redactedFindings } from '../../src/deliver/index.ts';

/** The machine's clock: for leases and expiry alone. */
export const SYSTEM_CLOCK: Clock = { nowMs: () => Date.now() };

/** The stores of the deployment. */
export function openState({ stateTable, joinGraceSeconds }: DeploymentConfig): State {
  const client = createDynamoClient();
  const waiting = SYSTEM_WAITING;
  const state = createState({ client, tableName: stateTable, clock: SYSTEM_CLOCK, waiting });
  return {
    ...state,
    findings: redactedFindings(state.findings),
    partialMatches: dueAfterJoin(state.partialMatches, joinGraceSeconds * 1_000),
  };
}
