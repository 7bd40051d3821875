// What the families' writers have in common: which facts an agent logs, records in the order of their times, and cuts.

import type { Account, Fact, Machine, Process, Program } from './facts.ts';
import type { JsonRecord } from './json.ts';
import { KERNEL, UNKNOWN } from './programs.ts';
import { hexOf } from './random.ts';
import { story } from './story.ts';

/** A record with its time, for sorting and for cutting into objects. */
export interface TimedRecord {
  /** Epoch ms. */
  readonly timeMs: number;
  readonly machine: Machine;
  readonly record: JsonRecord;
}

/** What the agents look up themselves: a program that is not known is Sysmon's trouble alone. */
export function agentFacts(): readonly Fact[] {
  return story().filter(({ process }) => process.program !== UNKNOWN);
}

/** In the order of their times. */
export function inOrder<T extends { readonly timeMs: number }>(items: readonly T[]): readonly T[] {
  return items.toSorted((one, other) => one.timeMs - other.timeMs);
}

/** The records from one time to before another, epoch ms. */
export function recordsBetween(
  timed: readonly TimedRecord[],
  fromMs: number,
  toMs: number,
): readonly JsonRecord[] {
  return timed
    .filter(({ timeMs }) => timeMs >= fromMs && timeMs < toMs)
    .map(({ record }) => record);
}

/** The records of some machines. */
export function recordsOf(
  timed: readonly TimedRecord[],
  machines: readonly Machine[],
): readonly JsonRecord[] {
  return timed.filter(({ machine }) => machines.includes(machine)).map(({ record }) => record);
}

/** Digests of a program's file, lower case. Made of its path: no real file has them. */
export function digestsOf({ image }: Program) {
  return {
    md5: hexOf(`MD5 ${image}`, 32),
    sha1: hexOf(`SHA1 ${image}`, 40),
    sha256: hexOf(`SHA256 ${image}`, 64),
  };
}

/** `CORP\al` */
export function accountName({ domain, name }: Account): string {
  return `${domain}\\${name}`;
}

/** True for the kernel, which is no file. */
export function isKernel({ program }: Process): boolean {
  return program === KERNEL;
}

/** A name of the process instance: the same for all its events, another for every other process. */
export function instanceOf({ machine, pid, startMs }: Process): string {
  return `${machine.name} ${pid} ${startMs}`;
}

const VOLUMES: readonly (readonly [drive: string, device: string])[] = [
  ['C:', '\\Device\\HarddiskVolume3'],
  ['D:', '\\Device\\HarddiskVolume5'],
];

/** `C:\Users` → `\Device\HarddiskVolume3\Users`; a name without a drive stays. */
export function devicePath(path: string): string {
  const volume = VOLUMES.find(([drive]) => path.startsWith(drive));
  return volume === undefined ? path : volume[1] + path.slice(volume[0].length);
}
