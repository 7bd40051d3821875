// Flags → what `local` runs with. What makes no sense is refused before anything is built or started.

import { readFileSync } from 'node:fs';
import { EnvironmentError, reasonOf, UsageError } from '../errors.ts';
import type { LocalDestination } from './destinations.ts';
import { assertFolder } from './list-folder.ts';

/** Flags as commander gives them. */
export interface LocalFlags {
  readonly watch?: string;
  readonly port: number;
  readonly grace: number;
  readonly once?: boolean;
  readonly slack?: string;
  readonly pagerdutyKeyFile?: string;
}

/** Flags, checked; destinations are those outside this machine. */
export interface LocalOptions {
  readonly folder: string | undefined;
  readonly port: number;
  readonly joinGraceSeconds: number;
  readonly isOnce: boolean;
  readonly destinations: readonly LocalDestination[];
}

/** Longest wait: who waits longer waits for little more (infra/config.ts). */
const MAX_GRACE_SECONDS = 43_200;

/** What a webhook's URL begins with; the adapter checks the rest. */
const WEBHOOK = 'https://hooks.slack.com/';

/** Checks the flags, and reads the files that hold secrets. */
export function toLocalOptions(flags: LocalFlags): LocalOptions {
  const { watch: folder, port, grace, once: isOnce = false } = flags;
  if (isOnce && folder === undefined) {
    throw new UsageError('--once ends when a folder is scanned; name it by --watch');
  }
  if (folder !== undefined) assertFolder(folder);
  return { folder, port, joinGraceSeconds: grace, isOnce, destinations: destinationsOf(flags) };
}

/** `--port`. */
export function parsePort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 1 && port <= 65_535) return port;
  throw new UsageError('--port is no port; expected 1 to 65535');
}

/** `--grace`. */
export function parseGrace(text: string): number {
  const seconds = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (seconds <= MAX_GRACE_SECONDS) return seconds;
  throw new UsageError(`--grace is no number of seconds; expected 0 to ${MAX_GRACE_SECONDS}`);
}

/** Routes as a deployment gives them by default: PagerDuty is there to wake somebody up. */
function destinationsOf({ slack, pagerdutyKeyFile }: LocalFlags): readonly LocalDestination[] {
  const destinations: LocalDestination[] = [];
  if (slack !== undefined) {
    const secret = slack.startsWith('https:') ? slack : readSecret('--slack', slack);
    if (!secret.startsWith(WEBHOOK)) {
      throw new UsageError(`--slack is no webhook; expected ${WEBHOOK}…, or a file that holds it`);
    }
    const routes = ['page', 'post', 'digest'];
    destinations.push({ kind: 'slack', name: 'slack', secret, routes, isLoopback: false });
  }
  if (pagerdutyKeyFile !== undefined) {
    const secret = readSecret('--pagerduty-key-file', pagerdutyKeyFile);
    const routes = ['page'];
    destinations.push({ kind: 'pagerduty', name: 'pagerduty', secret, routes, isLoopback: false });
  }
  return destinations;
}

/** The file's only line. What is wrong with it is said without a character of it. */
function readSecret(option: string, path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new EnvironmentError(`${option} cannot be read: ${reasonOf(cause)}`, { cause });
  }
  if (text !== '' && !/\s/.test(text)) return text;
  throw new EnvironmentError(`${option}: the file holds no secret; expected one word`);
}
