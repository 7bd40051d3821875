// The text of `listing.json` → where a listing goes on, and what was counted so far.

import { isJsonObject, type JsonObject, type JsonValue } from '../../model/index.ts';
import { PlanError, type Volume } from '../../replay/index.ts';

/** Reads it. Throws PlanError. */
export function parseListing(value: JsonValue | undefined, path: string) {
  const bad = () => new PlanError(`${path} is damaged: remove its folder, and plan again`);
  const object = (from: JsonValue | undefined): JsonObject => {
    if (isJsonObject(from)) return from;
    throw bad();
  };
  const count = (from: JsonObject, name: string): number => {
    const number = from[name];
    if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number;
    throw bad();
  };
  const volume = (from: JsonValue | undefined): Volume => {
    const of = object(from);
    return { objects: count(of, 'objects'), bytes: count(of, 'bytes') };
  };
  const listing = object(value);
  const totals = object(listing['totals']);
  const classes = Object.entries(object(totals['byStorageClass']));
  const { after } = listing;
  if (typeof after !== 'string') throw bad();
  return {
    after,
    plannedBytes: count(listing, 'plannedBytes'),
    archivedBytes: count(listing, 'archivedBytes'),
    totals: {
      requests: count(totals, 'requests'),
      empty: count(totals, 'empty'),
      outside: count(totals, 'outside'),
      byStorageClass: Object.fromEntries(classes.map(([name, of]) => [name, volume(of)])),
      needsRestore: volume(totals['needsRestore']),
      planned: volume(totals['planned']),
    },
  };
}
