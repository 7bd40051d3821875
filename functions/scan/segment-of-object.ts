// What an object has for connections of others, what its own ask for, and what is counted of all → its file (docs/design/segments.md).

import type { CountLimits } from '../../src/correlate/index.ts';
import type { LogEvent } from '../../src/model/index.ts';
import type { Deferral } from '../../src/pipeline/index.ts';
import type {
  OpenConnection,
  PartialMatchStore,
  PartialPut,
  SegmentFiles,
} from '../../src/ports/index.ts';
import {
  type Asking,
  askingEntries,
  findsRoom,
  groupName,
  partialEntry,
  startEntry,
  startName,
  type StartOffers,
  writeObjectSegment,
} from '../../src/segments/index.ts';
import { filedCounts } from '../shared/filed-counts.ts';
import { CountedParts } from './counted-parts.ts';
import { DeferredParts } from './deferred-parts.ts';

/** What keeping starts in files takes. */
export interface SegmentDeps {
  readonly files: Pick<SegmentFiles, 'write'>;
  readonly deferral: Deferral;
  /** Correlations whose partial matches wait there too, until there are enough. */
  readonly counts: CountLimits;
}

/** Partial matches in memory, and characters of their evidence: with more a file is written before the object's end. */
const MAX_PARTS = 20_000;
const MAX_CHARACTERS = 32 * 1_048_576;
/** Names of groups that are wanted, the same. */
const MAX_WANTED = 20_000;

/** Characters of a connection's records that a file takes, if its names find room too: others are for the table to refuse. */
const MAX_BODY = 500_000;

/** A class because partial matches gather while the object is read. */
export class SegmentOfObject {
  readonly #deps: SegmentDeps;
  readonly #tenant: string;
  readonly #parts: DeferredParts;
  readonly #counted: CountedParts;
  /** Where partial matches of connections that are judged at the object's end go. */
  readonly judged: PartialMatchStore;

  /** @param make evidence of what is stored, where it is still to be made. @default it was made */
  constructor(
    deps: SegmentDeps,
    tenant: string,
    partialMatches: PartialMatchStore,
    make?: (put: PartialPut) => PartialPut,
  ) {
    this.#deps = deps;
    this.#tenant = tenant;
    this.#parts = new DeferredParts(partialMatches, deps.deferral, make);
    this.#counted = new CountedParts(this.#parts.store, deps.counts);
    this.judged = filedCounts(partialMatches, deps);
  }

  /** What the object's matches are given to. */
  get partialMatches(): PartialMatchStore {
    return this.#counted.store;
  }

  /** True for a connection that a file can hold. */
  takes(asking: Asking): boolean {
    return asking.connection.body.length <= MAX_BODY && findsRoom(asking);
  }

  /** What a connection asks for: starts, and, if a rule of those matches it, what others match of its group. */
  asking(
    connection: OpenConnection,
    events: readonly LogEvent[],
    rules: ReadonlySet<string>,
  ): Asking {
    const tenant = this.#tenant;
    const groups = events
      .flatMap((event) => this.#deps.deferral.groupsWantedBy(event, rules))
      .map((group) => groupName({ tenant, ...group }));
    return { connection, names: [...new Set([...connection.keys.map(startName), ...groups])] };
  }

  /** Writes what was gathered, if it is too much for memory. */
  async flush(): Promise<void> {
    const parts = [this.#parts, this.#counted];
    const count = parts.reduce((sum, one) => sum + one.count, 0);
    const characters = parts.reduce((sum, one) => sum + one.characters, 0);
    const { wanted } = this.#parts;
    const isMuch = count >= MAX_PARTS || characters >= MAX_CHARACTERS || wanted.size >= MAX_WANTED;
    if (isMuch) await this.write([], []);
  }

  /**
   * Writes starts, connections, and what was gathered. The same once more is the same file. Gives how many were too large to
   * be kept.
   */
  async write(starts: readonly StartOffers[], asking: readonly Asking[]): Promise<number> {
    const { puts, wanted } = this.#parts.takeAll();
    const entries = [
      ...starts.map(startEntry),
      ...asking.flatMap(askingEntries),
      ...puts.map(partialEntry),
      ...this.#counted.takeAll(),
    ];
    return await writeObjectSegment(this.#deps.files, { entries, wants: wanted });
  }
}
