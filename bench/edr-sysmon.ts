// An event → the record that NXLog makes of Sysmon's, with its message.

import { baseName, hex, type Moment } from './edr-corpus.ts';

const IDS = { network: 3, start: 1, end: 5, file: 11, registry: 13, library: 7, dns: 22 } as const;

/** The record. */
export function sysmonEvent(moment: Moment): object {
  const { kind, number, time, host, process } = moment;
  const data: Record<string, string> = {
    RuleName: '-',
    UtcTime: time.replace('T', ' ').replace('Z', ''),
    ProcessGuid: `{00000000-0000-0000-0001-${process.toString(16).padStart(12, '0')}}`,
    ProcessId: moment.isKernel ? '4' : String(1_000 + process),
    Image: moment.isKernel ? 'System' : moment.image,
    User: `CORP\\user${host}`,
    ...detailsOf(moment),
  };
  const message = Object.entries(data).map(([key, value]) => `${key}: ${value}`);
  return {
    '@timestamp': time,
    EventTime: time.slice(0, 19).replace('T', ' '),
    EventReceivedTime: time.slice(0, 19).replace('T', ' '),
    Hostname: `ws-${host}.corp.example.com`,
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    EventID: IDS[kind],
    EventType: 'INFO',
    RecordNumber: number + 1,
    SourceName: 'Microsoft-Windows-Sysmon',
    ProviderGuid: '{5770385F-C22A-43E0-BF4C-06F5698FFBD9}',
    Keywords: -9_223_372_036_854_776_000,
    SourceModuleName: 'eventlog',
    SourceModuleType: 'im_msvistalog',
    ...data,
    Message: message.join('\r\n'),
  };
}

function detailsOf(moment: Moment): Record<string, string> {
  const { kind, random, host, port } = moment;
  switch (kind) {
    case 'network':
      return {
        Protocol: 'tcp',
        Initiated: 'true',
        SourceIsIpv6: 'false',
        SourceIp: `198.51.100.${host % 250}`,
        SourcePort: String(49_152 + random.below(16_000)),
        DestinationIsIpv6: 'false',
        DestinationIp: `192.0.2.${random.below(250)}`,
        DestinationHostname: '-',
        DestinationPort: String(port),
        DestinationPortName: '-',
      };
    case 'start':
      return startOf(moment);
    case 'library':
      return {
        ImageLoaded: 'C:\\Windows\\System32\\kernelbase.dll',
        Hashes: `SHA256=${hex(random, 64)}`,
        Signed: 'true',
        Signature: 'Microsoft Windows',
        SignatureStatus: 'Valid',
      };
    case 'registry':
      return {
        EventType: 'SetValue',
        TargetObject: `HKLM\\SOFTWARE\\Example\\${hex(random, 24)}`,
        Details: hex(random, 32),
      };
    case 'dns':
      return {
        QueryName: `${hex(random, 8)}.example.com`,
        QueryStatus: '0',
        QueryResults: '192.0.2.1;',
      };
    default:
      return {
        TargetFilename: `C:\\Users\\user${host}\\AppData\\Local\\Temp\\${hex(random, 16)}.tmp`,
      };
  }
}

function startOf(moment: Moment): Record<string, string> {
  const { random, image } = moment;
  return {
    OriginalFileName: baseName(image),
    Company: 'Example Ltd',
    CommandLine: `"${image}" --session ${hex(random, 24)} --task ${random.below(1e9)}`,
    CurrentDirectory: 'C:\\Windows\\System32\\',
    IntegrityLevel: 'Medium',
    Hashes: `SHA256=${hex(random, 64)},IMPHASH=${hex(random, 32)}`,
    ParentProcessId: String(random.below(5_000)),
    ParentImage: 'C:\\Windows\\explorer.exe',
    ParentCommandLine: 'C:\\Windows\\explorer.exe',
  };
}
