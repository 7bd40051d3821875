// The windows of one correlation, group and day → a finding. Commutative and idempotent, as the fold of single matches.

import {
  type CorrelationMatch,
  type Finding,
  type FindingCorrelation,
  type FindingPart,
  type PartialMatch,
  compareText,
} from '../model/index.ts';
import { Destinations } from './destinations.ts';
import { isoTime } from './event-time.ts';
import { destinationName } from './destination-name.ts';
import { partRankText, peakText, toNote } from './finding-part.ts';
import { fitFinding } from './fit.ts';
import { type CorrelationIdentity, matchId } from './identity.ts';
import { MatchNotes } from './match-notes.ts';
import { unpackEvidence } from './packed-evidence.ts';

/** A finding of a correlation to which windows are still added. Holds one event's evidence, never all. */
export class OpenCorrelation {
  readonly #tenant: string;
  readonly #identity: CorrelationIdentity;
  readonly #notes = new MatchNotes();
  readonly #destinations = new Destinations();
  #isExact = true;
  #firstMs = Number.POSITIVE_INFINITY;
  #lastMs = Number.NEGATIVE_INFINITY;
  #peak: CorrelationMatch;
  #least: PartialMatch | undefined;

  constructor(tenant: string, match: CorrelationMatch, identity: CorrelationIdentity) {
    this.#tenant = tenant;
    this.#identity = identity;
    this.#peak = withoutParts(match);
    this.add(match);
  }

  /** Adds a window of this finding; adding it again changes nothing. */
  add(match: CorrelationMatch): void {
    this.#isExact &&= match.isExact;
    if (comparePeaks(match, this.#peak) < 0) this.#peak = withoutParts(match);
    for (const part of match.parts) this.#addPart(match, part);
  }

  /** Adds the windows of another part of the same finding. */
  merge(other: OpenCorrelation): void {
    this.#isExact &&= other.#isExact;
    this.#notes.merge(other.#notes);
    this.#destinations.merge(other.#destinations);
    this.#firstMs = Math.min(this.#firstMs, other.#firstMs);
    this.#lastMs = Math.max(this.#lastMs, other.#lastMs);
    if (comparePeaks(other.#peak, this.#peak) < 0) this.#peak = other.#peak;
    if (other.#least !== undefined) this.#keepLeast(other.#least);
  }

  /** The finding so far, its members in the order of the model. */
  toFinding(): Finding {
    if (this.#least === undefined) throw new TypeError('a window holds no event');
    const evidence = unpackEvidence(this.#least.evidence);
    const { time, host, user, userSid, process, network, unknown, joined } = evidence;
    const { delivery, matched, matchedLeftOut } = evidence;
    const { id, title, level, tags } = this.#peak.correlation;
    const [firstTime, lastTime] = [isoTime(this.#firstMs), isoTime(this.#lastMs)];
    return {
      id: this.#identity.findingId,
      rule: { id, title, level, tags },
      tenant: this.#tenant,
      source: this.#peak.source,
      ...(time === undefined ? {} : { time }),
      ...(firstTime === undefined ? {} : { firstTime }),
      ...(lastTime === undefined ? {} : { lastTime }),
      day: this.#identity.day,
      ...(host === undefined ? {} : { host }),
      hostKey: this.#identity.hostKey,
      entityKey: this.#identity.entityKey,
      ...(user === undefined ? {} : { user }),
      ...(userSid === undefined ? {} : { userSid }),
      process,
      network,
      correlation: describe(this.#peak),
      count: this.#notes.count,
      isCountExact: this.#isExact && this.#notes.isExact,
      destinations: this.#destinations.first(),
      distinctDestinations: this.#destinations.distinct,
      unknown,
      ...(joined === undefined ? {} : { joined }),
      delivery,
      matched,
      ...(matchedLeftOut === undefined ? {} : { matchedLeftOut }),
    };
  }

  /** What an object of that name has of the finding. */
  toPart(object: string): FindingPart {
    if (this.#least === undefined) throw new TypeError('a window holds no event');
    const rank = partRankText(this.#least);
    const peakRank = peakText(this.#peak);
    return {
      finding: fitFinding(this.toFinding()),
      rank,
      peakRank,
      object,
      matches: this.#notes.all(),
    };
  }

  #addPart({ correlation }: CorrelationMatch, part: PartialMatch): void {
    const { network } = unpackEvidence(part.evidence);
    const id = matchId(this.#tenant, correlation.id, part.eventId);
    this.#notes.add(toNote(id, part.timeMs, network));
    this.#firstMs = Math.min(this.#firstMs, part.timeMs);
    this.#lastMs = Math.max(this.#lastMs, part.timeMs);
    this.#keepLeast(part);
    const { destinationIp: ip, destinationPort: port } = network;
    if (ip !== undefined) {
      const host = destinationName(network);
      this.#destinations.add({ ip, port, timeMs: part.timeMs, host });
    }
  }

  #keepLeast(part: PartialMatch): void {
    if (this.#least === undefined || compareParts(part, this.#least) < 0) this.#least = part;
  }
}

/** The greatest value first, then the earliest window. */
function comparePeaks(a: CorrelationMatch, b: CorrelationMatch): number {
  return b.value - a.value || a.endMs - b.endMs;
}

function compareParts(a: PartialMatch, b: PartialMatch): number {
  return (
    a.timeMs - b.timeMs || compareText(a.eventId, b.eventId) || compareText(a.evidence, b.evidence)
  );
}

function withoutParts(match: CorrelationMatch): CorrelationMatch {
  return { ...match, parts: [], completedBy: [] };
}

function describe({ correlation, group, endMs, value }: CorrelationMatch): FindingCorrelation {
  const windowEnd = isoTime(endMs);
  return {
    type: correlation.type,
    ...(correlation.valueFields.length === 0 ? {} : { fields: correlation.valueFields }),
    ...(correlation.type === 'value_percentile' ? { percentile: correlation.percentile } : {}),
    value,
    thresholds: correlation.thresholds,
    timespanMs: correlation.timespanMs,
    ...(windowEnd === undefined ? {} : { windowEnd }),
    groupBy: correlation.groupBy.map((name, index) => ({ name, value: group.values[index] ?? '' })),
  };
}
