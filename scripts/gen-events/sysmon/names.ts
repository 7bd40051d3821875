// Processes and logons → the ids that Sysmon makes for them.

import { DOMAIN } from '../company.ts';
import type { Account, Machine, Process } from '../facts.ts';
import { hexOf } from '../random.ts';

const KERNEL_PID = 4;

/** Full name of a machine, as event logs name it. */
export function computerOf(machine: Machine): string {
  return `${machine.name}.${DOMAIN}`;
}

/** Low and high 16 bits of a 32-bit number, in hex: how Sysmon lays out numbers in a GUID. */
function halves(value: number): readonly [low: string, high: string] {
  const hex = value.toString(16).padStart(8, '0');
  return [hex.slice(4), hex.slice(0, 4)];
}

/** Bytes in reverse: `9cc0b6` → `b6c09c`. */
function swapBytes(hex: string): string {
  return (hex.match(/../g) ?? []).toReversed().join('');
}

/** `{machine-start in seconds-number of the process}`, lower case, as NXLog and Winlogbeat pass it on. */
export function processGuid({ machine, pid, startMs }: Process): string {
  const [low, high] = halves(Math.floor(startMs / 1_000));
  const count = pid === KERNEL_PID ? 1 : (pid * 3 + 33) % 0x10000;
  const serial = swapBytes(count.toString(16).padStart(4, '0'));
  return `{${machineHex(machine)}-${low}-${high}-${serial}-000000000400}`;
}

/** `{machine-logon in seconds-logon id}`. */
export function logonGuid(machine: Machine, account: Account): string {
  const logonMs = account.session === 0 ? machine.bootMs : machine.bootMs + 6_400_000;
  const [low, high] = halves(Math.floor(logonMs / 1_000));
  const id = swapBytes(account.logonId.toString(16).padStart(8, '0')).padEnd(16, '0');
  return `{${machineHex(machine)}-${low}-${high}-${id.slice(0, 4)}-${id.slice(4)}}`;
}

function machineHex({ name }: Machine): string {
  return hexOf(`sysmon machine ${name}`, 8);
}

/** Hashes of a program as Sysmon writes them. Made of its path: no real file has them. */
export function hashesOf(image: string): string {
  const lengths = { SHA1: 40, MD5: 32, SHA256: 64, IMPHASH: 32 };
  return Object.entries(lengths)
    .map(([name, length]) => `${name}=${hexOf(`${name} ${image}`, length).toUpperCase()}`)
    .join(',');
}
