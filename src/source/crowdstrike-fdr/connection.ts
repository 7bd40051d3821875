// CrowdStrike's local and remote ends → Sigma's source, which opened the connection, and destination.

import type { DerivedRow } from '../adapter.ts';
import { ipProtocolName } from '../ip-protocol.ts';
import { knownText } from '../text.ts';
import { type FdrView, readFdr } from './view.ts';

type End = 'Local' | 'Remote';

const IP = 'LocalAddressIP4 or IP6, of the other end RemoteAddressIP4 or IP6';

/** Derived fields of connections. */
export const FDR_CONNECTION_DERIVED: readonly DerivedRow<FdrView>[] = [
  {
    field: 'Initiated',
    from: 'NetworkReceiveAccept* is false; else ConnectionDirection: 0 (outbound) and 3 (both) are true, 1 false, 2 neither, as where it is missing',
    derive: initiated,
  },
  {
    field: 'SourceIp',
    from: `the end that opened the connection, so of inbound ones the remote: ${IP}`,
    derive: (view) => addressOf(view, sourceOf(view)),
  },
  {
    field: 'SourcePort',
    from: 'LocalPort, of inbound connections RemotePort',
    derive: (view) => portOf(view, sourceOf(view)),
  },
  {
    field: 'DestinationIp',
    from: `the other end: ${IP}`,
    derive: (view) => addressOf(view, otherEnd(sourceOf(view))),
  },
  {
    field: 'DestinationPort',
    from: 'RemotePort, of inbound connections LocalPort',
    derive: (view) => portOf(view, otherEnd(sourceOf(view))),
  },
  {
    field: 'Protocol',
    from: 'Protocol: 6 is tcp, 17 udp, 1 icmp',
    derive: (view) => ipProtocolName(readFdr(view, 'Protocol')) ?? readFdr(view, 'Protocol'),
  },
];

const DIRECTIONS: ReadonlyMap<string, string> = new Map([
  ['0', 'true'],
  ['1', 'false'],
  // Both: this host opened one too.
  ['3', 'true'],
]);

/** 'true' for a connection that this host opened; undefined where the sensor says neither. */
function initiated(view: FdrView): string | undefined {
  if (view.kind.startsWith('NetworkReceiveAccept')) return 'false';
  if (!view.kind.startsWith('NetworkConnect')) return undefined;
  // The sensor writes NetworkConnect for inbound connections too, so the kind alone proves nothing.
  return DIRECTIONS.get(knownText(readFdr(view, 'ConnectionDirection')) ?? '');
}

function sourceOf(view: FdrView): End {
  return initiated(view) === 'false' ? 'Remote' : 'Local';
}

function otherEnd(end: End): End {
  return end === 'Local' ? 'Remote' : 'Local';
}

/** An IP6 event may carry the IP4 address alone, so the kind only says which is asked first. */
function addressOf(view: FdrView, end: End): string | undefined {
  const versions = view.kind.endsWith('IP6') ? ['IP6', 'IP4'] : ['IP4', 'IP6'];
  for (const version of versions) {
    const address = knownText(readFdr(view, `${end}Address${version}`));
    if (address !== undefined) return address;
  }
  return undefined;
}

/** Port 0 is how the sensor on macOS says that it does not know the local one. */
function portOf(view: FdrView, end: End): string | undefined {
  const port = knownText(readFdr(view, `${end}Port`));
  return port === '0' ? undefined : port;
}
