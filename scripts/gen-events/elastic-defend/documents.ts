// A fact → the ECS documents that Elastic Defend sends of it, without what every document of a machine has in common.

import type {
  ConnectionFact,
  Endpoint,
  Fact,
  FileFact,
  LookupFact,
  Process,
  RunFact,
} from '../facts.ts';
import { fileNameOf } from '../facts.ts';
import type { JsonRecord } from '../json.ts';
import { fileProcess, shortProcess, wholeProcess } from './process.ts';

/** The parts of `event` that say what happened. */
export interface EventKind {
  readonly category: readonly string[];
  readonly type: readonly string[];
  /** An aggregated event has several. */
  readonly action: string | readonly string[];
  readonly dataset: string;
}

/** One document, before it is numbered. */
export interface ElasticMoment {
  readonly timeMs: number;
  readonly process: Process;
  readonly kind: EventKind;
  readonly message: string;
  readonly fields: JsonRecord;
}

/** Defend sends one event for a start and an end, or a connection and its end, no more than this apart. */
const AGGREGATED_MS = 5_000;

/** The documents of a fact. */
export function momentsOf(fact: Fact): readonly ElasticMoment[] {
  switch (fact.kind) {
    case 'run':
      return runMoments(fact);
    case 'connection':
      return connectionMoments(fact);
    case 'lookup':
      return [lookupMoment(fact)];
    case 'file':
      return [fileMoment(fact)];
  }
}

interface Edge {
  readonly timeMs: number;
  readonly type: string;
  readonly action: string;
}

/** Begin and end as one event with two actions, as two events, or the begin alone. */
function aggregate(begin: Edge, end: Edge | undefined): readonly (readonly [Edge, ...Edge[]])[] {
  if (end === undefined) return [[begin]];
  return end.timeMs - begin.timeMs <= AGGREGATED_MS ? [[begin, end]] : [[begin], [end]];
}

function kindOf(dataset: string, edges: readonly [Edge, ...Edge[]]): EventKind {
  const [first] = edges;
  return {
    category: [dataset],
    type: edges.map(({ type }) => type),
    action: edges.length === 1 ? first.action : edges.map(({ action }) => action),
    dataset: `endpoint.events.${dataset}`,
  };
}

function runMoments({ process, endMs }: RunFact): readonly ElasticMoment[] {
  const begin = { timeMs: process.startMs, type: 'start', action: 'start' };
  const end = endMs === undefined ? undefined : { timeMs: endMs, type: 'end', action: 'end' };
  return aggregate(begin, end).map((edges) => {
    const hasEnded = edges.some(({ type }) => type === 'end');
    const fields = { ...wholeProcess(process), ...(hasEnded && { exit_code: 0 }) };
    return {
      timeMs: edges[0].timeMs,
      process,
      kind: kindOf('process', edges),
      message: 'Endpoint process event',
      fields: { process: fields },
    };
  });
}

function connectionMoments(fact: ConnectionFact): readonly ElasticMoment[] {
  const { process, closedMs, transport, direction, source, destination } = fact;
  const action = direction === 'outbound' ? 'connection_attempted' : 'connection_accepted';
  const begin = { timeMs: fact.timeMs, type: 'start', action };
  const end =
    closedMs === undefined
      ? undefined
      : { timeMs: closedMs, type: 'end', action: 'disconnect_received' };
  return aggregate(begin, end).map((edges) => ({
    timeMs: edges[0].timeMs,
    process,
    kind: kindOf('network', edges),
    message: 'Endpoint network event',
    fields: {
      process: shortProcess(process),
      source: endpointFields(source),
      destination: endpointFields(destination),
      network: {
        transport,
        type: source.ip.includes(':') ? 'ipv6' : 'ipv4',
        direction: direction === 'outbound' ? 'egress' : 'ingress',
      },
    },
  }));
}

function endpointFields({ ip, port }: Endpoint): JsonRecord {
  return { address: ip, ip, port };
}

/** 64 bits of query options (DNS_QUERY_*): the top one makes it an integer that a double cannot hold exactly. */
const DNS_OPTIONS = 2n ** 63n + 0x4000n;

function lookupMoment({ process, timeMs, name, addresses }: LookupFact): ElasticMoment {
  const kind = {
    category: ['network'],
    type: ['info', 'protocol'],
    action: 'lookup_result',
    dataset: 'endpoint.events.network',
  };
  const fields = {
    process: shortProcess(process),
    dns: {
      Ext: { options: DNS_OPTIONS, status: 0 },
      question: { name, type: 'A' },
      resolved_ip: addresses,
    },
    network: { protocol: 'dns' },
  };
  return { timeMs, process, kind, message: 'DNS query is completed for the name', fields };
}

function fileMoment({ process, timeMs, path, bytes }: FileFact): ElasticMoment {
  const name = fileNameOf(path);
  const kind = {
    category: ['file'],
    type: ['creation'],
    action: 'creation',
    dataset: 'endpoint.events.file',
  };
  const file = { path, name, extension: name.slice(name.lastIndexOf('.') + 1), size: bytes };
  const fields = { process: fileProcess(process), file };
  return { timeMs, process, kind, message: 'Endpoint file event', fields };
}
