// Partial matches of an object that count → its file, where settle counts those of all objects; the store, where the object's own are enough.
//
//   put     gathered, by group and time · too large for a file: stored
//   take    what was gathered goes into a file · what of it was stored is not stored again: the file asks for all that is near it
//   range   of times in which the object has enough: what was gathered of them is stored first · of others: nothing is asked, settle
//           finds what there is with those of other objects

import type { CountLimit, CountLimits } from '../../src/correlate/index.ts';
import type { CorrelationGroup } from '../../src/model/index.ts';
import type { PartialMatchStore, PartialPut, PutFate } from '../../src/ports/index.ts';
import {
  countNameOf,
  countNameText,
  groupName,
  marksOf,
  nextTo,
  type SegmentEntry,
  wantedUnder,
} from '../../src/segments/index.ts';
import { type CountedPut, countedPuts } from '../shared/filed-counts.ts';
import { putApart, storeApart } from '../shared/put-apart.ts';

/** What was gathered of a group, of one timespan. */
interface Bucket {
  /** Those that are not stored. */
  puts: PartialPut[];
  /** The entry of each; where some were stored, of one that asks for the others instead. */
  entries: SegmentEntry[];
  readonly marks: Set<string>;
  /** True where there are enough of them, with those of the timespan beside it. */
  isEnough: boolean;
}

/** A class because partial matches gather while an object is read. */
export class CountedParts {
  readonly #store: PartialMatchStore;
  readonly #counts: CountLimits;
  /** By the group's name those of each timespan, by theirs. */
  #gathered = new Map<string, Map<string, Bucket>>();
  /** Groups of which something was stored. */
  readonly #stored = new Set<string>();
  /** Of what is too large. */
  #asking: SegmentEntry[] = [];
  /** Characters of what was gathered since {@link takeAll}. */
  characters = 0;
  /** How many were. */
  count = 0;

  constructor(store: PartialMatchStore, counts: CountLimits) {
    this.#store = store;
    this.#counts = counts;
  }

  /** What the object's matches are given to. */
  get store(): PartialMatchStore {
    return storeApart(
      this.#store,
      (puts) => this.#put(puts),
      async (group) => this.#counts.has(group.correlation) && !(await this.#isStored(group)),
    );
  }

  /** Entries of what was gathered. */
  takeAll(): readonly SegmentEntry[] {
    const buckets = [...this.#gathered.values()].flatMap((byName) => [...byName.values()]);
    const all = buckets.flatMap(({ entries }) => entries).concat(this.#asking);
    this.#asking = [];
    this.#gathered = new Map();
    this.characters = 0;
    this.count = 0;
    return all;
  }

  async #put(puts: readonly PartialPut[]): Promise<readonly PutFate[]> {
    const counted = countedPuts(puts, this.#counts);
    for (const [{ group }, { entry, isLarge }] of counted) {
      if (!isLarge) continue;
      this.#stored.add(groupName(group));
      this.#asking.push(entry);
      this.#note(entry);
    }
    return await putApart(puts, {
      store: this.#store,
      isApart: (put) => counted.get(put)?.isLarge === false,
      take: (put) => {
        const own = counted.get(put);
        if (own === undefined) return;
        this.#note(own.entry);
        this.#gather(put, own);
      },
    });
  }

  #note(entry: SegmentEntry): void {
    this.characters += entry.text.length;
    this.count++;
  }

  #gather(put: PartialPut, { entry, limit }: CountedPut): void {
    const { group, part } = put;
    const name = countNameOf(group, part.timeMs, limit.timespanMs);
    const buckets = this.#gathered.get(groupName(group)) ?? new Map<string, Bucket>();
    this.#gathered.set(groupName(group), buckets);
    const own = buckets.get(countNameText(name)) ?? newBucket();
    buckets.set(countNameText(name), own);
    own.puts.push(put);
    own.entries.push(entry);
    for (const mark of marksOf(part, limit)) own.marks.add(mark);
    for (const by of [-1, 1]) markEnough(own, buckets.get(countNameText(nextTo(name, by))), limit);
  }

  /** Stores what there is enough of; false where nothing of the group is stored. */
  async #isStored(group: CorrelationGroup): Promise<boolean> {
    const name = groupName(group);
    const puts: PartialPut[] = [];
    for (const [nameOfBucket, bucket] of this.#gathered.get(name) ?? []) {
      if (!bucket.isEnough) continue;
      for (const put of bucket.puts) puts.push(put);
      bucket.puts = [];
      bucket.entries = [wantedUnder(nameOfBucket)];
      this.#stored.add(name);
    }
    if (puts.length > 0) await this.#store.put(puts);
    return this.#stored.has(name);
  }
}

function newBucket(): Bucket {
  return { puts: [], entries: [], marks: new Set(), isEnough: false };
}

/** A window may lie in two timespans that are next to each other. */
function markEnough(own: Bucket, beside: Bucket | undefined, { atLeast }: CountLimit): void {
  if (own.marks.size + (beside?.marks.size ?? 0) < atLeast) return;
  if (new Set([...own.marks, ...(beside?.marks ?? [])]).size < atLeast) return;
  own.isEnough = true;
  if (beside !== undefined) beside.isEnough = true;
}
