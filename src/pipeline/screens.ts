// Rules × what sources state of their bytes → per source which lines must be parsed. Where nothing sound is known, all.

import type { CompiledRule, JsonObject, KindPlace, KindScreen, LineSpec } from '../model/index.ts';
import {
  type KindTraits,
  listSources,
  type SourceScreen,
  sourceJoins,
  VERBATIM_NUMBERS,
} from '../source/index.ts';
import { createJoinPlan } from './join-plan.ts';
import type { Routing } from './routing.ts';

/** The lines of a source that a reading of them is about. */
export interface SourceLines {
  /** For judging: lines that a rule could match, or whose events are kept for other objects. */
  readonly judged: LineSpec;
  /** For completing connections: the same and lines that offer something. */
  readonly offering: LineSpec;
}

/** Makes specs for lines like that of `record`; undefined = every line of the source is to be parsed. */
export type Screens = (source: string, record: JsonObject) => SourceLines | undefined;

/** What rules ask of lines. */
interface Needs {
  /** A line that a rule for these matches states one of them. */
  readonly numbers: readonly string[];
  /** Categories of which every event may match. */
  readonly categories: ReadonlySet<string>;
}

/**
 * Screens for the rules of a routing. `keepsOffers`: what connections of other objects may ask for is kept as the
 * object is read first.
 *
 * A line is passed over only if no rule can match it: for each rule either a number that it cannot do without does
 * not stand in the line, or the line names a kind of event that is never of the rule's category. A rule that has
 * neither makes every line of every source be parsed.
 */
export function createScreens(routing: Routing, keepsOffers: boolean): Screens {
  const needs = needsOf(routing);
  if (needs === undefined) return () => undefined;
  const sources = new Map(listSources().map((source) => [source.id as string, source.screen]));
  const joins = sourceJoins();
  const plan = createJoinPlan(routing);
  const made = new Map<string, SourceLines>();
  return (source, record) => {
    const screen = sources.get(source);
    const place = screen?.placeOf(record);
    if (screen === undefined || place === undefined) return undefined;
    const key = `${source} ${place.needle}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    const isKept = keepsOffers && plan.wanted(source).length > 0;
    const isOffered = (joins.get(source)?.offered.size ?? 0) > 0;
    const judged = specOf(screen, place, needs, isKept);
    const lines = {
      judged,
      offering: isOffered === isKept ? judged : specOf(screen, place, needs, isOffered),
    };
    made.set(key, lines);
    return lines;
  };
}

function specOf(
  screen: SourceScreen,
  place: KindPlace,
  needs: Needs,
  offersMatter: boolean,
): LineSpec {
  const screens = new Map<string, KindScreen>();
  for (const [kind, traits] of screen.kinds)
    screens.set(kind, kindScreen(traits, needs, offersMatter));
  const { numbers } = needs;
  const { hasEntities } = screen;
  // Where no kind matters there is nothing to look for: numbers tell, whatever source wrote the line.
  if ([...screens.values()].every((one) => one === 'quiet')) return { numbers, hasEntities };
  const others = screen.others === undefined ? 'loud' : 'quiet';
  return { numbers, hasEntities, kinds: { place, kinds: screens, others } };
}

function kindScreen(traits: KindTraits, needs: Needs, offersMatter: boolean): KindScreen {
  const loud = traits.categories.filter((category) => needs.categories.has(category));
  const isOffering = offersMatter && traits.offers;
  if (loud.length === 0 && !isOffering) return 'quiet';
  const areStarts = loud.every((category) => category === 'process_creation');
  return (areStarts ? traits.startMark : undefined) ?? 'loud';
}

/** Undefined where some rule could match any line. */
function needsOf({ rules }: Routing): Needs | undefined {
  const numbers = new Set<string>();
  const categories = new Set<string>();
  for (const { rule } of rules) {
    const own = numbersOf(rule.witnesses);
    if (own !== undefined) for (const digits of own) numbers.add(digits);
    else if (rule.logsource.category !== undefined)
      categories.add(rule.logsource.category.toLowerCase());
    else return undefined;
  }
  return { numbers: [...numbers], categories };
}

/** The digits of which a matching record states one, in a field that is read as it is logged. */
function numbersOf(witnesses: CompiledRule['witnesses']): readonly string[] | undefined {
  if (witnesses === undefined) return undefined;
  const digits = witnesses.map((one) =>
    one.op === 'number' && VERBATIM_NUMBERS.has(one.field) && Number.isSafeInteger(one.value)
      ? String(one.value)
      : '',
  );
  return digits.every((text) => /^[1-9]\d{0,5}$/.test(text)) ? digits : undefined;
}
