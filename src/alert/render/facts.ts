// An alert → what is known of it, by name, each within bounds.

import type { Alert, Finding } from '../../model/index.ts';
import { tellingUnknowns } from '../certainty.ts';
import { isNamed } from '../host-name.ts';
import { awaitedWords, MAX_EXACT } from '../words.ts';
import { correlationWords } from '../correlation-words.ts';
import { ageWords } from './age.ts';
import { type Line, logged, type Piece, prose } from './voice.ts';

/** A name of ours, and what it is. */
export interface Fact {
  readonly name: string;
  readonly line: Line;
}

const MAX_NAME = 100;
const MAX_ID = 60;
const MAX_PATH = 200;
const MAX_HASH = 145;
const MAX_ADDRESS = 60;
const MAX_WORDS = 150;
const MAX_FOUND = 200;
/** Destinations that are named; the finding names up to twenty. */
const MAX_DESTINATIONS = 4;
/** Hashes by which people look a file up, the strongest first. */
const ALGORITHMS = ['sha256', 'sha1', 'md5'] as const;

/** In the order in which somebody who was just woken up asks for them. What no log told is said, not left out. */
export function factsOf(alert: Alert, nowMs: number): readonly Fact[] {
  const { lead } = alert;
  const { parent, hashes } = lead.process;
  return [
    fact('Host', hostLine(lead)),
    fact('User', namedLine(lead.user, lead.userSid)),
    fact('Process', programLine(lead)),
    fact('Parent', parent?.image === undefined ? NOT_RECORDED : [logged(parent.image, MAX_PATH)]),
    fact('Signature', signatureLine(lead)),
    fact('Hash', hashLine(hashes)),
    fact('Destinations', destinationLine(alert)),
    ...correlationFacts(lead),
    fact('First', timeLine(alert.firstTime, nowMs)),
    fact('Last', timeLine(alert.lastTime, nowMs)),
    fact('Count', countLine(lead)),
    fact('Still active', [activeWords(alert)]),
    ...optional('Not recorded', tellingUnknowns(lead)),
    ...optional('Judged without', awaitedWords(lead)),
  ];
}

const NOT_RECORDED: Line = ['not recorded'];

function fact(name: string, line: Line): Fact {
  return { name, line };
}

function optional(name: string, words: string | undefined): readonly Fact[] {
  return words === undefined ? [] : [fact(name, [prose(words, MAX_WORDS)])];
}

function hostLine(lead: Finding): Line {
  const { host, hostKey } = lead;
  const id = hostKey === '-' || hostKey === '' ? undefined : hostKey;
  if (!isNamed(lead) && id !== undefined) return [logged(id, MAX_NAME), ', not named by its log'];
  const isSame = host?.toLowerCase() === id?.toLowerCase();
  return namedLine(host, isSame ? undefined : id);
}

/** A name, and behind it the id that is certain. */
function namedLine(name: string | undefined, id: string | undefined): Line {
  if (name === undefined) return id === undefined ? NOT_RECORDED : [logged(id, MAX_NAME)];
  const known = logged(name, MAX_NAME);
  return id === undefined ? [known] : [known, ' (', logged(id, MAX_ID), ')'];
}

function programLine({ process }: Finding): Line {
  const { image, pid } = process;
  const path: Line = image === undefined ? NOT_RECORDED : [logged(image, MAX_PATH)];
  return pid === undefined ? path : [...path, `, pid ${pid}`];
}

/** What was not recorded is never taken for valid, nor for unsigned. */
function signatureLine({ process }: Finding): Line {
  const { signature, signatureStatus } = process;
  const signer: Piece =
    signature === undefined ? 'a signer not recorded' : logged(signature, MAX_NAME);
  switch (signatureStatus?.toLowerCase()) {
    case 'valid':
      return ['valid, by ', signer];
    case 'unsigned':
      return ['not signed'];
    case 'invalid':
      return ['invalid, claims ', signer];
    case 'unavailable':
    case undefined:
      return ['not recorded, which speaks neither for nor against it'];
    default:
      return ['status ', logged(signatureStatus ?? '', MAX_ID), ', by ', signer];
  }
}

function hashLine(hashes: Finding['process']['hashes'] = {}): Line {
  const known = ALGORITHMS.find((name) => Object.hasOwn(hashes, name));
  const algorithm = known ?? Object.keys(hashes)[0];
  if (algorithm === undefined) return NOT_RECORDED;
  return [
    prose(algorithm.toUpperCase(), MAX_ID / 3),
    ' ',
    logged(hashes[algorithm] ?? '', MAX_HASH),
  ];
}

function destinationLine({ lead, distinctDestinations }: Alert): Line {
  const { destinations, network } = lead;
  const first = destinations.slice(0, MAX_DESTINATIONS);
  if (first.length === 0) return ['none'];
  const named = first.flatMap(({ ip, port, host }, index): Line => {
    const name = host ?? (ip === network.destinationIp ? network.destinationHostname : undefined);
    const address = logged(portedAddress(ip, port), MAX_ADDRESS);
    const one: Line = name === undefined ? [address] : [logged(name, MAX_NAME), ' (', address, ')'];
    return index === 0 ? one : [', ', ...one];
  });
  const more = Math.max(distinctDestinations, destinations.length) - first.length;
  const least = distinctDestinations >= MAX_EXACT ? 'at least ' : '';
  return more > 0 ? [...named, ` and ${least}${more} more`] : named;
}

function portedAddress(ip: string, port: number | undefined): string {
  if (port === undefined) return ip;
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}

function correlationFacts({ correlation, isCountExact }: Finding): readonly Fact[] {
  if (correlation === undefined) return [];
  const words = correlationWords(correlation, { isExact: isCountExact });
  return [fact('Found', [prose(words, MAX_FOUND)])];
}

/** `2026-11-20 10:15:02 UTC, 4 min ago`. */
function timeLine(time: string | undefined, nowMs: number): Line {
  const age = time === undefined ? undefined : ageWords(time, nowMs);
  if (time === undefined || age === undefined) return NOT_RECORDED;
  const utc = new Date(Date.parse(time)).toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length);
  return [`${utc.replace('T', ' ')} UTC, ${age}`];
}

function countLine({ count, isCountExact, correlation }: Finding): Line {
  const what = correlation === undefined ? 'match' : 'event';
  const plural = count === 1 ? what : `${what}${what.endsWith('h') ? 'es' : 's'}`;
  return [`${isCountExact ? '' : 'at least '}${count} ${plural}`];
}

function activeWords({ event, isActive }: Alert): string {
  if (isActive) return 'yes, more may come';
  return event === 'resolved' ? 'no, a day without a match' : 'no, the counts are final';
}
