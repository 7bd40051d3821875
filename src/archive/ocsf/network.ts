// The connection of a finding → OCSF's endpoints and connection.

import type { Finding, JsonObject } from '../../model/index.ts';
import { known, text } from './known.ts';

/** IANA's numbers of the protocols that such logs have. */
const PROTOCOLS: ReadonlyMap<string, number> = new Map([
  ['icmp', 1],
  ['tcp', 6],
  ['udp', 17],
  ['icmpv6', 58],
]);

/** An endpoint, which OCSF takes only with an address or a name. */
export function endpointOf(
  ip: string | undefined,
  port: number | undefined,
  hostname?: string | undefined,
): JsonObject | undefined {
  const named = known({ ip: text(ip), hostname: text(hostname) });
  return named === undefined ? undefined : known({ ...named, port });
}

/** Both ends, and the connection between; only what is known. */
export function connectionOf({ network }: Finding) {
  return {
    src_endpoint: endpointOf(network.sourceIp, network.sourcePort),
    dst_endpoint: endpointOf(
      network.destinationIp,
      network.destinationPort,
      network.destinationHostname,
    ),
    connection_info: connectionInfo(network),
  };
}

function connectionInfo({ initiated, protocol }: Finding['network']): JsonObject | undefined {
  const name = text(protocol)?.toLowerCase();
  if (initiated === undefined && name === undefined) return undefined;
  return known({
    ...directionOf(initiated),
    protocol_name: name,
    protocol_num: PROTOCOLS.get(name ?? ''),
  });
}

function directionOf(initiated: boolean | undefined) {
  if (initiated === undefined) return { direction_id: 0, direction: 'Unknown' };
  return initiated
    ? { direction_id: 2, direction: 'Outbound' }
    : { direction_id: 1, direction: 'Inbound' };
}
