// Rules × what sources state of their bytes → per source which lines must be parsed. Where nothing sound is known, all.

import type { CompiledRule, IdPlace, KindScreen, LineSpec } from '../model/index.ts';
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

/** Specs for lines of a source; undefined = every line of it is to be parsed. */
export type Screens = (source: string) => SourceLines | undefined;

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
  const joins = sourceJoins();
  const plan = createJoinPlan(routing);
  const keeps = (source: string) => keepsOffers && plan.wanted(source).length > 0;
  // Starts of another source may stand between the lines: then lines must name a kind of their own source.
  const mustName = [...joins.keys()].some(keeps);
  const made = new Map<string, SourceLines>();
  for (const { id, screen } of listSources()) {
    if (screen === undefined) continue;
    const join = joins.get(id);
    // Where connections name their program few wait for more of it, and the object is read again for those.
    const isAwaited = join?.lacked.has('Image') === true;
    const offers = keeps(id) ? 'loud' : isAwaited ? 'late' : 'quiet';
    made.set(id, linesOf(screen, needs, { offers, mustName, isOffered: join?.offered.size !== 0 }));
  }
  return (source) => made.get(source);
}

function linesOf(
  screen: SourceScreen,
  needs: Needs,
  options: {
    readonly offers: OfferScreen;
    readonly mustName: boolean;
    readonly isOffered: boolean;
  },
): SourceLines {
  const { offers, mustName, isOffered } = options;
  const { processIds } = screen;
  const judged = specOf(screen, needs, offers, mustName);
  const offering =
    isOffered && offers === 'quiet' ? specOf(screen, needs, 'late', mustName) : judged;
  const isTold = (kind: string) => (judged.kinds?.kinds.get(kind) ?? 'quiet') !== 'quiet';
  const offered = [...screen.kinds].filter(([, traits]) => traits.offers);
  const tellsOffers = !isOffered || offered.every(([kind]) => isTold(kind));
  return { judged, offering, tellsOffers, processIds };
}

function specOf(
  screen: SourceScreen,
  needs: Needs,
  offers: OfferScreen,
  mustName: boolean,
): LineSpec {
  const screens = new Map<string, KindScreen>();
  for (const [kind, traits] of screen.kinds) screens.set(kind, kindScreen(traits, needs, offers));
  const { numbers } = needs;
  const isQuiet = [...screens.values()].every((one) => one === 'quiet');
  // Where no kind matters there is nothing to look for: numbers tell, whatever source wrote the line, in XML or not.
  if (isQuiet && !mustName) return { numbers, hasEntities: true };
  const { places, hasEntities } = screen;
  const others = screen.others === undefined ? 'loud' : 'quiet';
  return { numbers, hasEntities, kinds: { places, kinds: screens, others } };
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
  // A rule may spell its number otherwise, in hexadecimal say, and a log the same: that text has other digits.
  const digits = witnesses.map((one) =>
    one.op === 'number' && VERBATIM_NUMBERS.has(one.field) && String(one.value) === one.text
      ? one.text
      : '',
  );
  return digits.every((text) => /^[1-9]\d{0,5}$/.test(text)) ? digits : undefined;
}
