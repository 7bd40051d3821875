// 600,000 process starts and a few connections through `scan -` → peak memory. It grows with those that ask, not with starts.

import { measureScan } from './memory.ts';

const STARTS = 600_000;
const CONNECTIONS = 1_000;
/** Issue 6: 600,000 starts under 250 MB. */
const MAX_PEAK_BYTES = 250e6;
const MEGABYTE = 1e6;

/** Runs the benchmark; returns an exit code. */
export async function benchJoin(print: (line: string) => void): Promise<number> {
  const { peakBytes, seconds } = await measureScan(generateStarts());
  const peak = `peak ${(peakBytes / MEGABYTE).toFixed(0)} MB, ${seconds.toFixed(1)} s`;
  print(`${STARTS} starts, ${CONNECTIONS} connections to complete: ${peak}`);
  const isWithin = peakBytes <= MAX_PEAK_BYTES;
  print(isWithin ? 'passed: under 250 MB' : 'failed: over 250 MB');
  return isWithin ? 0 : 1;
}

/** Connections first: each waits for a start that comes later, among many that nobody asks for. */
function* generateStarts(): Generator<string> {
  for (let index = 0; index < CONNECTIONS; index++) yield recordOf(index, 3, CONNECTION);
  for (let index = 0; index < STARTS; index++) yield recordOf(index, 1, START);
}

const CONNECTION = {
  Protocol: 'tcp',
  Initiated: 'true',
  SourceIp: '192.0.2.17',
  SourcePort: '58192',
  DestinationIp: '192.0.2.9',
  DestinationPort: '445',
};

const START = {
  CommandLine: 'scan.exe /t 192.0.2.0/24',
  OriginalFileName: 'scan.exe',
  Hashes: 'SHA1=0123456789ABCDEF0123456789ABCDEF01234567',
  ParentImage: 'C:\\Windows\\System32\\cmd.exe',
};

function recordOf(process: number, eventId: number, data: Readonly<Record<string, string>>) {
  const guid = `{0197231E-9BE6-6934-5301-${process.toString(16).padStart(12, '0')}}`;
  const record = {
    '@timestamp': '2026-11-20T10:15:02.118Z',
    EventID: eventId,
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    Hostname: 'ws-17.example.com',
    ProcessGuid: guid,
    ProcessId: String(1_000 + process),
    Image: `C:\\Users\\al\\scan${process}.exe`,
    ...data,
  };
  return `${JSON.stringify(record)}\n`;
}
