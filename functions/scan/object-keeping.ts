// What one attempt at an object keeps in the buckets: the records behind its findings, and its rejected records.

import { eventId, packEvidence } from '../../src/finding/index.ts';
import type { Match } from '../../src/model/index.ts';
import {
  type Deferral,
  type MatchReader,
  type OutboxDeps,
  packHeld,
} from '../../src/pipeline/index.ts';
import type { Quarantine, QuarantineFiles } from '../../src/ports/index.ts';
import type { RecordsOf } from '../../src/deliver/index.ts';
import { EvidenceRecords } from '../../src/deliver/index.ts';

/** What an attempt keeps things with. */
export interface KeepingDeps {
  /** Is told of rejected records. */
  readonly quarantine: Quarantine;
  /** Keeps those of one object. @default they are told of alone */
  readonly openQuarantine?: () => QuarantineFiles;
  /** What keeps findings before they are published, given the records behind them. @default nothing does */
  readonly keepWith?: (recordsOf: RecordsOf) => OutboxDeps['keep'];
  /** Whose evidence is made once it is asked for. @default nobody's: all is made at once */
  readonly segments?: { readonly deferral: Pick<Deferral, 'defers'> } | undefined;
  readonly watch: EvidenceWatch;
}

/** Is told what found no room. */
export interface EvidenceWatch {
  /** Records that evidence names by their place alone. */
  evidenceLeftOut(object: string, count: number): void;
}

/** A class because it owns what is held between the scan and its end. */
export class ObjectKeeping {
  readonly #deps: KeepingDeps;
  readonly #files: QuarantineFiles | undefined;
  readonly records = new EvidenceRecords();

  constructor(deps: KeepingDeps) {
    this.#deps = deps;
    this.#files = deps.openQuarantine?.();
  }

  /** Keeps a rejected record in the object's file, and tells of it. */
  readonly quarantine: Quarantine = {
    keep: async (...rejected) => {
      await this.#files?.keep(...rejected);
      await this.#deps.quarantine.keep(...rejected);
    },
  };

  /** Reads a match that takes part in a correlation: its record may be of a window. */
  readonly reader: MatchReader = {
    eventId,
    packEvidence: (match, correlation) => {
      const isDeferred = this.#deps.segments?.deferral.defers({ id: correlation }, match.rule.id);
      return (isDeferred === true ? packHeld(match) : undefined) ?? this.packNow(match);
    },
  };

  /** The evidence of a match that may be of a window: its record is held. */
  packNow(match: Match): string {
    this.records.takesPart(match);
    return packEvidence(match);
  }

  /** The outbox, with what keeps findings first. */
  outbox(outbox: OutboxDeps): OutboxDeps {
    const { keepWith } = this.#deps;
    if (keepWith === undefined) return outbox;
    return { ...outbox, keep: keepWith((finding) => this.records.of(finding)) };
  }

  /**
   * Ends the file of an object that was scanned, and says why it could not be written. The file of one that is gone, or is
   * another by now, stays as it was.
   */
  async end(object: string, isScanned: boolean): Promise<string | undefined> {
    const { leftOut } = this.records;
    if (leftOut > 0) this.#deps.watch.evidenceLeftOut(object, leftOut);
    if (!isScanned) return undefined;
    try {
      await this.#files?.close();
      return undefined;
    } catch (thrown) {
      if (!(thrown instanceof Error)) throw thrown;
      return `rejected records could not be kept: ${thrown.message}`;
    }
  }
}
