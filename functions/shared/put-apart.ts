// Partial matches of which some go elsewhere → the fate of each, in their order, as a store gives it.

import { changedPartialMatches } from '../../src/deliver/index.ts';
import type { CorrelationGroup } from '../../src/model/index.ts';
import type { PartialMatchStore, PartialPut, PutFate } from '../../src/ports/index.ts';

/** Where partial matches go. */
export interface PutPlaces {
  readonly store: Pick<PartialMatchStore, 'put'>;
  /** True for what does not go to the store. */
  isApart(put: PartialPut): boolean;
  /** Is given those, once the store has taken the others before them; of what it did not look at, none. */
  take(put: PartialPut): void;
}

/** Stores those that are not apart, then takes the others: up to the first for which the store is full. */
export async function putApart(
  puts: readonly PartialPut[],
  { store, isApart, take }: PutPlaces,
): Promise<readonly PutFate[]> {
  const others = puts.filter((put) => !isApart(put));
  const fates = others.length === 0 ? [] : [...(await store.put(others))];
  const all: PutFate[] = [];
  for (const put of puts) {
    const isTaken = isApart(put);
    if (isTaken) take(put);
    const fate = isTaken ? 'kept' : (fates.shift() ?? 'full');
    all.push(fate);
    if (fate === 'full') break;
  }
  return all;
}

/** The store, put into in another way. Of a group that is apart it is asked nothing: settle finds what there is. */
export function storeApart(
  store: PartialMatchStore,
  put: PartialMatchStore['put'],
  isApart: (group: CorrelationGroup) => Promise<boolean>,
): PartialMatchStore {
  return changedPartialMatches(store, {
    put,
    range: async (group, spans) =>
      (await isApart(group)) ? { parts: [], isWhole: true } : await store.range(group, spans),
  });
}
