// A spec of what matters in lines → the texts that are searched for, and three neighbouring bytes of each by which it is found.

import type { IdPlace, KindPlace, LineSpec } from '../model/index.ts';

/** What a probe is for. */
export const PROBE = { number: 0, escape: 1, entity: 2, kind: 3 } as const;

/** A text that makes a line be looked at, or one of the places where kinds are named. */
export interface Probe {
  readonly kind: number;
  readonly needle: string;
  readonly place?: KindPlace;
}

/** Those of a spec. */
export function probesOf({ numbers, kinds, hasEntities }: LineSpec): readonly Probe[] {
  return [
    ...numbers.map((needle) => ({ kind: PROBE.number, needle })),
    { kind: PROBE.escape, needle: '\\u00' },
    ...(hasEntities ? [{ kind: PROBE.entity, needle: '&#' }] : []),
    ...kinds.places.map((place) => ({
      kind: PROBE.kind,
      needle: place.needle,
      place: behindKey(place),
    })),
  ];
}

/** The key belongs to what stands before: with white space around its colon a line is looked at. */
function behindKey(place: KindPlace): KindPlace {
  return place.key === undefined ? place : { ...place, before: `${place.key}:${place.before}` };
}

/** All texts of a probe, or of a place where ids are stated. */
export function textsOf(one: Probe | IdPlace): readonly string[] {
  const { before = '', behind = '' } = 'before' in one ? one : (one.place ?? {});
  return [one.needle, before, behind];
}

/** How rare bytes are in logs, by their class: a guess costs a look at a place, not an answer. */
const CLASSES: readonly (readonly [RegExp, number])[] = [
  [/[a-z]/, 1],
  [/[0-9]/, 1],
  [/[A-Z]/, 3],
  [/[_&#]/, 3],
  [/./, 2],
];

/** Of several classes a run is rarer than of one. */
const MIXED = 2;

/** Bytes of a run. */
export const RUN_BYTES = 3;

/** Where in the needle the run stands that is looked for: the rarest of it, as far as that is known. Shorter needles are one. */
export function runOf(needle: string): number {
  let best = 0;
  for (let at = 1; at + RUN_BYTES <= needle.length; at++) {
    if (rarityOf(needle, at) > rarityOf(needle, best)) best = at;
  }
  return best;
}

function rarityOf(needle: string, at: number): number {
  const classes = Array.from(needle.slice(at, at + RUN_BYTES), classOf);
  const changes = classes.filter((one, index) => index > 0 && one !== classes[index - 1]).length;
  return classes.reduce((sum, one) => sum + (CLASSES[one]?.[1] ?? 0), MIXED * changes);
}

function classOf(character: string): number {
  return CLASSES.findIndex(([pattern]) => pattern.test(character));
}
