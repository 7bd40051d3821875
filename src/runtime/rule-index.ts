// Rules × an event → the few that could match it: by its event id first, then by their other witnesses.

import type { Witness } from './witness.ts';
import { createWitnessIndex, type WitnessIndex } from './witness-index.ts';

/** What is known of a rule before it runs; absent = nothing is. */
export interface RuleWitnesses {
  /** One of these holds for every event that the rule matches. */
  readonly witnesses?: readonly Witness[] | undefined;
  /** The same of the field {@link EVENT_ID} alone. */
  readonly eventIds?: readonly Witness[] | undefined;
  /** Lists like {@link witnesses}, of each of which one holds too. */
  readonly further?: readonly (readonly Witness[])[] | undefined;
}

/** The field that tells Windows' events apart. */
export const EVENT_ID = 'EventID';

/** Event ids remembered; Windows' channels have fewer. Those beyond are searched as one. */
const MAX_EVENT_IDS = 512;
/** A list without a witness: none of it holds. */
const NEVER: readonly (readonly Witness[])[] = [[]];
/** Longer texts are no event ids. */
const MAX_ID_CHARACTERS = 8;

/** Indexes are made when an event is the first to need one, and shared by event ids to which the same rules apply. */
export function indexRules(rules: readonly RuleWitnesses[]): WitnessIndex {
  const passing = createWitnessIndex(rules.map(({ eventIds }) => listsOf(eventIds)));
  const byPassing = new Map<string, WitnessIndex>();
  const byId = new Map<unknown, WitnessIndex>();
  const indexAmong = (positions: readonly number[]): WitnessIndex => {
    const key = positions.join();
    const known = byPassing.get(key);
    if (known !== undefined) return known;
    const own = new Set(positions);
    const index = createWitnessIndex(
      rules.map(({ witnesses, further }, position) =>
        own.has(position) ? listsOf(witnesses, further) : NEVER,
      ),
    );
    byPassing.set(key, index);
    return index;
  };
  return (event) => {
    const id = event.field(EVENT_ID);
    let index = byId.get(id);
    if (index === undefined) {
      const isKept = isEventId(id) && byId.size < MAX_EVENT_IDS;
      index = indexAmong(isKept ? passing(event) : [...rules.keys()]);
      if (isKept) byId.set(id, index);
    }
    return index(event);
  };
}

/** None = nothing is known. */
function listsOf(
  first: readonly Witness[] | undefined,
  further: readonly (readonly Witness[])[] = [],
): readonly (readonly Witness[])[] {
  return first === undefined ? further : [first, ...further];
}

function isEventId(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= MAX_ID_CHARACTERS;
  return typeof value === 'number' || value === undefined;
}
