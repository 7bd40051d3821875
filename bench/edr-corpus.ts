// A source, a size and a seed → NDJSON of what that sensor sends of busy workstations: a realistic mix, SMB rare.

import { chunksOf } from './chunks.ts';
import { createRandom, type Random } from './random.ts';

/** Sources whose logs are made. */
export const CORPUS_SOURCES = ['elastic-defend', 'crowdstrike-fdr', 'sysmon'] as const;

/** One of them. */
export type CorpusSource = (typeof CORPUS_SOURCES)[number];

const START_MS = Date.UTC(2026, 10, 20);
const HOSTS = 400;

/** Shares of kinds, in percent: connections 28, starts 11, ends 9, and what else sensors tell. */
const KINDS = [
  ['network', 28],
  ['start', 11],
  ['end', 9],
  ['file', 24],
  ['registry', 13],
  ['library', 9],
  ['dns', 6],
] as const;

type Kind = (typeof KINDS)[number][0];

/** Of 10,000 connections so many go to port 445; of those, one in so many is not the kernel's. */
const SMB_OF_10000 = 30;
const PROGRAM_OF_SMB = 50;

const PROGRAMS = [
  'C:\\Windows\\System32\\svchost.exe',
  'C:\\Windows\\System32\\lsass.exe',
  'C:\\Windows\\System32\\backgroundTaskHost.exe',
  'C:\\Program Files\\Example\\Agent\\agent.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  'C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE',
] as const;
const PORTS = [53, 80, 88, 135, 389, 443, 443, 443, 443, 5985, 8080] as const;

/** One event, before a source writes it. */
export interface Moment {
  readonly kind: Kind;
  readonly number: number;
  readonly time: string;
  readonly ms: number;
  readonly host: number;
  readonly process: number;
  readonly image: string;
  readonly port: number;
  readonly isKernel: boolean;
  readonly random: Random;
}

/** Writes one event as its source does. */
export type WriteEvent = (moment: Moment) => object;

/** Yields whole lines, `bytes` of them or a little more. */
export function corpusOf(write: WriteEvent, bytes: number, seed: number): Generator<Buffer> {
  const random = createRandom(seed);
  return chunksOf((number) => JSON.stringify(write(nextMoment(number, random))), bytes);
}

function nextMoment(number: number, random: Random): Moment {
  const ms = START_MS + number * 3;
  const kind = kindOf(random.below(100));
  const isSmb = kind === 'network' && random.below(10_000) < SMB_OF_10000;
  const isKernel = isSmb && random.below(PROGRAM_OF_SMB) > 0;
  return {
    kind,
    number,
    ms,
    time: new Date(ms).toISOString(),
    host: random.below(HOSTS),
    process: random.below(4_000),
    image: isSmb && !isKernel ? 'C:\\Users\\Public\\tool.exe' : random.pick(PROGRAMS),
    port: isSmb ? 445 : random.pick(PORTS),
    isKernel,
    random,
  };
}

function kindOf(roll: number): Kind {
  let left = roll;
  for (const [kind, share] of KINDS) {
    if (left < share) return kind;
    left -= share;
  }
  return 'file';
}

/** So many hexadecimal digits. */
export function hex(random: Random, digits: number): string {
  let text = '';
  while (text.length < digits)
    text += random
      .below(2 ** 32)
      .toString(16)
      .padStart(8, '0');
  return text.slice(0, digits);
}

/** A UUID. */
export function uuid(random: Random): string {
  const text = hex(random, 32);
  const cuts = [0, 8, 12, 16, 20, 32];
  return cuts
    .slice(1)
    .map((end, index) => text.slice(cuts[index], end))
    .join('-');
}

/** The file name of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('\\') + 1);
}
