// The story → Elastic Defend's documents, each as the agent of its machine sends it and numbered by that agent.

import { DOMAIN, MACHINES } from '../company.ts';
import type { Fact, Machine } from '../facts.ts';
import type { JsonRecord } from '../json.ts';
import { UNKNOWN } from '../programs.ts';
import { type Draw, drawFor, hexOf, uuidOf } from '../random.ts';
import { story } from '../story.ts';
import { isoFiner } from '../times.ts';
import { type ElasticMoment, momentsOf } from './documents.ts';
import { agentIdOf } from './process.ts';

/** A document. */
export interface ElasticDocument extends JsonRecord {
  readonly event: JsonRecord;
}

/** A document with its time, for sorting and for cutting into objects. */
export interface ElasticEvent {
  readonly timeMs: number;
  readonly record: ElasticDocument;
}

const AGENT_VERSION = '8.16.1';

/** Defend looks processes up itself: a program it does not know is Sysmon's trouble alone. */
function isLogged({ process }: Fact): boolean {
  return process.program !== UNKNOWN;
}

/** All documents of all machines, in the order of their times. */
export function elasticEvents(): readonly ElasticEvent[] {
  const facts = story().filter(isLogged);
  const perMachine = MACHINES.map((machine) =>
    documentsOf(
      machine,
      facts.filter(({ process }) => process.machine === machine),
    ),
  );
  return perMachine.flat().toSorted((one, other) => one.timeMs - other.timeMs);
}

/** The documents of one machine's facts, in the order of their times. Numbered from the same number at each call. */
export function documentsOf(machine: Machine, facts: readonly Fact[]): readonly ElasticEvent[] {
  const draw = drawFor(`elastic agent of ${machine.name}`);
  const moments = facts.flatMap(momentsOf).toSorted((one, other) => one.timeMs - other.timeMs);
  let sequence = draw(4_000, 90_000);
  return moments.map((moment) => {
    sequence += draw(1, 4);
    return { timeMs: moment.timeMs, record: documentOf(machine, moment, sequence, draw) };
  });
}

function documentOf(
  machine: Machine,
  { timeMs, process, kind, message, fields }: ElasticMoment,
  sequence: number,
  draw: Draw,
): ElasticDocument {
  const { account } = process;
  const time = isoFiner(timeMs, String(draw(0, 9_999)).padStart(4, '0'));
  const agentId = agentIdOf(machine);
  return {
    '@timestamp': time,
    agent: { id: agentId, type: 'endpoint', version: AGENT_VERSION },
    elastic: { agent: { id: agentId } },
    ecs: { version: '8.10.0' },
    data_stream: { type: 'logs', dataset: kind.dataset, namespace: 'default' },
    event: {
      ...kind,
      kind: 'event',
      module: 'endpoint',
      id: eventIdOf(machine, sequence),
      sequence,
      created: time,
      outcome: 'unknown',
    },
    message,
    host: hostFields(machine),
    ...fields,
    user: { domain: account.domain, name: account.name, id: account.sid },
  };
}

/** Sixteen characters that stand for the agent, then a counter, filled up with `+`. */
function eventIdOf(machine: Machine, sequence: number): string {
  const agent = Buffer.from(hexOf(`event ids of ${machine.name}`, 24), 'hex').toString('base64');
  return agent + sequence.toString(36).padStart(8, '+');
}

const WORKSTATION = { name: 'Windows 11 Pro', version: '23H2 (10.0.22631.4460)' };
const SERVER = { name: 'Windows Server 2022 Datacenter', version: '21H2 (10.0.20348.2849)' };

function hostFields(machine: Machine): JsonRecord {
  const { name, version } = machine.kind === 'workstation' ? WORKSTATION : SERVER;
  const lastByte = (Number(machine.ip.split('.').at(-1)) % 256).toString(16).padStart(2, '0');
  return {
    id: uuidOf(`machine ${machine.name}`),
    hostname: machine.name,
    name: machine.name,
    domain: DOMAIN,
    architecture: 'x86_64',
    ip: [machine.ip, '127.0.0.1', '::1'],
    mac: [`00-00-5e-00-53-${lastByte}`],
    os: {
      Ext: { variant: name },
      family: 'windows',
      full: `${name} ${version}`,
      kernel: version,
      name: 'Windows',
      platform: 'windows',
      type: 'windows',
      version,
    },
  };
}
