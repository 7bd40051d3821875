// Rules × what sources state of their bytes → per source which lines must be parsed. Where nothing sound is known, all.

import type {
  CompiledRule,
  IdPlace,
  JsonObject,
  KindPlace,
  KindScreen,
  LineSpec,
} from '../model/index.ts';
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
  /** For judging: lines that a rule could match, or whose events are kept for other objects; late ones are told apart. */
  readonly judged: LineSpec;
  /** For completing connections: late lines are those that offer something. */
  readonly offering: LineSpec;
  /** True where every line that offers something is judged, or late. */
  readonly tellsOffers: boolean;
  /** Where late lines state the id of their process. */
  readonly processIds: readonly IdPlace[];
}

/** Makes specs for lines like that of `record`; undefined = every line of the source is to be parsed. */
export type Screens = (source: string, record: JsonObject) => SourceLines | undefined;

/** What is done with lines that offer something to connections, or that only late rules could match. */
export interface ScreenOptions {
  /** True where what connections of other objects may ask for is kept as the object is read. */
  readonly keepsOffers: boolean;
  /** Ids of rules whose matches are needed only where others ask for them. @default none */
  readonly lateRules?: ReadonlySet<string>;
}

/** What rules ask of lines. */
interface Needs {
  /** A line that a rule for these matches states one of them. */
  readonly numbers: readonly string[];
  /** Categories of which every event may match. */
  readonly categories: ReadonlySet<string>;
  /** Categories of which every event may match a late rule. */
  readonly lateCategories: ReadonlySet<string>;
}

/** What lines that offer something are, where no rule could match them. */
type OfferScreen = 'loud' | 'late' | 'quiet';

/**
 * Screens for the rules of a routing.
 *
 * A line is passed over only if no rule can match it: for each rule either a number that it cannot do without does
 * not stand in the line, or the line names a kind of event that is never of the rule's category. A rule that has
 * neither makes every line of every source be parsed.
 */
export function createScreens(
  routing: Routing,
  { keepsOffers, lateRules = new Set() }: ScreenOptions,
): Screens {
  const needs = needsOf(routing, lateRules);
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
    const join = joins.get(source);
    const isKept = keepsOffers && plan.wanted(source).length > 0;
    // Where connections name their program few wait for more of it, and the object is read again for those.
    const isAwaited = join?.lacked.has('Image') === true;
    const offers = isKept ? 'loud' : isAwaited ? 'late' : 'quiet';
    const lines = linesOf(screen, place, needs, { offers, isOffered: join?.offered.size !== 0 });
    made.set(key, lines);
    return lines;
  };
}

function linesOf(
  screen: SourceScreen,
  place: KindPlace,
  needs: Needs,
  { offers, isOffered }: { readonly offers: OfferScreen; readonly isOffered: boolean },
): SourceLines {
  const { processIds } = screen;
  const judged = specOf(screen, place, needs, offers);
  const offering = isOffered && offers === 'quiet' ? specOf(screen, place, needs, 'late') : judged;
  const isTold = (kind: string) => (judged.kinds?.kinds.get(kind) ?? 'quiet') !== 'quiet';
  const offered = [...screen.kinds].filter(([, traits]) => traits.offers);
  const tellsOffers = !isOffered || offered.every(([kind]) => isTold(kind));
  return { judged, offering, tellsOffers, processIds };
}

function specOf(
  screen: SourceScreen,
  place: KindPlace,
  needs: Needs,
  offers: OfferScreen,
): LineSpec {
  const screens = new Map<string, KindScreen>();
  for (const [kind, traits] of screen.kinds) screens.set(kind, kindScreen(traits, needs, offers));
  const { numbers } = needs;
  const { hasEntities } = screen;
  // Where no kind matters there is nothing to look for: numbers tell, whatever source wrote the line.
  if ([...screens.values()].every((one) => one === 'quiet')) return { numbers, hasEntities };
  const others = screen.others === undefined ? 'loud' : 'quiet';
  return { numbers, hasEntities, kinds: { place, kinds: screens, others } };
}

function kindScreen(traits: KindTraits, needs: Needs, offers: OfferScreen): KindScreen {
  const loud = traits.categories.filter((category) => needs.categories.has(category));
  const ofOffers = traits.offers ? offers : 'quiet';
  if (loud.length > 0 || ofOffers === 'loud') {
    const areStarts = loud.every((category) => category === 'process_creation');
    return (areStarts ? traits.startMark : undefined) ?? 'loud';
  }
  const isLate = traits.categories.some((category) => needs.lateCategories.has(category));
  return isLate || ofOffers === 'late' ? 'late' : 'quiet';
}

/** Undefined where some rule could match any line. */
function needsOf({ rules }: Routing, late: ReadonlySet<string>): Needs | undefined {
  const numbers = new Set<string>();
  const categories = new Set<string>();
  const lateCategories = new Set<string>();
  for (const { rule } of rules) {
    const own = numbersOf(rule.witnesses);
    const category = rule.logsource.category?.toLowerCase();
    if (own !== undefined) for (const digits of own) numbers.add(digits);
    else if (category === undefined) return undefined;
    else if (late.has(rule.id)) lateCategories.add(category);
    else categories.add(category);
  }
  return { numbers: [...numbers], categories, lateCategories };
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
