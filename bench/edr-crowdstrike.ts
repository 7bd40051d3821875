// An event → the flat record, every value a text, that CrowdStrike FDR delivers of it.

import { hex, type Moment, uuid } from './edr-corpus.ts';

const NAMES = {
  network: 'NetworkConnectIP4',
  start: 'ProcessRollup2',
  end: 'EndOfProcess',
  file: 'PeFileWritten',
  registry: 'AsepValueUpdate',
  library: 'ClassifiedModuleLoad',
  dns: 'DnsRequest',
} as const;

/** The record. */
export function crowdstrikeEvent(moment: Moment): object {
  const { kind, ms, random, host, process } = moment;
  return {
    event_simpleName: NAMES[kind],
    name: `${NAMES[kind]}V${4 + random.below(20)}`,
    aid: `${hex(random, 24)}${String(host).padStart(8, '0')}`,
    aip: `198.51.100.${host % 250}`,
    cid: '0123456789abcdef0123456789abcdef',
    id: uuid(random),
    timestamp: String(ms),
    event_platform: 'Win',
    ConfigBuild: '1007.3.0018903.1',
    ConfigStateHash: String(random.below(4e9)),
    Entitlements: '15',
    EffectiveTransmissionClass: '3',
    ContextTimeStamp: (ms / 1_000).toFixed(3),
    ContextThreadId: `${random.below(1e9)}${random.below(1e6)}`,
    ContextProcessId: `${1_000_000_000 + process}`,
    ...detailsOf(moment),
  };
}

function detailsOf(moment: Moment): object {
  const { kind, process, random, host, image, port } = moment;
  const path = image.replace('C:', '\\Device\\HarddiskVolume3');
  switch (kind) {
    case 'network':
      return {
        RemoteAddressIP4: `192.0.2.${random.below(250)}`,
        RemotePort: String(port),
        LocalAddressIP4: `198.51.100.${host % 250}`,
        LocalPort: String(49_152 + random.below(16_000)),
        Protocol: '6',
        ConnectionDirection: '0',
        ConnectionFlags: '0',
        InContext: '0',
      };
    case 'start':
      return startOf(moment);
    case 'end':
      return {
        TargetProcessId: `${1_000_000_000 + process}`,
        ExitCode: '0',
        CycleTime: String(random.below(4e9)),
        NetworkConnectCount: String(random.below(90)),
      };
    case 'dns':
      return { DomainName: `${hex(random, 8)}.example.com`, RequestType: '1', InterfaceIndex: '0' };
    default:
      return {
        TargetFileName: `\\Device\\HarddiskVolume3\\Users\\user${host}\\AppData\\Local\\Temp\\${hex(random, 16)}.tmp`,
        ImageFileName: path,
        SHA256HashData: hex(random, 64),
        Size: String(random.below(1e6)),
        RegObjectName: `\\REGISTRY\\MACHINE\\SOFTWARE\\Example\\${hex(random, 24)}`,
      };
  }
}

function startOf(moment: Moment): object {
  const { process, random, host, image, ms } = moment;
  const path = image.replace('C:', '\\Device\\HarddiskVolume3');
  return {
    TargetProcessId: `${1_000_000_000 + process}`,
    RawProcessId: String(1_000 + process),
    ImageFileName: path,
    CommandLine: `"${image}" --session ${hex(random, 24)} --task ${random.below(1e9)}`,
    ParentProcessId: `${1_000_000_000 + random.below(4_000)}`,
    ParentBaseFileName: 'explorer.exe',
    SHA256HashData: hex(random, 64),
    MD5HashData: hex(random, 32),
    SHA1HashData: '0000000000000000000000000000000000000000',
    SignInfoFlags: '8683538',
    IntegrityLevel: '8192',
    UserSid: `S-1-5-21-1111111111-2222222222-3333333333-${1_000 + host}`,
    ProcessStartTime: (ms / 1_000).toFixed(3),
    ImageSubsystem: '3',
    Tags: '27, 40, 151, 874, 924, 12094627905582, 12094627906234',
    ProcessCreateFlags: '525332',
    WindowTitle: image,
  };
}
