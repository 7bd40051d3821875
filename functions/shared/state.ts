// The table's name → its stores, as functions use them.

import {
  createDynamoClient,
  createState,
  type State,
  SYSTEM_WAITING,
} from '../../src/adapters/aws/index.ts';
import type { Clock } from '../../src/ports/index.ts';

/** The machine's clock: for leases and expiry alone. */
export const SYSTEM_CLOCK: Clock = { nowMs: () => Date.now() };

/** The stores of the deployment. */
export function openState(tableName: string): State {
  const client = createDynamoClient();
  return createState({ client, tableName, clock: SYSTEM_CLOCK, waiting: SYSTEM_WAITING });
}
