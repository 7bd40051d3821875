// LimaCharlie's SOURCE, DESTINATION and IS_OUTGOING, of one connection → Sigma's fields.

import type { DerivedRow } from '../adapter.ts';
import { knownText } from '../text.ts';
import { type LimaView, objectAt, scalarAt } from './view.ts';

type End = 'SOURCE' | 'DESTINATION';

const WHERE = 'the same member of NETWORK_ACTIVITY, else of the event';

/** Derived fields of connections. All of them are read from one member: none is another's. */
export const LIMA_CONNECTION_DERIVED: readonly DerivedRow<LimaView>[] = [
  {
    field: 'Initiated',
    from: `IS_OUTGOING of ${WHERE}; of single connections, which lack it, by which end has routing.int_ip`,
    derive: initiated,
  },
  {
    field: 'SourceIp',
    from: `SOURCE.IP_ADDRESS of ${WHERE}`,
    derive: (view) => endOf(view, 'SOURCE', 'IP_ADDRESS'),
  },
  {
    field: 'SourcePort',
    from: `SOURCE.PORT of ${WHERE}`,
    derive: (view) => endOf(view, 'SOURCE', 'PORT'),
  },
  {
    field: 'DestinationIp',
    from: `DESTINATION.IP_ADDRESS of ${WHERE}`,
    derive: (view) => endOf(view, 'DESTINATION', 'IP_ADDRESS'),
  },
  {
    field: 'DestinationPort',
    from: `DESTINATION.PORT of ${WHERE}`,
    derive: (view) => endOf(view, 'DESTINATION', 'PORT'),
  },
  {
    field: 'Protocol',
    from: 'PROTOCOL (tcp4, udp6) or the kind of event, without the version',
    derive: protocolOf,
  },
];

/** 'true' for a connection that this host opened; undefined where nothing tells. */
function initiated(view: LimaView): string | undefined {
  const outgoing = knownText(scalarAt(view.connection, 'IS_OUTGOING'))?.toLowerCase();
  if (outgoing === '1' || outgoing === 'true') return 'true';
  if (outgoing === '0' || outgoing === 'false') return 'false';
  if (view.element !== undefined) return undefined;
  const own = knownText(scalarAt(view.routing, 'int_ip'));
  const isSource = own !== undefined && own === knownText(endOf(view, 'SOURCE', 'IP_ADDRESS'));
  const isDestination =
    own !== undefined && own === knownText(endOf(view, 'DESTINATION', 'IP_ADDRESS'));
  return isSource === isDestination ? undefined : String(isSource);
}

function endOf({ connection }: LimaView, end: End, name: string) {
  return scalarAt(objectAt(connection, end), name);
}

function protocolOf({ kind, connection }: LimaView): string | undefined {
  const named = knownText(scalarAt(connection, 'PROTOCOL')) ?? kind;
  return /^(?:NEW_)?(TCP|UDP)[46]?(?:_CONNECTION)?$/i.exec(named)?.[1]?.toLowerCase();
}
