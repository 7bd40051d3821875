// The fields that matter in a case → a whole record of Carbon Black Cloud's forwarder. Invented hosts, TEST-NET addresses.

import type { JsonObject } from '../../src/model/index.ts';

export const CB_GUID = 'ABCD1234-003dd2d5-00001d60-00000000-1dc5a0160752cc';
export const CB_PARENT_GUID = 'ABCD1234-003dd2d5-00001690-00000000-1dc5a0151aa000';

const COMMON: JsonObject = {
  schema: 1,
  org_key: 'ABCD1234',
  device_id: '12',
  device_name: 'CORP\\WS-17',
  device_os: 'WINDOWS',
  backend_timestamp: '2026-11-20 10:17:50 +0000 UTC',
};

/** The process that did it, as every event but a start has it. */
const PROCESS: JsonObject = {
  process_guid: CB_GUID,
  process_pid: 7520,
  process_path: 'c:\\users\\al\\scan.exe',
  process_cmdline: 'scan.exe /t 192.0.2.0/24',
  process_hash: ['1d'.repeat(16), 'a5'.repeat(32)],
  process_publisher: [{ state: 'FILE_SIGNATURE_STATE_NOT_SIGNED' }],
  process_username: 'CORP\\al',
  parent_guid: CB_PARENT_GUID,
  parent_pid: 5776,
  parent_path: 'c:\\windows\\system32\\cmd.exe',
  parent_cmdline: 'cmd.exe /c scan.exe',
};

/** An event of a kind, by the process. */
export function carbonBlackOf(kind: string, action: unknown, more: JsonObject = {}): JsonObject {
  return {
    type: `endpoint.event.${kind}`,
    ...COMMON,
    ...PROCESS,
    action: typeof action === 'string' ? action : null,
    device_timestamp: '2026-11-20 10:15:02.1180000 +0000 UTC',
    ...more,
  };
}

/** A connection that the host opened. */
export function carbonBlack(more: JsonObject = {}): JsonObject {
  return carbonBlackOf('netconn', 'ACTION_CONNECTION_CREATE', {
    remote_ip: '192.0.2.9',
    remote_port: 445,
    local_ip: '192.0.2.17',
    local_port: 58192,
    netconn_domain: 'files.example.com',
    netconn_inbound: false,
    netconn_protocol: 'PROTO_TCP',
    ...more,
  });
}

/** A start: process_* is the creator, childproc_* the new process. */
export function carbonBlackStart(more: JsonObject = {}): JsonObject {
  return {
    type: 'endpoint.event.procstart',
    ...COMMON,
    action: 'ACTION_CREATE_PROCESS',
    device_timestamp: '2026-11-20 10:15:01.0160000 +0000 UTC',
    process_guid: CB_PARENT_GUID,
    process_pid: 5776,
    process_path: 'c:\\windows\\system32\\cmd.exe',
    process_cmdline: 'cmd.exe /c scan.exe',
    process_hash: ['2e'.repeat(16)],
    process_publisher: [
      {
        name: 'Microsoft Windows',
        state:
          'FILE_SIGNATURE_STATE_SIGNED | FILE_SIGNATURE_STATE_VERIFIED | FILE_SIGNATURE_STATE_OS',
      },
    ],
    process_username: 'NT AUTHORITY\\SYSTEM',
    parent_path: 'c:\\windows\\explorer.exe',
    childproc_guid: CB_GUID,
    childproc_pid: 7520,
    childproc_name: 'c:\\users\\al\\scan.exe',
    childproc_publisher: [{ state: 'FILE_SIGNATURE_STATE_NOT_SIGNED' }],
    childproc_hash: ['1d'.repeat(16), 'a5'.repeat(32)],
    childproc_username: 'CORP\\al',
    target_cmdline: 'scan.exe /t 192.0.2.0/24',
    ...more,
  };
}
