// Whole records of HarfangLab, Cortex XDR and OCSF, to which a case gives the fields that matter. Invented hosts.

import type { JsonObject } from '../../src/model/index.ts';

/** Telemetry of HarfangLab. */
export function harfangLab(log_type: string, more: JsonObject = {}): JsonObject {
  return {
    log_type,
    '@event_create_date': '2026-11-20T10:15:02.118Z',
    '@timestamp': '2026-11-20T10:15:09.000Z',
    '@version': '1',
    tenant: 'example',
    agent: { agentid: 'f43cb847', hostname: 'ws-17', ostype: 'windows' },
    process_unique_id: '2D1DE721-5d5a-46b2-3794-0097821d2ab7',
    pid: 7520,
    image_name: 'C:\\Users\\al\\scan.exe',
    username: 'CORP\\al',
    ...more,
  };
}

/** A connection as HarfangLab logs it. */
export function harfangLabConnection(more: JsonObject = {}): JsonObject {
  return harfangLab('network', {
    event_id: 3,
    saddr: '192.0.2.17',
    sport: 58192,
    daddr: '192.0.2.9',
    dport: 445,
    initiated: 'true',
    direction: 'out',
    ...more,
  });
}

/** A start as HarfangLab logs it. */
export function harfangLabStart(more: JsonObject = {}): JsonObject {
  return harfangLab('process', {
    '@event_create_date': '2026-11-20T10:15:01.016Z',
    ppid: 5776,
    commandline: 'scan.exe /t 192.0.2.0/24',
    current_directory: 'C:\\Users\\al',
    integrity_level: 'Medium',
    logonid: 999,
    usersid: 'S-1-5-21-1-2-3-1105',
    parent_image: 'C:\\Windows\\System32\\cmd.exe',
    parent_commandline: 'cmd.exe',
    parent_unique_id: 'p-1',
    hashes: { md5: '1d'.repeat(16), sha1: '3c'.repeat(20), sha256: 'a5'.repeat(32) },
    pe_imphash: '6A'.repeat(16),
    pe_info: {
      original_filename: 'scan.exe',
      company_name: 'Example Ltd',
      product_name: 'Scan',
      file_description: 'Scanner',
      file_version: '1.2',
    },
    signed: true,
    signature_info: {
      signed_catalog: false,
      signed_authenticode: true,
      signer_info: { display_name: 'Example Ltd' },
    },
    ...more,
  });
}

/** An event of Cortex XDR, by the actor. */
export function cortex(type: string | number, more: JsonObject = {}): JsonObject {
  return {
    event_type: type,
    event_timestamp: ['2026-11-20T10:15:02.118Z'],
    agent_id: 'a8f5',
    agent_hostname: 'ws-17',
    agent_os_type: 'Windows',
    os_actor_process_instance_id: 'AdmX-7520',
    os_actor_process_os_pid: '7520',
    os_actor_process_image_path: 'C:\\Users\\al\\scan.exe',
    os_actor_process_command_line: 'scan.exe /t',
    os_actor_process_image_md5: '1d'.repeat(16),
    os_actor_process_image_sha256: 'a5'.repeat(32),
    os_actor_process_logon_id: '1003',
    os_actor_primary_username: 'CORP\\al',
    os_actor_primary_user_sid: 'S-1-5-21-1-2-3-1105',
    ...more,
  };
}

/** A connection of Cortex XDR. */
export function cortexConnection(more: JsonObject = {}): JsonObject {
  return cortex('NETWORK', {
    event_sub_type: 'NETWORK_STREAM_CONNECT',
    action_local_ip: ['192.0.2.17'],
    action_local_port: [58192],
    action_remote_ip: ['192.0.2.9'],
    action_remote_port: ['445'],
    action_network_protocol: 6,
    action_network_is_server: false,
    ...more,
  });
}

