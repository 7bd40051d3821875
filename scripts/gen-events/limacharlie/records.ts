// A fact → the sensor's events: a process's connections together in one record, and now and then each by itself too.

import { at, DOMAIN, WS_17 } from '../company.ts';
import type { ConnectionFact, Fact, Machine, Process, Program } from '../facts.ts';
import type { JsonRecord } from '../json.ts';
import { hexOf, uuidOf } from '../random.ts';
import {
  accountName,
  digestsOf,
  inOrder,
  instanceOf,
  isKernel,
  type TimedRecord,
} from '../timeline.ts';

/** From then on somebody watches ws-17: single connections are sent too, besides the lists. */
const WATCHED_FROM_MS = at('10:16:00.000');

/** Connections of a process are sent together, at the latest after this time. */
const LIST_MS = 30_000;

const WINDOWS = 268_435_456;

/** All records of the facts. */
export function limaRecords(facts: readonly Fact[]): readonly TimedRecord[] {
  const connections = facts.filter((fact) => fact.kind === 'connection');
  const others = facts.flatMap(otherRecords);
  return inOrder([...others, ...listRecords(connections), ...watched(connections)]);
}

/** What the sensor knows of a file: when it first sees it, or once more where that is asked for. */
export function identityRecord(
  kind: 'CODE_IDENTITY' | 'ONGOING_IDENTITY',
  process: Process,
  timeMs: number,
): TimedRecord {
  const { image, signer } = process.program;
  const signature: JsonRecord =
    signer === undefined
      ? { FILE_IS_SIGNED: 0, FILE_PATH: image }
      : {
          CERT_ISSUER: 'C=US, O=Example Trust, CN=Example Code Signing CA',
          CERT_SUBJECT: `C=US, L=Springfield, O="${signer}", CN="${signer}"`,
          CERT_CHAIN_STATUS: 124,
          FILE_CERT_IS_VERIFIED_LOCAL: 1,
          FILE_IS_SIGNED: 1,
          FILE_PATH: image,
        };
  const event = { FILE_PATH: image, HASH: hashOf(process.program), SIGNATURE: signature };
  return record(kind, process, timeMs, event, belongsTo(process, kind, timeMs));
}

function otherRecords(fact: Fact): readonly TimedRecord[] {
  const { process, timeMs } = fact;
  switch (fact.kind) {
    case 'run':
      return [startRecord(process), ...endRecords(process, fact.endMs)];
    case 'lookup': {
      const event = { DOMAIN_NAME: fact.name, DNS_TYPE: 1, IP_ADDRESS: fact.addresses[0] ?? null };
      const routing = belongsTo(process, 'DNS_REQUEST', timeMs);
      return [record('DNS_REQUEST', process, timeMs, { ...event, TIMESTAMP: timeMs }, routing)];
    }
    case 'file': {
      // The program that wrote it is told by the routing alone.
      const kind = fact.path.endsWith('.tmp') ? 'FILE_CREATE' : 'NEW_DOCUMENT';
      const event = { FILE_PATH: fact.path, TIMESTAMP: timeMs };
      return [record(kind, process, timeMs, event, belongsTo(process, kind, timeMs))];
    }
    case 'connection':
      return [];
  }
}

function startRecord(process: Process): TimedRecord {
  const { parent, startMs } = process;
  const event = {
    ...programFields(process),
    TIMESTAMP: startMs,
    ...(parent !== undefined && { PARENT: { ...programFields(parent), THREADS: 9 } }),
  };
  const routing = {
    this: atomOf(process),
    ...(parent !== undefined && { parent: atomOf(parent) }),
  };
  return record('NEW_PROCESS', process, startMs, event, routing);
}

function endRecords(process: Process, endMs: number | undefined): readonly TimedRecord[] {
  if (endMs === undefined) return [];
  const event = { PROCESS_ID: process.pid, TIMESTAMP: endMs };
  const routing = belongsTo(process, 'TERMINATE_PROCESS', endMs);
  return [record('TERMINATE_PROCESS', process, endMs, event, routing)];
}

