// A program as its start and its connection tell of it, agreeing or not → the records of both in Elastic Defend and Sysmon.

import fc from 'fast-check';
import type { JsonObject } from '../../src/model/index.ts';
import { elastic, elasticOf, flat } from '../source/records.ts';

/** What a log says of a program's signature; undefined = nothing. */
type Signature = JsonObject | undefined;

interface Told {
  readonly image: string;
  readonly signature: Signature;
  readonly user: JsonObject;
}

/** A process that starts and connects to port 445. */
export interface ProcessCase {
  readonly start: Told;
  readonly connection: Told;
  readonly commandLine: string | undefined;
  readonly originalName: string | undefined;
  readonly company: string | undefined;
  /** Seconds from start to connection: within the sequence's minute, or not. */
  readonly seconds: number;
}

/** A source's way to log both. */
export interface CaseLogger {
  readonly source: string;
  start(one: ProcessCase, index: number): JsonObject;
  connection(one: ProcessCase, index: number): JsonObject;
}

const CONHOST = 'C:\\Windows\\System32\\conhost.exe';

/** Half of them Windows' own. */
const IMAGES = [
  ...Array.from({ length: 8 }, () => CONHOST),
  '\\Device\\HarddiskVolume3\\Windows\\System32\\svchost.exe',
  'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
  'C:\\Windows\\Temp\\x.exe',
  'C:\\Windows\\Tracing:x.exe',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE',
  'C:\\Users\\al\\scan.exe',
  'System',
];

const MICROSOFT: JsonObject = {
  exists: true,
  trusted: true,
  subject_name: 'Microsoft Windows',
};

const STATED: readonly JsonObject[] = [
  MICROSOFT,
  { exists: true, trusted: true, subject_name: 'Example Tools Ltd' },
  { exists: true, trusted: true },
  { exists: true, trusted: false, subject_name: 'Microsoft Windows' },
  { exists: false },
];

const USUAL = Array.from({ length: 7 }, () => MICROSOFT);

const UNVERIFIED: readonly Signature[] = [
  undefined,
  { exists: true, subject_name: 'Example Tools Ltd' },
];

const USERS: readonly JsonObject[] = [
  { id: 'S-1-5-21-1-2-3-1105', domain: 'CORP', name: 'al' },
  { id: 'S-1-5-18', domain: 'NT AUTHORITY', name: 'SYSTEM' },
  { id: 'S-1-5-20', domain: 'NT AUTHORITY', name: 'NETWORK SERVICE' },
];

const SCRIPT =
  'powershell.exe -File C:\\ProgramData\\Microsoft\\Windows Defender Advanced Threat Protection\\Downloads\\PSScript_1.ps1';

const MOSTLY = fc.constantFrom(true, true, true, false);

const told: fc.Arbitrary<Told> = fc.record({
  image: fc.constantFrom(...IMAGES),
  signature: fc.constantFrom(...USUAL, ...STATED, ...UNVERIFIED),
  user: fc.constantFrom(...USERS),
});

/**
 * Cases in which the connection has the program of its start, whatever it says of its signature, or else a signature
 * of its own.
 */
export const processCase: fc.Arbitrary<ProcessCase> = fc
  .record({
    start: told,
    other: told,
    stated: fc.constantFrom(...STATED),
    agrees: fc.record({ image: MOSTLY, signature: fc.boolean(), user: fc.boolean() }),
    commandLine: fc.constantFrom(undefined, '-', 'x.exe /t', 'x.exe /t', 'x.exe', SCRIPT),
    originalName: fc.constantFrom(
      undefined,
      '',
      'x.exe',
      'CONHOST.EXE',
      'CONHOST.EXE',
      'PowerShell.EXE',
    ),
    company: fc.constantFrom(
      undefined,
      undefined,
      undefined,
      'Example Ltd',
      'Microsoft Corporation',
    ),
    seconds: fc.constantFrom(5, 7_200),
  })
  .map(({ start, other, stated, agrees, ...rest }) => {
    const image = agrees.image ? start.image : other.image;
    const unlike = image === start.image ? other.signature : stated;
    const signature = agrees.signature && image === start.image ? start.signature : unlike;
    const user = agrees.user ? start.user : other.user;
    return { ...rest, start, connection: { image, signature, user } };
  });

/** The case with a connection that leaves no doubt. */
export function signedOrNot(one: ProcessCase): ProcessCase {
  const { connection } = one;
  if (STATED.some((stated) => stated === connection.signature)) return one;
  return { ...one, connection: { ...connection, signature: { exists: false } } };
}

const NOON_MS = Date.UTC(2026, 10, 20, 12);

export const ELASTIC: CaseLogger = {
  source: 'elastic-defend',
  start: ({ start, commandLine, originalName, company, seconds }, index) =>
    elasticOf(
      'process',
      { id: `s-${index}`, action: 'start' },
      {
        '@timestamp': new Date(NOON_MS - seconds * 1_000).toISOString(),
        user: start.user,
        process: {
          ...elasticProcess(start, index),
          command_line: commandLine ?? null,
          pe: { original_file_name: originalName ?? null, company: company ?? null },
        },
      },
    ),
  connection: ({ connection }, index) =>
    elastic({
      '@timestamp': new Date(NOON_MS).toISOString(),
      event: {
        id: `c-${index}`,
        action: 'connection_attempted',
        dataset: 'endpoint.events.network',
      },
      user: connection.user,
      process: elasticProcess(connection, index),
    }),
};

function elasticProcess({ image, signature }: Told, index: number): JsonObject {
  return {
    pid: image === 'System' ? 4 : 7520,
    entity_id: `e-${index}`,
    executable: image,
    ...(signature !== undefined && { code_signature: signature }),
  };
}

/** Without signatures, as Sysmon logs both; one connection in three names no program. */
export const SYSMON: CaseLogger = {
  source: 'sysmon',
  start: ({ start, commandLine, originalName, company, seconds }, index) =>
    sysmon(1, NOON_MS - seconds * 1_000, {
      ...sysmonProcess(start, index),
      CommandLine: commandLine ?? null,
      OriginalFileName: originalName ?? null,
      Company: company ?? null,
    }),
  connection: ({ connection }, index) =>
    sysmon(3, NOON_MS, {
      ...sysmonProcess(connection, index),
      ...(index % 3 === 0 && { Image: '<unknown process>' }),
      Protocol: 'tcp',
      Initiated: 'true',
      DestinationIp: '192.0.2.9',
      DestinationPort: '445',
    }),
};

function sysmon(eventId: number, timeMs: number, data: JsonObject): JsonObject {
  return flat(eventId, data, { TimeCreated: new Date(timeMs).toISOString() });
}

function sysmonProcess({ image, user }: Told, index: number): JsonObject {
  return {
    ProcessGuid: `{0197231E-9BE6-6934-5301-${String(index + 1).padStart(12, '0')}}`,
    ProcessId: image === 'System' ? '4' : '7520',
    Image: image,
    User: `${String(user['domain'])}\\${String(user['name'])}`,
  };
}