/** A start of Cortex XDR: the actor is the creator. */
export function cortexStart(more: JsonObject = {}): JsonObject {
  return cortex('PROCESS', {
    event_sub_type: 'PROCESS_START',
    os_actor_process_instance_id: 'AdmX-5776',
    os_actor_process_os_pid: 5776,
    os_actor_process_image_path: 'C:\\Windows\\System32\\cmd.exe',
    os_actor_process_command_line: 'cmd.exe',
    os_actor_primary_username: 'NT AUTHORITY\\SYSTEM',
    os_actor_primary_user_sid: 'S-1-5-18',
    action_process_instance_id: 'AdmX-7520',
    action_process_os_pid: 7520,
    action_process_image_path: 'C:\\Users\\al\\scan.exe',
    action_process_image_command_line: 'scan.exe /t',
    action_process_image_md5: '1d'.repeat(16),
    action_process_image_sha256: 'a5'.repeat(32),
    action_process_integrity_level: 'Medium',
    action_process_username: 'CORP\\al',
    action_process_user_sid: 'S-1-5-21-1-2-3-1105',
    action_process_signature_status: ['Signed'],
    action_process_signature_vendor: ['Example Ltd'],
    ...more,
  });
}

/** A process object of OCSF. */
export const OCSF_PROCESS: JsonObject = {
  pid: 7520,
  uid: 'u-7520',
  created_time: 1795169701016,
  cmd_line: 'scan.exe /t',
  working_directory: 'C:\\Users\\al',
  integrity: 'Medium',
  file: {
    path: 'C:\\Users\\al\\scan.exe',
    company_name: 'Example Ltd',
    product: { name: 'Scan' },
    desc: 'Scanner',
    version: '1.2',
    hashes: [
      { algorithm_id: 1, value: '1d'.repeat(16) },
      { algorithm_id: 99, algorithm: 'SHA-256', value: 'a5'.repeat(32) },
      { algorithm_id: 99, algorithm: 'ssdeep', value: '3:x' },
    ],
    signature: { algorithm_id: 4, state_id: 1, certificate: { subject: 'CN=Example Ltd, C=GB' } },
  },
  user: { name: 'al', domain: 'CORP', uid: 'S-1-5-21-1-2-3-1105' },
  parent_process: {
    pid: 5776,
    uid: 'u-5776',
    cmd_line: 'cmd.exe',
    file: { path: 'C:\\Windows\\cmd.exe' },
  },
};

/** A connection of OCSF. */
export function ocsf(more: JsonObject = {}): JsonObject {
  return {
    class_uid: 4001,
    activity_id: 1,
    time: 1795169702118,
    metadata: { uid: 'e-1', version: '1.3.0' },
    device: { uid: 'd-1', hostname: 'WS-17', os: { type_id: 100 } },
    actor: {
      process: OCSF_PROCESS,
      user: { name: 'al', domain: 'CORP', uid: 'S-1-5-21-1-2-3-1105' },
    },
    src_endpoint: { ip: '192.0.2.17', port: 58192, hostname: 'ws-17' },
    dst_endpoint: { ip: '192.0.2.9', port: 445, hostname: 'srv' },
    connection_info: { protocol_name: 'tcp', direction_id: 2 },
    ...more,
  };
}

/** A launch of OCSF: the actor is the creator. */
export function ocsfLaunch(more: JsonObject = {}): JsonObject {
  return {
    class_uid: 1007,
    activity_id: 1,
    time: 1795169701016,
    device: { uid: 'd-1', hostname: 'WS-17', os: { type: 'Windows' } },
    process: OCSF_PROCESS,
    actor: {
      process: {
        pid: 5776,
        uid: 'u-5776',
        cmd_line: 'cmd.exe',
        file: { path: 'C:\\Windows\\cmd.exe' },
      },
      user: { name: 'SYSTEM', domain: 'NT AUTHORITY', uid: 'S-1-5-18' },
    },
    ...more,
  };
}
