// The stores in DynamoDB keep the promises of their ports, over a socket.

import type { State } from '../../../../src/adapters/aws/index.ts';
import { describeAlertStore } from '../../../contracts/alert-store.ts';
import { describeBacklogNotes } from '../../../contracts/backlog-notes.ts';
import { describeBudgetStore } from '../../../contracts/budget-store.ts';
import { describeDeliveryLedger } from '../../../contracts/delivery-ledger.ts';
import { describeDigestStore } from '../../../contracts/digest-store.ts';
import { describeDueIndex } from '../../../contracts/due-index.ts';
import { describeFindingStore } from '../../../contracts/finding-store.ts';
import { describeObjectLedger } from '../../../contracts/object-ledger.ts';
import type { Open } from '../../../contracts/opened.ts';
import { describePartialMatchStore } from '../../../contracts/partial-match-store.ts';
import { describeProcessStore } from '../../../contracts/process-store.ts';
import { type OpenedTable, openClient, openTable } from './dynamo.ts';

let client: ReturnType<typeof openClient> | undefined;

/** A table of one's own, the client shared. */
async function openShared(): Promise<OpenedTable> {
  client ??= openClient();
  return await openTable(await client);
}

function opening<S>(pick: (state: State) => S): Open<S> {
  return async () => {
    const { state, clock } = await openShared();
    return { store: pick(state), clock };
  };
}

describePartialMatchStore('DynamoDB', async () => (await openShared()).state.partialMatches);
describeObjectLedger(
  'DynamoDB',
  opening(({ ledger }) => ledger),
);
describeProcessStore(
  'DynamoDB',
  opening(({ processes }) => processes),
);
describeFindingStore(
  'DynamoDB',
  opening(({ findings }) => findings),
);
describeDueIndex(
  'DynamoDB',
  opening((state) => state),
);
describeBacklogNotes(
  'DynamoDB',
  opening(({ backlog }) => backlog),
);
describeAlertStore(
  'DynamoDB',
  opening(({ alerts }) => alerts),
);
describeBudgetStore(
  'DynamoDB',
  opening(({ budgets }) => budgets),
);
describeDigestStore(
  'DynamoDB',
  opening(({ digests }) => digests),
);
describeDeliveryLedger(
  'DynamoDB',
  opening(({ deliveries }) => deliveries),
);
