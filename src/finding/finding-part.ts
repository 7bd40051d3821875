// What one object has of a finding → what a store unites with the parts of others; and the texts that order it.

import { createHash } from 'node:crypto';
import {
  type CorrelationMatch,
  type FindingNetwork,
  type MatchNote,
  type PartialMatch,
  sortableNumber,
} from '../model/index.ts';
import { destinationName } from './destination-name.ts';
import type { EvidenceRank } from './evidence.ts';

/** Digits of an ordinal or offset: any that is exact. */
const PLACE_DIGITS = 16;

/** The order of {@link compareRanks} as a text. Names from outside are ASCII then: stores sort those as we do. */
export function rankText({ timeMs, eventId, content, delivery }: EvidenceRank): string {
  const { object, ordinal, offset } = delivery;
  const place = [ordinal, offset].map((number) => String(number).padStart(PLACE_DIGITS, '0'));
  const name = encodeURIComponent(object.toWellFormed());
  return [sortableNumber(timeMs), eventId, content, name, ...place].join(' ');
}

/** The same for an event of a correlation: what tells two that claim one id apart is their evidence. */
export function partRankText({ timeMs, eventId, evidence }: PartialMatch): string {
  const hash = createHash('sha256').update(evidence).digest('base64url');
  return [sortableNumber(timeMs), eventId, hash].join(' ');
}

/** The greatest value first, then the earliest window. */
export function peakText({ value, endMs }: CorrelationMatch): string {
  return `${sortableNumber(-value)} ${sortableNumber(endMs)}`;
}

/** A match with the time and destination that are known of it. */
export function toNote(
  matchId: string,
  timeMs: number | undefined,
  network: Pick<FindingNetwork, 'destinationIp' | 'destinationPort' | 'destinationHostname'>,
): MatchNote {
  const { destinationIp: ip, destinationPort: port } = network;
  const host = destinationName(network);
  return {
    matchId,
    ...(timeMs !== undefined && { timeMs }),
    ...(ip !== undefined && { ip }),
    ...(ip !== undefined && port !== undefined && { port }),
    ...(host !== undefined && { host }),
  };
}