/** One record for the connections of a process within {@link LIST_MS}. */
function listRecords(connections: readonly ConnectionFact[]): readonly TimedRecord[] {
  const lists = new Map<string, ConnectionFact[]>();
  const open = new Map<string, ConnectionFact[]>();
  for (const fact of inOrder(connections)) {
    const instance = instanceOf(fact.process);
    const list = open.get(instance);
    const [first] = list ?? [];
    if (list !== undefined && first !== undefined && fact.timeMs - first.timeMs < LIST_MS) {
      list.push(fact);
      continue;
    }
    const fresh = [fact];
    open.set(instance, fresh);
    lists.set(`${instance} ${fact.timeMs}`, fresh);
  }
  return [...lists.values()].flatMap(listRecord);
}

function listRecord(list: readonly ConnectionFact[]): readonly TimedRecord[] {
  const [first] = list;
  const last = list.at(-1);
  if (first === undefined || last === undefined) return [];
  const { process } = first;
  const event = {
    ...programFields(process),
    ...(!isKernel(process) && {
      HASH: hashOf(process.program),
      FILE_IS_SIGNED: process.program.signer === undefined ? 0 : 1,
    }),
    NETWORK_ACTIVITY: list.map((fact) => ({
      ...ends(fact),
      IS_OUTGOING: fact.direction === 'outbound' ? 1 : 0,
      PROTOCOL: protocolOf(fact),
      TIMESTAMP: fact.timeMs,
    })),
  };
  const routing = belongsTo(process, 'NETWORK_CONNECTIONS', first.timeMs);
  return [record('NETWORK_CONNECTIONS', process, last.timeMs + 600, event, routing)];
}

/** A single connection names neither program nor direction. */
function watched(connections: readonly ConnectionFact[]): readonly TimedRecord[] {
  return connections
    .filter(({ process, timeMs, transport, source }) => {
      const isHere = process.machine === WS_17 && timeMs >= WATCHED_FROM_MS;
      return isHere && transport === 'tcp' && source.ip === WS_17.ip;
    })
    .map((fact) => {
      const { process, timeMs } = fact;
      const event = { ...ends(fact), PROCESS_ID: process.pid, STATE: 5, TIMESTAMP: timeMs };
      const routing = belongsTo(process, 'NEW_TCP4_CONNECTION', timeMs);
      return record('NEW_TCP4_CONNECTION', process, timeMs, event, routing);
    });
}

function ends({ source, destination }: ConnectionFact): JsonRecord {
  return {
    SOURCE: { IP_ADDRESS: source.ip, PORT: source.port },
    DESTINATION: { IP_ADDRESS: destination.ip, PORT: destination.port },
  };
}

function protocolOf({ transport, source }: ConnectionFact): string {
  return `${transport}${source.ip.includes(':') ? '6' : '4'}`;
}

function programFields(process: Process): JsonRecord {
  const { account, parent, pid, program, commandLine } = process;
  return {
    FILE_PATH: program.image,
    ...(!isKernel(process) && { COMMAND_LINE: commandLine }),
    PROCESS_ID: pid,
    ...(parent !== undefined && { PARENT_PROCESS_ID: parent.pid }),
    USER_NAME: accountName(account),
  };
}

/** Whatever a process does is a child of its atom. */
function belongsTo(process: Process, kind: string, timeMs: number): JsonRecord {
  const own = hexOf(`atom ${kind} ${timeMs} ${instanceOf(process)}`, 32);
  return { this: own, parent: atomOf(process) };
}

function record(
  kind: string,
  process: Process,
  timeMs: number,
  event: JsonRecord,
  atoms: JsonRecord,
): TimedRecord {
  const { machine } = process;
  const routing = {
    oid: uuidOf('lima organisation'),
    sid: sensorOf(machine),
    iid: uuidOf('lima installer'),
    did: uuidOf(`lima device ${machine.name}`),
    hostname: `${machine.name}.${DOMAIN}`,
    ext_ip: '198.51.100.8',
    int_ip: machine.ip,
    plat: WINDOWS,
    arch: 2,
    moduleid: 2,
    event_type: kind,
    event_time: timeMs,
    event_id: uuidOf(`lima ${kind} ${timeMs} ${instanceOf(process)} ${JSON.stringify(event)}`),
    ...atoms,
    tags: [machine.kind],
  };
  return {
    timeMs,
    machine,
    record: { routing, event, ts: new Date(timeMs + 3_000).toISOString() },
  };
}

function hashOf(program: Program): string {
  return digestsOf(program).sha256;
}

function sensorOf(machine: Machine): string {
  return uuidOf(`lima sensor ${machine.name}`);
}

function atomOf(process: Process): string {
  return hexOf(`lima atom ${instanceOf(process)}`, 32);
}
