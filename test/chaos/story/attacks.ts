// The forty attacks: each is a process and the one rule that must speak of it. Written down here by hand, and by no engine.
//
//   minute m            │ m + 1             what lies in one object and what in the next
//   start ──────────────┼─▶ :445            sequence: the start is in another object than its connections
//   :445 :445 :445 :445 │ :445 :445 …       fan-out: twelve hosts in five minutes, in five objects

import { connected } from '../../../scripts/gen-events/connections.ts';
import { type Fact, type Process, ran } from '../../../scripts/gen-events/facts.ts';
import { child } from '../../../scripts/gen-events/processes.ts';
import { EXPLORER, POWERSHELL } from '../../../scripts/gen-events/programs.ts';
import { atMinute, desktopOf, type Group, unsignedProgram, userOf } from './machines.ts';

/** The rules of the pack that are to speak, by their ids. */
export const RULES = {
  untrusted: 'a1874aa0-0b00-4515-ad76-0779bfb72335',
  lolbin: '396b47f5-e279-4aee-8551-5afbf63dc1fe',
  sequence: '3be01e7a-b7e2-4e6b-b61f-1897ecfa6fd9',
  fanOut: 'b8e4d1c6-53a7-4f29-8c0b-94d26e7fa135',
} as const;

/** Which rule must find which process. */
export interface Attack {
  readonly rule: keyof typeof RULES;
  /** Source adapter's id. */
  readonly source: string;
  /** Of the attacking process; no other process of the story has it. */
  readonly pid: number;
  /** Distinct matches of the finding. */
  readonly count: number;
}

/** A process that attacks, what it does, and what must be found of it. */
export interface Raid {
  readonly group: Group;
  readonly facts: readonly Fact[];
  readonly attacks: readonly Attack[];
}

/** Machine of its group and minute in which it begins; a machine has one raid. */
interface Place {
  readonly group: Group;
  readonly machine: number;
  readonly minute: number;
}

const FAN = 12;
const SMB_PORT = 445;

/** All raids. */
export function raids(): readonly Raid[] {
  return PLACES.map(({ make, ...place }, index) => make(place, 20_004 + index * 4));
}

/** PowerShell, which ran before, connects once. */
function lolbin(place: Place, pid: number): Raid {
  const process = child(desktopOf(place.group, place.machine), POWERSHELL, userAt(place), {
    pid,
    startMs: atMinute(-90),
  });
  return raid(place, [connection(process, place, 20, 1)], [['lolbin', pid, 1]]);
}

/** An unsigned program, which ran before, connects to three hosts in as many objects. */
function untrusted(place: Place, pid: number): Raid {
  const process = tool(place, pid, atMinute(-90));
  const facts = [1, 2, 3].map((host) => connection(process, place, 60 * host - 30, host));
  return raid(place, facts, [['untrusted', pid, 3]]);
}

/** An unsigned program starts, and in the next object it connects to two hosts. */
function sequence(place: Place, pid: number): Raid {
  const process = tool(place, pid, atMinute(place.minute, 45));
  const facts = [connection(process, place, 75, 1), connection(process, place, 78, 2)];
  return raid(
    place,
    [ran(process), ...facts],
    [
      ['untrusted', pid, 2],
      ['sequence', pid, 3],
    ],
  );
}

/** A program of Microsoft's, with somebody else's code in it, connects to twelve hosts. */
function injected(place: Place, pid: number): Raid {
  const process = child(desktopOf(place.group, place.machine), EXPLORER, userAt(place), {
    pid,
    startMs: atMinute(-90),
  });
  return raid(place, fan(process, place), [['fanOut', pid, FAN]]);
}

/** An unsigned program does. */
function worm(place: Place, pid: number): Raid {
  const process = tool(place, pid, atMinute(-90));
  return raid(place, fan(process, place), [
    ['untrusted', pid, FAN],
    ['fanOut', pid, FAN],
  ]);
}

const PLACES: readonly (Place & { readonly make: (place: Place, pid: number) => Raid })[] = [
  ...each(lolbin, 0, [
    ['sysmon-nxlog', 3],
    ['sysmon-flat', 7],
    ['sysmon-winlogbeat', 12],
    ['elastic-clients', 1],
    ['elastic-servers', 18],
    ['sentinelone', 9],
    ['carbon-black-cloud', 15],
    ['ocsf', 5],
  ]),
  ...each(untrusted, 1, [
    ['sysmon-nxlog', 14],
    ['sysmon-flat', 2],
    ['sysmon-winlogbeat', 6],
    ['elastic-clients', 11],
    ['elastic-servers', 4],
    ['sentinelone', 16],
    ['carbon-black-cloud', 8],
    ['ocsf', 13],
  ]),
  ...each(sequence, 2, [
    ['sysmon-nxlog', 9],
    ['sysmon-flat', 16],
    ['sysmon-winlogbeat', 1],
    ['elastic-clients', 5],
    ['elastic-servers', 12],
    ['sentinelone', 3],
    ['harfanglab', 10],
    ['crowdstrike-fdr', 18],
  ]),
  ...each(sequence, 3, [['crowdstrike-fdr', 7]]),
  ...each(injected, 3, [
    ['sysmon-nxlog', 8],
    ['elastic-clients', 13],
    ['carbon-black-cloud', 2],
    ['ocsf', 10],
  ]),
  ...each(worm, 4, [['elastic-servers', 6]]),
];

function each(
  make: (place: Place, pid: number) => Raid,
  machine: number,
  where: readonly (readonly [group: Group, minute: number])[],
) {
  return where.map(([group, minute]) => ({ group, machine, minute, make }));
}

/** Three seconds of each of five minutes. */
function fan(process: Process, place: Place): readonly Fact[] {
  return Array.from({ length: FAN }, (_, host) =>
    connection(process, place, 40 + 60 * Math.floor(host / 3) + 3 * (host % 3), host),
  );
}

function tool(place: Place, pid: number, startMs: number): Process {
  const user = userAt(place);
  const image = `C:\\Users\\${user.name}\\Downloads\\tool-${pid}.exe`;
  const program = unsignedProgram(image);
  return child(desktopOf(place.group, place.machine), program, user, { pid, startMs });
}

function connection(process: Process, { minute }: Place, second: number, host: number): Fact {
  const timeMs = atMinute(minute, second);
  const to = { ip: `10.20.200.${10 + host}`, port: SMB_PORT };
  return connected(process, timeMs, to, 58_200 + host, { closedMs: timeMs + 700 });
}

function userAt({ group, machine }: Place) {
  return userOf(group, machine);
}

function raid(
  { group }: Place,
  facts: readonly Fact[],
  attacks: readonly (readonly [rule: Attack['rule'], pid: number, count: number])[],
): Raid {
  const source = group.startsWith('sysmon')
    ? 'sysmon'
    : group.startsWith('elastic')
      ? 'elastic-defend'
      : group;
  return {
    group,
    facts,
    attacks: attacks.map(([rule, pid, count]) => ({ rule, source, pid, count })),
  };
}
