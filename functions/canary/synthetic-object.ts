// A time → an object of one record that the shipped rules must find: an unsigned program that opens a connection to port 445.
//
// As Carbon Black Cloud writes it: its connections say all that rules ask of a process, so that no other event is waited for. The
// host is nobody's, the addresses are of documentation (RFC 5737).

import type { ArchiveEntry } from '../../src/ports/index.ts';

/** The host that the record names. */
export const CANARY_HOST = 'sigma-lambda-canary';

/** The entry of one run. Another time or id is another process, and so another finding and another alert. */
export function syntheticObject(nowMs: number, id: string): ArchiveEntry {
  const time = new Date(nowMs).toISOString();
  return {
    key: `canary/${time.replaceAll(':', '-')}-${id}.json`,
    contentType: 'application/x-ndjson',
    body: `${JSON.stringify(recordOf(time, id))}\n`,
  };
}

function recordOf(time: string, id: string) {
  return {
    type: 'endpoint.event.netconn',
    schema: 1,
    org_key: 'CANARY',
    event_description: 'Synthetic: put here to see that what watches everybody is alive',
    device_id: CANARY_HOST,
    device_name: CANARY_HOST,
    device_os: 'WINDOWS',
    action: 'ACTION_CONNECTION_CREATE | ACTION_CONNECTION_ESTABLISHED',
    // As Go prints a time.
    device_timestamp: `${time.slice(0, 10)} ${time.slice(11, 23)}0000 +0000 UTC`,
    process_guid: `CANARY-${id}`,
    process_pid: 4_242,
    process_path: 'c:\\programdata\\sigma-lambda\\canary.exe',
    process_cmdline: 'canary.exe',
    process_publisher: [{ state: 'FILE_SIGNATURE_STATE_NOT_SIGNED' }],
    process_username: 'EXAMPLE\\canary',
    local_ip: '192.0.2.10',
    local_port: 50_445,
    remote_ip: '198.51.100.10',
    remote_port: 445,
    netconn_inbound: false,
    netconn_protocol: 'PROTO_TCP',
  };
}
