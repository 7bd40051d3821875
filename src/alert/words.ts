// Parts of a finding → the words for them, each safe to show and bounded.

import type { Finding } from '../model/index.ts';
import { shown } from './safe-text.ts';

const MAX_NAME = 80;
const MAX_PATH = 160;
/** Fields named of a list. */
const MAX_LISTED = 10;

/** Distinct things are counted exactly below this number (see the finding's fold), then as a lower bound. */
export const MAX_EXACT = 1_000;

/** The program's file name: what people know it by. */
export function programWords({ process }: Finding): string {
  const name = process.image?.split(/[\\/]/).findLast((part) => part !== '');
  return name === undefined ? 'an unknown program' : shown(name, MAX_NAME);
}

/** A whole path. */
export function pathWords(path: string): string {
  return shown(path, MAX_PATH);
}

/** The host's name, else its id. */
export function hostWords({ host, hostKey }: Finding): string {
  const name = host ?? hostKey;
  return ['', '-'].includes(name.trim()) ? 'an unnamed host' : shown(name, MAX_NAME);
}

/** The account, by name if there is one. */
export function userWords({ user, userSid }: Finding): string {
  const name = user ?? userSid;
  return name === undefined ? 'user not recorded' : `as ${shown(name, MAX_NAME)}`;
}

/** `once`, `3 times`, `at least 1000 times`. */
export function countWords({
  count,
  isCountExact,
}: Pick<Finding, 'count' | 'isCountExact'>): string {
  if (!isCountExact) return `at least ${count} times`;
  return count === 1 ? 'once' : `${count} times`;
}

/** Fields that come from another event of the process; undefined where all stand in the event itself. */
export function joinedWords({ joined = [] }: Pick<Finding, 'joined'>): string | undefined {
  return listWords(joined);
}

/** `Image, SignatureStatus`; undefined where nothing was waited for in vain. */
export function awaitedWords({ awaited = [] }: Pick<Finding, 'awaited'>): string | undefined {
  return listWords(awaited);
}

function listWords(names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const first = names.slice(0, MAX_LISTED).map((name) => shown(name, MAX_NAME));
  const more = names.length - first.length;
  return more > 0 ? `${first.join(', ')} and ${more} more` : first.join(', ');
}

/** When, to the second; the finding has the milliseconds. */
export function timeWords({ firstTime, lastTime, time }: Finding): string {
  const first = firstTime ?? time;
  if (first === undefined) return 'at a time not recorded';
  const last = lastTime ?? first;
  if (secondOf(first) === secondOf(last)) return `at ${secondOf(first)} UTC`;
  return `from ${secondOf(first)} to ${secondOf(last)} UTC`;
}

/** `2026-11-20 12:00:00` of an ISO time. */
export function secondOf(time: string): string {
  return shown(time.slice(0, 19).replace('T', ' '), MAX_NAME);
}

/** `fs01.example.com (192.0.2.9:445) and 3 more`; undefined for a finding that is about no connection. */
export function destinationWords(finding: Finding): string | undefined {
  const { destinations, network, distinctDestinations } = finding;
  const ip = destinations[0]?.ip ?? network.destinationIp;
  if (ip === undefined) return undefined;
  const port = destinations[0] === undefined ? network.destinationPort : destinations[0].port;
  const hostname =
    destinations[0]?.host ??
    (ip === network.destinationIp ? network.destinationHostname : undefined);
  const address = addressWords(ip, port);
  const name = hostname === undefined ? address : `${shown(hostname, MAX_NAME)} (${address})`;
  if (distinctDestinations < 2) return name;
  const isBound = distinctDestinations >= MAX_EXACT;
  return `${name} and ${isBound ? 'at least ' : ''}${distinctDestinations - 1} more`;
}

/** `192.0.2.9:445`, `[2001:db8::9]:445`. */
export function addressWords(ip: string, port: number | undefined): string {
  const address = shown(ip, MAX_NAME);
  if (port === undefined) return address;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
