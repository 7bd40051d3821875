// A connection → the name of its destination, short enough to be kept of each of a thousand.

import type { FindingNetwork } from '../model/index.ts';

/** Longer than any name of DNS; a log may write a whole URL, of which the name comes first. */
const MAX_NAME = 255;

/** The name; undefined where there is none, or only the address again. */
export function destinationName({
  destinationHostname,
  destinationIp,
}: Pick<FindingNetwork, 'destinationHostname' | 'destinationIp'>): string | undefined {
  const name = destinationHostname?.slice(0, MAX_NAME);
  return name === undefined || name === '' || name === destinationIp ? undefined : name;
}
