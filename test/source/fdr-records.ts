// The fields that matter in a case → a whole record of CrowdStrike FDR. Every value is a text, as the sensor writes it.

import type { JsonObject } from '../../src/model/index.ts';

export const AID = '0b49c7e2f1a84d0d9a51c3e77f2b6a10';
export const FALCON_PID = '10289219422';
export const SHA256 = 'ab'.repeat(32);

const COMMON: JsonObject = {
  aid: AID,
  cid: '5687aa00bb11cc22dd33ee44ff556677',
  aip: '198.51.100.8',
  event_platform: 'Win',
  ConfigBuild: '1007.3.0014304.11',
};

/** Any event of the sensor. */
export function fdr(kind: string, data: JsonObject = {}): JsonObject {
  return {
    event_simpleName: kind,
    name: `${kind}V10`,
    ...COMMON,
    id: '3e5f0a52-1111-4a62-9c1f-0a0b0c0d0e0f',
    timestamp: '1795169702942',
    ...data,
  };
}

/** A connection to port 445. */
export function fdrConnection(data: JsonObject = {}, kind = 'NetworkConnectIP4'): JsonObject {
  return fdr(kind, {
    ContextTimeStamp: '1795169702.118',
    ContextProcessId: FALCON_PID,
    LocalAddressIP4: '192.0.2.17',
    LocalPort: '60603',
    RemoteAddressIP4: '192.0.2.9',
    RemotePort: '445',
    Protocol: '6',
    ConnectionDirection: '0',
    ConnectionFlags: '0',
    ...data,
  });
}

/** A process start. */
export function fdrStart(data: JsonObject = {}, kind = 'ProcessRollup2'): JsonObject {
  return fdr(kind, {
    timestamp: '1795169701640',
    ProcessStartTime: '1795169701.016',
    TargetProcessId: FALCON_PID,
    ParentProcessId: '10288119400',
    SourceProcessId: '10288119400',
    RawProcessId: '7520',
    ImageFileName: '\\Device\\HarddiskVolume2\\Users\\al\\scan.exe',
    CommandLine: 'scan.exe /t 192.0.2.0/24',
    ParentBaseFileName: 'cmd.exe',
    OriginalFilename: 'scan.exe',
    SHA256HashData: SHA256,
    MD5HashData: 'cd'.repeat(16),
    SHA1HashData: '0'.repeat(40),
    SignInfoFlags: '32768',
    UserSid: 'S-1-5-21-1-2-3-1105',
    AuthenticationId: '293628',
    IntegrityLevel: '12288',
    SessionId: '2',
    ...data,
  });
}

/** A row of the inventory of hosts. */
export function fdrHost(data: JsonObject = {}): JsonObject {
  return {
    aid: AID,
    cid: '5687aa00bb11cc22dd33ee44ff556677',
    ComputerName: 'WS-17',
    event_platform: 'Win',
    Time: '1795160000.5',
    ...data,
  };
}

/** The event in an envelope, as some pipelines deliver it: copies outside, times written anew. */
export function inEnvelope(event: JsonObject): JsonObject {
  return {
    ...event,
    event,
    fdr_event_type: event['event_simpleName'] ?? null,
    timestamp: '2026-11-20 10:15:02.942',
    ...('ContextTimeStamp' in event && { ContextTimeStamp: '2026-11-20 10:15:02.118' }),
    p_row_id: 'a21b385f',
  };
}
