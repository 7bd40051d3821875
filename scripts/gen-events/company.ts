// The invented company: machines of corp.example.com, and the accounts that work on them.

import type { Account, Machine } from './facts.ts';

/** 2026-11-20 (a Friday), the day of the story, at `hh:mm:ss.mmm` UTC → epoch ms. */
export function at(time: string): number {
  return Date.parse(`2026-11-20T${time}Z`);
}

/** DNS domain of all machines. */
export const DOMAIN = 'corp.example.com';

const BOOT_MS = Date.parse('2026-11-17T05:12:40.000Z');

function machine(name: string, ip: string, kind: Machine['kind'], order: number): Machine {
  return { name, ip, kind, bootMs: BOOT_MS + order * 1_217_000 };
}

/** Al's workstation: where the story begins. */
export const WS_17 = machine('ws-17', '10.20.1.17', 'workstation', 1);
/** Mia's workstation. */
export const WS_22 = machine('ws-22', '10.20.1.22', 'workstation', 2);
/** The file server: what the attacker is after. */
export const FILES = machine('srv-files-01', '10.20.0.21', 'server', 3);
/** The domain controller. */
export const DC = machine('dc-01', '10.20.0.10', 'server', 4);
/** Runs the company's own print service. */
export const APPS = machine('srv-apps-01', '10.20.0.30', 'server', 5);

/** Machines whose logs are collected. */
export const MACHINES = [WS_17, WS_22, FILES, DC, APPS] as const;

/** Machines that have no sensor: they are only seen as destinations. */
export const UNWATCHED_IPS = ['10.20.0.41', '10.20.0.42'] as const;

const DOMAIN_SID = 'S-1-5-21-1004336348-1177238915-682003330';

function person(name: string, rid: number, logonId: number): Account {
  const sid = `${DOMAIN_SID}-${rid}`;
  return { domain: 'CORP', name, sid, logonId, session: 1, integrity: 'Medium' };
}

function service(name: string, sid: string, logonId: number): Account {
  return { domain: 'NT AUTHORITY', name, sid, logonId, session: 0, integrity: 'System' };
}

/** The user who opens the attachment. */
export const AL = person('al', 1105, 0x4f2c1d);
/** A colleague who administers printers. */
export const MIA = person('mia', 1112, 0x51a90b);
export const SYSTEM = service('SYSTEM', 'S-1-5-18', 0x3e7);
export const LOCAL_SERVICE = service('LOCAL SERVICE', 'S-1-5-19', 0x3e5);
export const NETWORK_SERVICE = service('NETWORK SERVICE', 'S-1-5-20', 0x3e4);
