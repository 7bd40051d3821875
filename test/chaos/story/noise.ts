// What else the machines do, and what must stay silent: file sharing of the kernel, web pages, programs of a known vendor.

import { NETWORK_SERVICE, SYSTEM } from '../../../scripts/gen-events/company.ts';
import { acceptedByKernel, connected } from '../../../scripts/gen-events/connections.ts';
import { type Fact, type Machine, type Process, ran } from '../../../scripts/gen-events/facts.ts';
import { child, kernelOf, serviceOn } from '../../../scripts/gen-events/processes.ts';
import * as programs from '../../../scripts/gen-events/programs.ts';
import { type Draw, drawFor, pick } from '../../../scripts/gen-events/random.ts';
import {
  atMinute,
  desktopOf,
  GROUP_SIZE,
  type Group,
  MINUTES,
  machineOf,
  userOf,
} from './machines.ts';

const SMB_PORT = 445;
const FILE_SERVERS = ['10.20.200.2', '10.20.200.3'] as const;
const SITES: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['www.example.com', '192.0.2.10'],
  ['news.example.org', '192.0.2.44'],
  ['mail.example.net', '198.51.100.7'],
];
/** Groups whose connections say who signed the program: only there can the backup agent be told from an attacker. */
const SIGNED: ReadonlySet<Group> = new Set([
  'elastic-clients',
  'elastic-servers',
  'sentinelone',
  'carbon-black-cloud',
  'ocsf',
]);

/** What happens to a machine in a minute besides: how often each thing. */
const PER_MINUTE = { pages: 2, lookups: 2, shares: 1, accepted: 1, files: 1, runs: 1 } as const;

/** Everything that the machines of a group do that is no attack. */
export function noiseOf(group: Group): readonly Fact[] {
  const draw = drawFor(`chaos noise of ${group}`);
  return Array.from({ length: GROUP_SIZE }, (_, index) =>
    Array.from({ length: MINUTES }, (_, minute) => minuteOf(group, index, minute, draw)).flat(),
  ).flat();
}

function minuteOf(group: Group, index: number, minute: number, draw: Draw): readonly Fact[] {
  const machine = machineOf(group, index);
  const at = () => atMinute(minute) + draw(0, 59_000);
  const browser = child(desktopOf(group, index), programs.CHROME, userOf(group, index), {
    pid: 9_412,
    startMs: atMinute(-120),
  });
  return [
    ...times(PER_MINUTE.pages, () => page(browser, at(), draw)),
    ...times(PER_MINUTE.lookups, () => lookup(browser, at(), draw)),
    ...times(PER_MINUTE.shares, () => share(kernelOf(machine), at(), draw)),
    ...times(PER_MINUTE.accepted, () => accepted(machine, at(), draw)),
    ...times(PER_MINUTE.files, () => file(browser, at(), draw)),
    ...times(PER_MINUTE.runs, () => run(group, index, at(), draw)),
    ...nearMiss(group, machine, index, minute, draw),
  ];
}

/** One machine of a group has a backup agent, another a service that nobody signed. */
function nearMiss(
  group: Group,
  machine: Machine,
  index: number,
  minute: number,
  draw: Draw,
): readonly Fact[] {
  const timeMs = atMinute(minute) + draw(0, 59_000);
  if (index === 5 && SIGNED.has(group)) {
    return [share(serviceOn(machine, programs.BACKUP_AGENT, SYSTEM, 3_304), timeMs, draw)];
  }
  if (index === 4 && minute % 4 === 0) {
    return [share(serviceOn(machine, programs.PRINT_SYNC, NETWORK_SERVICE, 4_020), timeMs, draw)];
  }
  return [];
}

function page(process: Process, timeMs: number, draw: Draw): Fact {
  const [, ip] = pick(draw, SITES);
  return connected(process, timeMs, { ip, port: 443 }, draw(49_700, 58_000), {
    closedMs: timeMs + draw(800, 4_000),
  });
}

function lookup(process: Process, timeMs: number, draw: Draw): Fact {
  const [name, ip] = pick(draw, SITES);
  return { kind: 'lookup', timeMs, process, name, addresses: [ip] };
}

function share(process: Process, timeMs: number, draw: Draw) {
  const to = { ip: pick(draw, FILE_SERVERS), port: SMB_PORT };
  return connected(process, timeMs, to, draw(49_700, 58_000), { closedMs: timeMs + 900 });
}

/** Another machine's kernel comes for a file. */
function accepted(machine: Machine, timeMs: number, draw: Draw): Fact {
  const client = { ...machine, name: 'elsewhere', ip: `10.20.9.${draw(10, 250)}` };
  const to = { ip: machine.ip, port: SMB_PORT };
  const opened = connected(kernelOf(client), timeMs, to, draw(49_700, 58_000), {
    closedMs: timeMs + 900,
  });
  return acceptedByKernel(machine, opened);
}

function file(process: Process, timeMs: number, draw: Draw): Fact {
  const path = `C:\\Users\\${process.account.name}\\Documents\\note-${draw(1, 9_999)}.docx`;
  return { kind: 'file', timeMs, process, path, bytes: draw(1_000, 90_000) };
}

/** A program of Windows' that comes and goes. */
function run(group: Group, index: number, timeMs: number, draw: Draw): Fact {
  const program = pick(draw, [programs.CONHOST, programs.WHOAMI]);
  const parent = desktopOf(group, index);
  const process = child(parent, program, userOf(group, index), {
    pid: draw(1_500, 4_900) * 4,
    startMs: timeMs,
  });
  return ran(process, timeMs + draw(100, 900));
}

function times<T>(count: number, make: () => T): readonly T[] {
  return Array.from({ length: count }, make);
}
