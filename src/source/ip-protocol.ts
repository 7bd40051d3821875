// IANA's protocol numbers → the names that Sysmon logs, and the one that it has no events for.

import { knownText } from './text.ts';

const PROTOCOLS: ReadonlyMap<string, string> = new Map([
  ['1', 'icmp'],
  ['6', 'tcp'],
  ['17', 'udp'],
]);

/** `tcp`, `udp` or `icmp`; undefined for another number, and for what is none. */
export function ipProtocolName(value: unknown): string | undefined {
  return PROTOCOLS.get(knownText(value) ?? '');
}
