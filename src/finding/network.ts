// An event → the connection a finding shows.

import type { FindingNetwork, LogEvent } from '../model/index.ts';
import { canonicalIp } from './ip-text.ts';
import { readBoolean, readNumber, readText } from './readable.ts';
import { supplied } from './supplied.ts';

/** The connection of the event; empty for an event that is none. */
export function renderNetwork(event: LogEvent): FindingNetwork {
  return supplied<FindingNetwork>({
    sourceIp: address(event.field('SourceIp')),
    sourcePort: readNumber(event.field('SourcePort')),
    destinationIp: address(event.field('DestinationIp')),
    destinationPort: readNumber(event.field('DestinationPort')),
    destinationHostname: readText(event.field('DestinationHostname')),
    protocol: readText(event.field('Protocol')),
    initiated: readBoolean(event.field('Initiated')),
  });
}

function address(value: unknown): string | undefined {
  const text = readText(value);
  return text === undefined ? undefined : canonicalIp(text);
}
