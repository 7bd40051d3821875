// IANA's protocol numbers → the names that Sysmon logs.

import { knownText } from './text.ts';

const PROTOCOLS: ReadonlyMap<string, string> = new Map([
  ['6', 'tcp'],
  ['17', 'udp'],
]);

/** `tcp` or `udp`; undefined for a number that Sysmon has no name for, and for what is none. */
export function ipProtocolName(value: unknown): string | undefined {
  return PROTOCOLS.get(knownText(value) ?? '');
}
