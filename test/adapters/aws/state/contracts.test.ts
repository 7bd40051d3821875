// The stores in DynamoDB keep the promises of their ports, over a socket.

import type { State } from '../../../../src/adapters/aws/index.ts';
import { describeDueIndex } from '../../../contracts/due-index.ts';
import { describeFindingStore } from '../../../contracts/finding-store.ts';
import { describeObjectLedger } from '../../../contracts/object-ledger.ts';
import type { Open } from '../../../contracts/opened.ts';
import { describePartialMatchStore } from '../../../contracts/partial-match-store.ts';
import { describeProcessStore } from '../../../contracts/process-store.ts';
import { openTable } from './dynamo.ts';

function opening<S>(pick: (state: State) => S): Open<S> {
  return async () => {
    const { state, clock } = await openTable();
    return { store: pick(state), clock };
  };
}

describePartialMatchStore('DynamoDB', async () => (await openTable()).state.partialMatches);
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
