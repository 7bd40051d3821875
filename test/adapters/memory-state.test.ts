// The stores in memory keep the promises of their ports.

import { createMemoryState, type MemoryState } from '../../src/adapters/local/index.ts';
import { describeAlertStore } from '../contracts/alert-store.ts';
import { describeBacklogNotes } from '../contracts/backlog-notes.ts';
import { describeBudgetStore } from '../contracts/budget-store.ts';
import { describeDeliveryLedger } from '../contracts/delivery-ledger.ts';
import { describeDigestStore } from '../contracts/digest-store.ts';
import { describeDueIndex } from '../contracts/due-index.ts';
import { describeFindingStore } from '../contracts/finding-store.ts';
import { describeObjectLedger } from '../contracts/object-ledger.ts';
import type { Open } from '../contracts/opened.ts';
import { describeProcessStore } from '../contracts/process-store.ts';
import { createSetClock } from '../support/set-clock.ts';

function opening<S>(pick: (state: MemoryState) => S): Open<S> {
  return async () => {
    const clock = createSetClock();
    return { store: pick(createMemoryState(clock)), clock };
  };
}

describeObjectLedger(
  'memory',
  opening(({ ledger }) => ledger),
);
describeProcessStore(
  'memory',
  opening(({ processes }) => processes),
);
describeFindingStore(
  'memory',
  opening(({ findings }) => findings),
);
describeDueIndex(
  'memory',
  opening((state) => state),
);
describeBacklogNotes(
  'memory',
  opening(({ backlog }) => backlog),
);
describeAlertStore(
  'memory',
  opening(({ alerts }) => alerts),
);
describeBudgetStore(
  'memory',
  opening(({ budgets }) => budgets),
);
describeDigestStore(
  'memory',
  opening(({ digests }) => digests),
);
describeDeliveryLedger(
  'memory',
  opening(({ deliveries }) => deliveries),
);
