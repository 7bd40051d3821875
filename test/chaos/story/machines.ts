// The machines of the story: groups of them share a sensor and a shipper, so that an object holds what one group did in a minute.

import type { Account, Machine, Process, Program } from '../../../scripts/gen-events/facts.ts';
import { child, kernelOf } from '../../../scripts/gen-events/processes.ts';
import { EXPLORER } from '../../../scripts/gen-events/programs.ts';

/** Sensor and shape of a group's records. */
export const GROUPS = [
  'sysmon-nxlog',
  'sysmon-flat',
  'sysmon-winlogbeat',
  'elastic-clients',
  'elastic-servers',
  'sentinelone',
  'carbon-black-cloud',
  'ocsf',
  'harfanglab',
  'crowdstrike-fdr',
] as const;

export type Group = (typeof GROUPS)[number];

/** Machines of a group. */
export const GROUP_SIZE = 6;

/** Minutes of the story: an object a group and minute. */
export const MINUTES = 22;

const BEGIN_MS = Date.UTC(2026, 10, 20, 10);
const BOOT_MS = Date.UTC(2026, 10, 17, 5, 12, 40);
const DOMAIN_SID = 'S-1-5-21-1004336348-1177238915-682003330';

/** Epoch ms of a minute of the story, and of a second in it. */
export function atMinute(minute: number, second = 0): number {
  return BEGIN_MS + minute * 60_000 + second * 1_000;
}

/** The nth machine of a group. */
export function machineOf(group: Group, index: number): Machine {
  const row = GROUPS.indexOf(group);
  const kind = group === 'elastic-servers' ? 'server' : 'workstation';
  return {
    name: `${kind === 'server' ? 'srv' : 'ws'}-${row}${String(index).padStart(2, '0')}`,
    ip: `10.20.${10 + row}.${10 + index}`,
    kind,
    bootMs: BOOT_MS + (row * 100 + index) * 61_000,
  };
}

/** Who works there. */
export function userOf(group: Group, index: number): Account {
  const rid = 2_000 + GROUPS.indexOf(group) * 100 + index;
  return {
    domain: 'CORP',
    name: `user${rid}`,
    sid: `${DOMAIN_SID}-${rid}`,
    logonId: 0x50_00_00 + rid,
    session: 1,
    integrity: 'Medium',
  };
}

/** The desktop of a machine's user, which ran before the logs begin. */
export function desktopOf(group: Group, index: number): Process {
  const run = { pid: 5_120, startMs: atMinute(-180), commandLine: EXPLORER.image };
  const { parent: _kernel, ...desktop } = child(
    kernelOf(machineOf(group, index)),
    EXPLORER,
    userOf(group, index),
    run,
  );
  return { ...desktop, parent: undefined };
}

/** A program that nobody signed. */
export function unsignedProgram(image: string): Program {
  return {
    image,
    originalFileName: '-',
    description: '-',
    product: '-',
    company: '-',
    fileVersion: '1.0.0.0',
    signer: undefined,
  };
}
