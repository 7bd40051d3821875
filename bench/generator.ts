// A size and a seed → an NDJSON stream of Sysmon and Elastic Defend records, mostly benign, without ever holding it.

import { chunksOf } from './chunks.ts';
import { createRandom, type Random } from './random.ts';

const START_MS = Date.UTC(2026, 10, 20);
const WORKSTATIONS = 500;
/** One record in so many is an SMB connection of a program that the rules find. */
const RARITY = 20_000;
/** Programs that are found: a fixed number, so that findings do not grow with the stream. */
const ATTACKERS = 20;

const PROGRAMS = [
  'C:\\Windows\\System32\\svchost.exe',
  'C:\\Windows\\System32\\lsass.exe',
  'C:\\Program Files\\Example\\Agent\\agent.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
] as const;
const PORTS = [53, 80, 88, 135, 389, 443, 8080] as const;

/** Where a record stands in the stream. */
interface Moment {
  readonly number: number;
  readonly time: string;
  readonly host: number;
  readonly random: Random;
}

/** Yields whole lines, `bytes` of them or a little more. */
export function generateLogs(bytes: number, seed: number): Generator<Buffer> {
  const random = createRandom(seed);
  return chunksOf((number) => {
    const time = new Date(START_MS + number * 7).toISOString();
    return JSON.stringify(nextRecord({ number, time, host: random.below(WORKSTATIONS), random }));
  }, bytes);
}

function nextRecord(moment: Moment): object {
  if (moment.number % RARITY === RARITY - 1) return attack(moment);
  const kind = moment.random.below(10);
  if (kind < 4)
    return sysmonConnection(moment, moment.random.pick(PROGRAMS), moment.random.pick(PORTS));
  if (kind < 7) return sysmonStart(moment);
  return elasticConnection(moment);
}

function attack(moment: Moment): object {
  const number = moment.random.below(ATTACKERS);
  const fixed = { ...moment, host: number, number };
  const image = `C:\\Users\\Public\\tool-${number}.exe`;
  return { ...sysmonConnection(fixed, image, 445), RecordNumber: moment.number };
}

function sysmonConnection(moment: Moment, image: string, port: number): object {
  const { number, random } = moment;
  const data = {
    RuleName: '-',
    UtcTime: utcTime(moment),
    ProcessGuid: guid(number % 5_000),
    ProcessId: String(1_000 + (number % 5_000)),
    Image: image,
    User: 'NT AUTHORITY\\SYSTEM',
    Protocol: 'tcp',
    Initiated: 'true',
    SourceIsIpv6: 'false',
    SourceIp: `198.51.100.${moment.host % 250}`,
    SourceHostname: hostName(moment),
    SourcePort: String(49_152 + random.below(16_000)),
    SourcePortName: '-',
    DestinationIsIpv6: 'false',
    DestinationIp: `192.0.2.${random.below(250)}`,
    DestinationHostname: '-',
    DestinationPort: String(port),
    DestinationPortName: '-',
  };
  return sysmon(moment, 3, 'Network connection detected', data);
}

function sysmonStart(moment: Moment): object {
  const { number, random } = moment;
  const image = random.pick(PROGRAMS);
  const data = {
    RuleName: '-',
    UtcTime: utcTime(moment),
    ProcessGuid: guid(number % 5_000),
    ProcessId: String(1_000 + (number % 5_000)),
    Image: image,
    OriginalFileName: image.slice(image.lastIndexOf('\\') + 1),
    Company: 'Example Ltd',
    CommandLine: `"${image}" --session ${random.below(1e9)} --task ${random.below(1e9)}`,
    CurrentDirectory: 'C:\\Windows\\System32\\',
    User: 'NT AUTHORITY\\SYSTEM',
    IntegrityLevel: 'System',
    Hashes: `SHA256=${hex(random, 64)},IMPHASH=${hex(random, 32)}`,
    ParentProcessGuid: guid(random.below(5_000)),
    ParentProcessId: String(random.below(5_000)),
    ParentImage: 'C:\\Windows\\System32\\services.exe',
    ParentCommandLine: 'C:\\Windows\\System32\\services.exe',
  };
  return sysmon(moment, 1, 'Process Create', data);
}

function sysmon(moment: Moment, id: number, title: string, data: Readonly<Record<string, string>>) {
  const message = Object.entries(data).map(([key, value]) => `${key}: ${value}`);
  return {
    '@timestamp': moment.time,
    EventTime: moment.time.slice(0, 19).replace('T', ' '),
    Hostname: hostName(moment),
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    EventID: id,
    RecordNumber: moment.number,
    SourceName: 'Microsoft-Windows-Sysmon',
    ProviderGuid: '{5770385F-C22A-43E0-BF4C-06F5698FFBD9}',
    Keywords: -9_223_372_036_854_776_000,
    SourceModuleType: 'im_msvistalog',
    ...data,
    Message: `${title}:\r\n${message.join('\r\n')}`,
  };
}

function elasticConnection(moment: Moment): object {
  const { number, random } = moment;
  const executable = random.pick(PROGRAMS);
  return {
    '@timestamp': moment.time,
    agent: { id: `agent-${moment.host}`, type: 'endpoint', version: '8.17.0' },
    data_stream: { dataset: 'endpoint.events.network', namespace: 'default', type: 'logs' },
    event: {
      id: `event-${number}`,
      category: ['network'],
      type: ['start'],
      action: 'connection_attempted',
      dataset: 'endpoint.events.network',
      kind: 'event',
      sequence: number,
    },
    host: { id: `host-${moment.host}`, hostname: hostName(moment), os: { type: 'windows' } },
    process: {
      pid: 1_000 + (number % 5_000),
      entity_id: `entity-${number % 5_000}`,
      executable,
      name: executable.slice(executable.lastIndexOf('\\') + 1),
      code_signature: {
        exists: true,
        trusted: true,
        status: 'trusted',
        subject_name: 'Microsoft Windows',
      },
    },
    source: { ip: `198.51.100.${moment.host % 250}`, port: 49_152 + random.below(16_000) },
    destination: { ip: `192.0.2.${random.below(250)}`, port: random.pick(PORTS) },
    network: { transport: 'tcp', type: 'ipv4', direction: 'egress' },
    user: { id: 'S-1-5-18', name: 'SYSTEM', domain: 'NT AUTHORITY' },
    message: `Endpoint network event ${hex(random, 400)}`,
  };
}

function hostName({ host }: Moment): string {
  return `ws-${host}.example.com`;
}

function utcTime({ time }: Moment): string {
  return time.replace('T', ' ').replace('Z', '');
}

function guid(number: number): string {
  return `{00000000-0000-0000-0001-${number.toString(16).padStart(12, '0')}}`;
}

function hex(random: Random, digits: number): string {
  let text = '';
  while (text.length < digits)
    text += random
      .below(2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return text.slice(0, digits);
}
