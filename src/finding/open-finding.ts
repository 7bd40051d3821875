// The matches of one finding → that finding. Holds what is shown of the evidence, never whole records.

import type { Finding, FindingPart, FindingRule, Match } from '../model/index.ts';
import { Destinations } from './destinations.ts';
import { eventTimeMs, isoTime } from './event-time.ts';
import { compareRanks, type EvidenceRank, rankOf } from './evidence.ts';
import { destinationName } from './destination-name.ts';
import { rankText, toNote } from './finding-part.ts';
import { fitFinding } from './fit.ts';
import type { MatchIdentity } from './identity.ts';
import { MatchNotes } from './match-notes.ts';
import { renderNetwork } from './network.ts';
import { type ShownEvidence, showEvidence } from './show-evidence.ts';

/** What all matches of a finding have in common. */
interface FindingKey {
  readonly id: string;
  readonly rule: FindingRule;
  readonly tenant: string;
  readonly source: string;
  readonly day: string;
  readonly hostKey: string;
  readonly entityKey: string;
}

/** Behind a rank: puts evidence that was judged early behind the same that was not, whatever was told of it. */
const EARLY = ' early';

/** More fields than a join fills. */
const MOST_JOINED = 999;

/** A finding to which matches are still added. */
export class OpenFinding {
  readonly #key: FindingKey;
  readonly #notes = new MatchNotes();
  readonly #destinations = new Destinations();
  #firstMs = Number.POSITIVE_INFINITY;
  #lastMs = Number.NEGATIVE_INFINITY;
  #rank: EvidenceRank;
  #evidence: ShownEvidence;

  constructor(tenant: string, match: Match, identity: MatchIdentity) {
    this.#key = keyOf(tenant, match, identity);
    this.#rank = { ...rankOf(match, identity.eventId) };
    this.#evidence = showEvidence(match);
    this.#note(match, identity);
  }

  /** Adds a match of this finding; adding it again changes nothing. True if the finding now shows this one. */
  add(match: Match, identity: MatchIdentity): boolean {
    this.#note(match, identity);
    const rank = rankOf(match, identity.eventId);
    if (compareRanks(rank, this.#rank) >= 0) return false;
    this.#rank = { ...rank };
    this.#evidence = showEvidence(match);
    return true;
  }

  /** Adds the matches of another part of the same finding. */
  merge(other: OpenFinding): void {
    this.#notes.merge(other.#notes);
    this.#destinations.merge(other.#destinations);
    this.#firstMs = Math.min(this.#firstMs, other.#firstMs);
    this.#lastMs = Math.max(this.#lastMs, other.#lastMs);
    if (compareRanks(other.#rank, this.#rank) >= 0) return;
    this.#rank = other.#rank;
    this.#evidence = other.#evidence;
  }

  /** The finding so far, its members in the order of the model: printed keys are stable. */
  toFinding(): Finding {
    const { time, host, user, userSid, process, network } = this.#evidence;
    const { id, rule, tenant, source, day, hostKey, entityKey } = this.#key;
    const firstTime = isoTime(this.#firstMs);
    const lastTime = isoTime(this.#lastMs);
    return {
      id,
      rule,
      tenant,
      source,
      ...(time === undefined ? {} : { time }),
      ...(firstTime === undefined ? {} : { firstTime }),
      ...(lastTime === undefined ? {} : { lastTime }),
      day,
      ...(host === undefined ? {} : { host }),
      hostKey,
      entityKey,
      ...(user === undefined ? {} : { user }),
      ...(userSid === undefined ? {} : { userSid }),
      process,
      network,
      count: this.#notes.count,
      isCountExact: this.#notes.isExact,
      destinations: this.#destinations.first(),
      distinctDestinations: this.#destinations.distinct,
      ...basisOf(this.#evidence),
    };
  }

  /** What an object of that name has of the finding. Of one event's evidence the one that lacks nothing goes first. */
  toPart(object: string): FindingPart {
    const rank = rankText(this.#rank) + lackText(this.#evidence);
    return { finding: fitFinding(this.toFinding()), rank, object, matches: this.#notes.all() };
  }

  #note(match: Match, identity: MatchIdentity): void {
    const timeMs = eventTimeMs(match.event);
    const network = renderNetwork(match.event);
    this.#notes.add(toNote(identity.matchId, timeMs, network));
    if (timeMs !== undefined) {
      this.#firstMs = Math.min(this.#firstMs, timeMs);
      this.#lastMs = Math.max(this.#lastMs, timeMs);
    }
    const { destinationIp: ip, destinationPort: port } = network;
    if (ip !== undefined) {
      this.#destinations.add({ ip, port, timeMs, host: destinationName(network) });
    }
  }
}

/** The less other events told of it, the greater: an object that was cut short may lack the start of a process. */
function lackText({ joined = [], awaited }: ShownEvidence): string {
  if (awaited !== undefined) return EARLY;
  return ` ${String(MOST_JOINED - joined.length).padStart(3, '0')}`;
}

/** What the evidence was judged by, and without. */
function basisOf({ unknown, joined, awaited, delivery, matched, matchedLeftOut }: ShownEvidence) {
  return {
    unknown,
    ...(joined === undefined ? {} : { joined }),
    ...(awaited === undefined ? {} : { awaited }),
    delivery,
    matched,
    ...(matchedLeftOut === undefined ? {} : { matchedLeftOut }),
  };
}

function keyOf(tenant: string, match: Match, identity: MatchIdentity): FindingKey {
  const { id, title, level, tags } = match.rule;
  return {
    id: identity.findingId,
    rule: { id, title, level, tags },
    tenant,
    source: match.event.source,
    day: identity.day,
    hostKey: match.event.hostKey,
    entityKey: identity.entityKey,
  };
}
