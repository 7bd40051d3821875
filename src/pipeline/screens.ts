// Rules × what sources state of their bytes → per source which lines must be parsed. Where nothing sound is known, all.

import type { CompiledRule, KindScreen, LineSpec } from '../model/index.ts';
import {
  type KindTraits,
  listSources,
  type SourceScreen,
  VERBATIM_NUMBERS,
} from '../source/index.ts';
import { createJoinPlan } from './join-plan.ts';
import type { Routing } from './routing.ts';

/**
 * Specs for lines of a source; undefined = every line of it is to be parsed. Loud: lines that a rule could match, or whose
 * events are kept for other objects. Late: others that offer something.
 */
export type Screens = (source: string) => LineSpec | undefined;

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
type OfferScreen = 'loud' | 'late';

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
  const plan = createJoinPlan(routing);
  const made = new Map<string, LineSpec>();
  for (const { id, screen } of listSources()) {
    if (screen === undefined) continue;
    const offers = keepsOffers && plan.wanted(id).length > 0 ? 'loud' : 'late';
    made.set(id, specOf(screen, needs, offers));
  }
  return (source) => made.get(source);
}

/** Lines must name a kind of their own source: starts of another may stand between them. */
function specOf(
  { kinds, places, hasEntities, others, processIds }: SourceScreen,
  needs: Needs,
  offers: OfferScreen,
): LineSpec {
  const screens = new Map<string, KindScreen>();
  for (const [kind, traits] of kinds) screens.set(kind, kindScreen(traits, needs, offers));
  const ofOthers = others === undefined ? 'loud' : 'quiet';
  const { numbers } = needs;
  const ofKinds = { places, kinds: screens, others: ofOthers } as const;
  return { numbers, hasEntities, kinds: ofKinds, ids: processIds };
}

function kindScreen(traits: KindTraits, needs: Needs, offers: OfferScreen): KindScreen {
  const loud = traits.categories.filter((category) => needs.categories.has(category));
  if (loud.length > 0 || (traits.offers && offers === 'loud')) {
    const areStarts = loud.every((category) => category === 'process_creation');
    return (areStarts ? traits.startMark : undefined) ?? 'loud';
  }
  const isLate = traits.categories.some((category) => needs.lateCategories.has(category));
  return isLate || traits.offers ? 'late' : 'quiet';
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
