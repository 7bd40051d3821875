// Partial matches of an object → the store, but for those of starts that are left aside until their group is wanted.
//
//   put     of a deferred rule: gathered · of another: stored, and its group is wanted
//   range   of a wanted group: what was gathered of it is stored first · of another: nothing is asked, nothing can be complete
//   take    what was gathered and who is wanted go into a file, and are held no more: settle brings together what it has

import type { CorrelationGroup } from '../../src/model/index.ts';
import type { Deferral } from '../../src/pipeline/index.ts';
import type { PartialMatchStore, PartialPut, PutFate } from '../../src/ports/index.ts';
import { groupName } from '../../src/segments/index.ts';
import { putApart, storeApart } from '../shared/put-apart.ts';

/** What was gathered of a group. What is stored stays: connections of other objects ask files alone. */
interface Gathered {
  readonly puts: PartialPut[];
  /** How many of them were stored. */
  stored: number;
}

/** What a file gets. */
export interface DeferredTaken {
  readonly puts: readonly PartialPut[];
  /** Names of groups. */
  readonly wanted: readonly string[];
}

/** A class because partial matches gather while an object is read. */
export class DeferredParts {
  readonly #store: PartialMatchStore;
  readonly #deferral: Deferral;
  readonly #make: (put: PartialPut) => PartialPut;
  #gathered = new Map<string, Gathered>();
  #wanted = new Set<string>();
  /** Characters of evidence that were gathered since {@link takeAll}. */
  characters = 0;
  /** How many were. */
  count = 0;

  /** @param make evidence of what is stored, where it is still to be made. @default it was made */
  constructor(
    store: PartialMatchStore,
    deferral: Deferral,
    make: (put: PartialPut) => PartialPut = (put) => put,
  ) {
    this.#store = store;
    this.#make = make;
    this.#deferral = deferral;
  }

  /** What the object's matches are given to. */
  get store(): PartialMatchStore {
    return storeApart(
      this.#store,
      (puts) => this.#put(puts),
      async (group) =>
        this.#deferral.isDeferring(group.correlation) && !(await this.#isStored(group)),
    );
  }

  /** Names of groups that are wanted, since {@link takeAll}. */
  get wanted(): ReadonlySet<string> {
    return this.#wanted;
  }

  /** What was gathered, and which groups were wanted: it is forgotten here. */
  takeAll(): DeferredTaken {
    const puts = [...this.#gathered.values()].flatMap((one) => one.puts);
    const wanted = [...this.#wanted];
    this.#gathered = new Map();
    this.#wanted = new Set();
    this.characters = 0;
    this.count = 0;
    return { puts, wanted };
  }

  async #put(puts: readonly PartialPut[]): Promise<readonly PutFate[]> {
    const isApart = ({ group, part }: PartialPut) =>
      this.#deferral.defers({ id: group.correlation }, part.rule);
    const take = (put: PartialPut) => this.#gather(put);
    const fates = await putApart(puts, { store: this.#store, isApart, take });
    for (const put of puts) {
      const { group } = put;
      const isWanting = this.#deferral.isDeferring(group.correlation) && !isApart(put);
      if (isWanting) this.#wanted.add(groupName(group));
    }
    return fates;
  }

  #gather(put: PartialPut): void {
    const name = groupName(put.group);
    const own = this.#gathered.get(name) ?? { puts: [], stored: 0 };
    own.puts.push(put);
    this.#gathered.set(name, own);
    this.characters += put.part.evidence.length;
    this.count++;
  }

  /** Stores what was gathered of a wanted group; false where it is not wanted. */
  async #isStored(group: CorrelationGroup): Promise<boolean> {
    const name = groupName(group);
    if (!this.#wanted.has(name)) return false;
    const own = this.#gathered.get(name);
    if (own === undefined) return true;
    const { puts, stored } = own;
    own.stored = puts.length;
    if (stored < puts.length)
      await this.#store.put(puts.slice(stored).map((put) => this.#make(put)));
    return true;
  }
}
