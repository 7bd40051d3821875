// A size and a source → records in the proportions of a company's day, in the words of that source.
//
//   28 % connections (3 in 1,000 of them SMB, nearly all of the kernel), 11 % starts, 61 % files and look-ups

import { NETWORK_SERVICE, SYSTEM } from '../../scripts/gen-events/company.ts';
import { connected } from '../../scripts/gen-events/connections.ts';
import { falconRecords } from '../../scripts/gen-events/crowdstrike-fdr/records.ts';
import { documentsOf } from '../../scripts/gen-events/elastic-defend/events.ts';
import {
  type Fact,
  type Machine,
  type Process,
  type Program,
  ran,
} from '../../scripts/gen-events/facts.ts';
import { type JsonRecord, jsonText } from '../../scripts/gen-events/json.ts';
import { child, kernelOf, serviceOn } from '../../scripts/gen-events/processes.ts';
import * as programs from '../../scripts/gen-events/programs.ts';
import { type Draw, drawFor, pick } from '../../scripts/gen-events/random.ts';
import { eventsOfFacts } from '../../scripts/gen-events/sysmon/events.ts';
import { nxlogRecord } from '../../scripts/gen-events/sysmon/flat-shapes.ts';

/** Sources that differ in what they must keep. */
export const MIXES = {
  'elastic-defend': 'image and signature on the connection and on the start',
  sysmon: 'image on the connection, no signature anywhere',
  'crowdstrike-fdr': 'neither image nor signature on the connection: every start is needed',
} as const;

export type MixSource = keyof typeof MIXES;

const MACHINES = 50;
const START_MS = Date.UTC(2026, 10, 20, 9);
const HOUR_MS = 3_600_000;
const SMB_PER_MILLE = 3;

/** NDJSON of at least so many bytes; each number is another hour. */
export function mixOf(source: MixSource, bytes: number, number: number): Buffer {
  const draw = drawFor(`state mix ${source} ${number}`);
  const lines: string[] = [];
  let size = 0;
  for (let machine = 0; size < bytes; machine = (machine + 1) % MACHINES) {
    const facts = Array.from({ length: 200 }, () =>
      factOf(machineOf(machine, lines.length), number, draw),
    );
    for (const record of RENDER[source](facts)) {
      const line = `${jsonText(record)}\n`;
      lines.push(line);
      size += line.length;
    }
  }
  return Buffer.from(lines.join(''));
}

/** A new machine each time: its sensor numbers from the beginning. */
function machineOf(index: number, salt: number): Machine {
  return {
    name: `ws-${index}-${salt}`,
    ip: `10.20.50.${index + 10}`,
    kind: 'workstation',
    bootMs: START_MS - 40 * HOUR_MS,
  };
}

const RENDER: Readonly<Record<MixSource, (facts: readonly Fact[]) => readonly JsonRecord[]>> = {
  'elastic-defend': (facts) => documentsOf(machineIn(facts), facts).map(({ record }) => record),
  sysmon: (facts) =>
    eventsOfFacts(
      machineIn(facts),
      facts.map((fact) => on(fact, machineIn(facts))),
    ).map(nxlogRecord),
  'crowdstrike-fdr': (facts) => facts.flatMap(falconRecords).map(({ record }) => record),
};

function machineIn([fact]: readonly Fact[]): Machine {
  if (fact === undefined) throw new TypeError('no facts');
  return fact.process.machine;
}

function on(fact: Fact, machine: Machine): Fact {
  return { ...fact, process: { ...fact.process, machine } };
}

function factOf(machine: Machine, hour: number, draw: Draw): Fact {
  const timeMs = START_MS + hour * HOUR_MS + draw(0, HOUR_MS - 1);
  const kind = draw(1, 100);
  if (kind <= 28) return connection(machine, timeMs, draw);
  if (kind <= 39) return ran(process(machine, started(draw), timeMs, draw));
  const running = process(machine, programs.CHROME, timeMs - HOUR_MS, draw);
  if (kind <= 70) {
    return {
      kind: 'file',
      timeMs,
      process: running,
      path: `C:\\Temp\\${draw(1, 1e6)}.tmp`,
      bytes: 9_000,
    };
  }
  return {
    kind: 'lookup',
    timeMs,
    process: running,
    name: 'www.example.com',
    addresses: ['192.0.2.10'],
  };
}

function connection(machine: Machine, timeMs: number, draw: Draw): Fact {
  const isSmb = draw(1, 1_000) <= SMB_PER_MILLE;
  const to = isSmb ? { ip: '10.20.0.21', port: 445 } : { ip: '192.0.2.44', port: 443 };
  const opener = isSmb
    ? smbClient(machine, draw)
    : process(machine, programs.CHROME, timeMs - HOUR_MS, draw);
  return connected(opener, timeMs, to, draw(49_700, 65_000));
}

/** The kernel; one in twenty is a backup agent or a service. */
function smbClient(machine: Machine, draw: Draw): Process {
  const which = draw(1, 40);
  if (which === 1) return serviceOn(machine, programs.BACKUP_AGENT, SYSTEM, 3_304);
  if (which === 2) return serviceOn(machine, programs.PRINT_SYNC, NETWORK_SERVICE, 4_020);
  return kernelOf(machine);
}

/** Of 100 starts 85 are Windows' own, 12 of known vendors, 3 of nobody's. */
function started(draw: Draw): Program {
  const which = draw(1, 100);
  if (which <= 85) return pick(draw, [programs.CONHOST, programs.WHOAMI, programs.POWERSHELL]);
  return which <= 97 ? programs.CHROME : programs.INVOICE_VIEWER;
}

function process(machine: Machine, program: Program, startMs: number, draw: Draw): Process {
  return child(
    kernelOf(machine),
    program,
    { ...SYSTEM, session: 1 },
    { pid: draw(1_000, 9_000) * 4, startMs },
  );
}
