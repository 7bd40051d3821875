// What a finding shows of a match ↔ text that a store keeps until a correlation's window is complete.

import { type Delivery, isJsonObject, type Match } from '../model/index.ts';
import { fitShown, MAX_SHOWN_BYTES } from './fit.ts';
import { type ShownEvidence, showEvidence } from './show-evidence.ts';
import { type KnownEvidence, unknownNames } from './unknown.ts';

/** The text; bounded, so that any store can keep it. */
export function packEvidence(match: Match): string {
  const shown = showEvidence(match);
  const text = JSON.stringify(shown);
  // Mostly it fits: then it is written once.
  return Buffer.byteLength(text) <= MAX_SHOWN_BYTES ? text : JSON.stringify(fitShown(shown));
}

/** The text for a match of which nothing is known but its place. */
export function packPlace({ object, ordinal, offset }: Delivery): string {
  const known: KnownEvidence = { process: {}, network: {} };
  const unknown = unknownNames(known, undefined);
  const delivery = { object, ordinal, offset };
  const shown: ShownEvidence = { ...known, unknown, delivery, matched: [] };
  return JSON.stringify(shown);
}

/** Where the match of such a text was delivered. */
export function deliveryOfEvidence(text: string): Delivery {
  return unpackEvidence(text).delivery;
}

/** Reads such a text; throws for any other, which only a fault of a store could give. */
export function unpackEvidence(text: string): ShownEvidence {
  const value: unknown = JSON.parse(text);
  if (isEvidence(value)) return value;
  throw new TypeError('a partial match holds no evidence');
}

/** Our own text: that it is one is checked, its members are trusted. */
function isEvidence(value: unknown): value is ShownEvidence {
  return isJsonObject(value) && isJsonObject(value['process']) && isJsonObject(value['network']);
}
