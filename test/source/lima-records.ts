// The fields that matter in a case → a whole record of LimaCharlie.

import type { JsonObject } from '../../src/model/index.ts';

export const SENSOR = 'bb4b30af-0000-4000-8000-f014ada33345';
export const ATOM = 'a443f9c48bef700740ef27e062c333c6';
/** Of a connection itself, where the parent atom is that of the process. */
export const OWN_ATOM = '3eb3ae1d48d1835932ad854d66b59f1a';
export const PARENT_ATOM = '42217cb0326ca254999554a862c3298e';
export const HASH = 'ef'.repeat(32);

/** Any event of a sensor; `routing` is laid over the usual one. */
export function lima(kind: string, event: JsonObject, routing: JsonObject = {}): JsonObject {
  return {
    routing: {
      oid: '8cbe27f4-0000-4000-8000-138cd51389cd',
      sid: SENSOR,
      hostname: 'ws-17.example.com',
      plat: 268435456,
      event_type: kind,
      event_time: 1795169702118,
      event_id: '8cec565d-0000-4000-8000-4fc8d5420b0c',
      int_ip: '192.0.2.17',
      this: OWN_ATOM,
      parent: ATOM,
      ...routing,
    },
    event,
  };
}

/** One connection of a list. */
export function member(ip: string, port: number, more: JsonObject = {}): JsonObject {
  return {
    SOURCE: { IP_ADDRESS: '192.0.2.17', PORT: 58192 },
    DESTINATION: { IP_ADDRESS: ip, PORT: port },
    IS_OUTGOING: 1,
    PROTOCOL: 'tcp4',
    ...more,
  };
}

/** The connections of a process. */
export function limaConnections(
  activity: readonly JsonObject[],
  more: JsonObject = {},
  routing: JsonObject = {},
): JsonObject {
  const event = {
    FILE_PATH: 'C:\\Users\\al\\scan.exe',
    COMMAND_LINE: 'scan.exe /t 192.0.2.0/24',
    PROCESS_ID: 7520,
    PARENT_PROCESS_ID: 5776,
    USER_NAME: 'CORP\\al',
    HASH,
    FILE_IS_SIGNED: 0,
    NETWORK_ACTIVITY: activity,
    ...more,
  };
  return lima('NETWORK_CONNECTIONS', event, routing);
}

/** A process start. Its own atom is the process's. */
export function limaStart(more: JsonObject = {}, kind = 'NEW_PROCESS'): JsonObject {
  const event = {
    FILE_PATH: 'C:\\Users\\al\\scan.exe',
    COMMAND_LINE: 'scan.exe /t 192.0.2.0/24',
    PROCESS_ID: 7520,
    PARENT_PROCESS_ID: 5776,
    USER_NAME: 'CORP\\al',
    HASH,
    PARENT: {
      FILE_PATH: 'C:\\Windows\\System32\\cmd.exe',
      COMMAND_LINE: 'cmd.exe',
      PROCESS_ID: 5776,
      USER_NAME: 'CORP\\al',
    },
    ...more,
  };
  return lima(kind, event, { this: ATOM, parent: PARENT_ATOM, event_time: 1795169701016 });
}
