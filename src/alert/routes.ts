// A rule → where what it finds goes: by its level, unless the site says otherwise.

import { ALERT_ROUTES, type AlertRoute, LEVELS, type Level, type Origin } from '../model/index.ts';

/** Where levels go, and rules that the site wants elsewhere. */
export interface AlertRouting {
  readonly levels: Readonly<Record<Level, AlertRoute>>;
  /** By id of the rule; goes before its level. */
  readonly rules: ReadonlyMap<string, AlertRoute>;
}

/** High and critical wake somebody up, medium is posted, the rest is read once a day. */
export const DEFAULT_ROUTING: AlertRouting = {
  levels: {
    critical: 'page',
    high: 'page',
    medium: 'post',
    low: 'digest',
    informational: 'digest',
  },
  rules: new Map(),
};

/** What decides of a rule. */
export interface RoutedFinding {
  readonly rule: { readonly id: string; readonly level: Level };
  /** As the rule's author says. */
  readonly isExperimental: boolean;
  readonly origin: Origin;
  /** True of a replay whose user wants people to be told. @default false */
  readonly isPaging?: boolean;
}

/**
 * The route. A rule that is experimental pages and posts for nobody, whatever the site says of it; neither does a replay,
 * which reports what is long past (P8), unless whoever started it says so. What a canary leads to is told at once whatever the site says, for its message is what
 * it is waited for; that message names no route by which people are told ({@link Alert.route}).
 */
export function routeOf(finding: RoutedFinding, { levels, rules }: AlertRouting): AlertRoute {
  const { rule, isExperimental, origin, isPaging = false } = finding;
  if (origin === 'canary') return 'post';
  const isTold = origin === 'live' || (origin === 'replay' && isPaging);
  if (isExperimental || !isTold) return 'store';
  return rules.get(rule.id) ?? levels[rule.level];
}

/** True where somebody is told at once. */
export function isToldAtOnce(route: AlertRoute): boolean {
  return route === 'page' || route === 'post';
}

/** The one that reaches most. */
export function strongest(routes: readonly AlertRoute[]): AlertRoute {
  return ALERT_ROUTES[Math.min(...routes.map((route) => ALERT_ROUTES.indexOf(route)))] ?? 'store';
}

/** The most severe. */
export function highest(levels: readonly Level[]): Level {
  return LEVELS[Math.max(...levels.map((level) => LEVELS.indexOf(level)))] ?? 'informational';
}

/** Most severe first. */
export function compareLevels(a: Level, b: Level): number {
  return LEVELS.indexOf(b) - LEVELS.indexOf(a);
}

/** What reaches most first. */
export function compareRoutes(a: AlertRoute, b: AlertRoute): number {
  return ALERT_ROUTES.indexOf(a) - ALERT_ROUTES.indexOf(b);
}
