// An event → the ECS document that Elastic Defend sends of it, about 1.85 KB.

import { baseName, hex, type Moment, uuid } from './edr-corpus.ts';

const ACTIONS = {
  network: 'connection_attempted',
  start: 'start',
  end: 'end',
  file: 'modification',
  registry: 'modification',
  library: 'load',
  dns: 'lookup_result',
} as const;

const GROUPS = {
  network: 'network',
  start: 'process',
  end: 'process',
  file: 'file',
  registry: 'registry',
  library: 'library',
  dns: 'network',
} as const;

/** The document. */
export function elasticEvent(moment: Moment): object {
  const { kind, number, time, random, host, isKernel } = moment;
  const group = GROUPS[kind];
  const dataset = `endpoint.events.${group}`;
  return {
    '@timestamp': time,
    agent: { id: uuid(random), type: 'endpoint', version: '8.17.3' },
    process: processOf(moment),
    ecs: { version: '8.10.0' },
    data_stream: { namespace: 'default', type: 'logs', dataset },
    elastic: { agent: { id: uuid(random) } },
    host: hostOf(moment),
    user: isKernel
      ? { domain: 'NT AUTHORITY', name: 'SYSTEM', id: 'S-1-5-18' }
      : {
          domain: 'CORP',
          name: `user${host}`,
          id: `S-1-5-21-1111111111-2222222222-3333333333-${1_000 + host}`,
        },
    event: {
      agent_id_status: 'verified',
      sequence: number,
      ingested: time,
      created: time,
      kind: 'event',
      module: 'endpoint',
      action: ACTIONS[kind],
      id: `${hex(random, 16)}+++++${hex(random, 6)}`,
      category: [group],
      type: [kind === 'start' || kind === 'end' ? kind : 'change'],
      dataset,
    },
    ...detailsOf(moment),
    message: `Endpoint ${group} event`,
    labels: { policy: uuid(random) },
  };
}

function hostOf({ host, random }: Moment): object {
  return {
    hostname: `ws-${host}`,
    os: {
      Ext: { variant: 'Windows 11 Enterprise' },
      kernel: '23H2 (10.0.22631.4460)',
      name: 'Windows',
      family: 'windows',
      type: 'windows',
      version: '23H2 (10.0.22631.4460)',
      platform: 'windows',
      full: 'Windows 11 Enterprise 23H2 (10.0.22631.4460)',
    },
    ip: [
      `198.51.100.${host % 250}`,
      `fe80::${hex(random, 4)}:${hex(random, 4)}`,
      '127.0.0.1',
      '::1',
    ],
    name: `ws-${host}`,
    id: `${hex(random, 8)}-host-${host}`,
    mac: ['00-15-5d-01-02-03'],
    architecture: 'x86_64',
  };
}

function processOf({ kind, process, random, image, isKernel, time }: Moment): object {
  const executable = isKernel ? 'System' : image;
  const isOwn = executable.startsWith('C:\\Users');
  const signature = isOwn
    ? { exists: false }
    : { trusted: true, subject_name: 'Microsoft Windows', exists: true, status: 'trusted' };
  return {
    Ext: {
      ancestry: Array.from({ length: kind === 'start' ? 6 : 3 }, () => hex(random, 44)),
      code_signature: [signature],
    },
    parent: {
      pid: random.below(9_000),
      entity_id: hex(random, 44),
      ...(kind === 'start' && {
        executable: 'C:\\Windows\\explorer.exe',
        command_line: 'C:\\Windows\\explorer.exe',
      }),
    },
    name: baseName(executable),
    pid: isKernel ? 4 : 1_000 + process,
    entity_id: hex(random, 44),
    executable,
    code_signature: signature,
    ...(kind === 'start' && {
      command_line: `"${executable}" --session ${hex(random, 24)} --task ${random.below(1e9)}`,
      start: time,
      hash: { sha256: hex(random, 64), md5: hex(random, 32) },
      pe: { original_file_name: baseName(executable), company: 'Example Ltd' },
      working_directory: 'C:\\Windows\\System32\\',
    }),
  };
}

function detailsOf(moment: Moment): object {
  const { kind, random, host } = moment;
  switch (kind) {
    case 'network':
      return connectionOf(moment);
    case 'file':
      return {
        file: {
          Ext: { entropy: random.below(8_000) / 1_000, monotonic_id: random.below(1e9) },
          path: `C:\\Users\\user${host}\\AppData\\Local\\Temp\\${hex(random, 16)}.tmp`,
          extension: 'tmp',
          size: random.below(1e6),
          name: `${hex(random, 16)}.tmp`,
        },
      };
    case 'registry':
      return {
        registry: {
          hive: 'HKLM',
          path: `HKLM\\SOFTWARE\\Example\\${hex(random, 24)}\\Value`,
          data: { strings: [hex(random, 32)], type: 'REG_SZ' },
          value: 'Value',
        },
      };
    case 'library':
      return {
        dll: {
          path: 'C:\\Windows\\System32\\kernelbase.dll',
          hash: { sha256: hex(random, 64) },
          code_signature: { trusted: true, exists: true },
        },
      };
    case 'dns':
      return {
        dns: {
          question: { name: `${hex(random, 8)}.example.com`, type: 'A' },
          Ext: { options: 1 },
        },
        network: { protocol: 'dns' },
      };
    default:
      return {};
  }
}

function connectionOf({ random, host, port }: Moment): object {
  return {
    source: {
      address: `198.51.100.${host % 250}`,
      port: 49_152 + random.below(16_000),
      ip: `198.51.100.${host % 250}`,
    },
    destination: {
      address: `192.0.2.${random.below(250)}`,
      port,
      ip: `192.0.2.${random.below(250)}`,
    },
    network: { transport: 'tcp', type: 'ipv4', direction: 'egress' },
  };
}
