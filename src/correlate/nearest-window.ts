// A correlation × the parts of a group → the window that holds, or comes nearest to it, and what it lacks.

import type { CorrelationSpec, PartialMatch, Threshold } from '../model/index.ts';
import { refutingRules } from './condition.ts';
import { RuleChain } from './rule-chain.ts';
import { byTime, SlidingWindow } from './window.ts';

/** A window, and how far it is from holding. */
export interface NearestWindow {
  readonly holds: boolean;
  /** Time of the event that ends it. */
  readonly endMs: number;
  readonly value: number;
  /** By how much the value misses the thresholds; 0 where it holds, or where rules decide and not a value. */
  readonly missing: number;
  /** Ids of rules that matched in it, and of those that did not. */
  readonly matched: readonly string[];
  readonly unmatched: readonly string[];
  /** The events in it, by time. */
  readonly parts: readonly PartialMatch[];
  /** Of temporal_ordered: by how many ms the last of its rules came too late, where all matched in order. */
  readonly lateMs?: number;
}

/** The best window: one that holds goes before others, then the least missing, the most rules, the earliest. */
export function nearestWindow(
  correlation: CorrelationSpec,
  parts: readonly PartialMatch[],
): NearestWindow | undefined {
  const { timespanMs, rules, expression } = correlation;
  const refuting = refutingRules(expression);
  const refutingParts = parts.filter(({ rule }) => refuting.has(rule));
  const window = new SlidingWindow(correlation);
  let best: NearestWindow | undefined;
  for (const now of byTime(parts)) {
    const endMs = now[0]?.timeMs ?? 0;
    window.slide(now, endMs - timespanMs);
    const value = window.value();
    if (value === undefined || now.every(({ rule }) => refuting.has(rule))) continue;
    const isRefuted = (rule: string) =>
      refutingParts.some(
        (part) => part.rule === rule && part.timeMs > endMs && part.timeMs <= endMs + timespanMs,
      );
    const holds = window.verdict(isRefuted) !== undefined;
    const matched = rules.filter((rule) => window.hasRule(rule));
    const missing = holds ? 0 : shortOf(value, correlation.thresholds);
    const next = { holds, endMs, value, missing, matched, unmatched: without(rules, matched) };
    if (best === undefined || isBetter(next, best)) best = { ...next, parts: window.partsFrom(0) };
  }
  const lateMs = best === undefined || best.holds ? undefined : lateness(correlation, parts);
  return best === undefined || lateMs === undefined ? best : { ...best, lateMs };
}

function without(rules: readonly string[], matched: readonly string[]): readonly string[] {
  return rules.filter((rule) => !matched.includes(rule));
}

function isBetter(a: Omit<NearestWindow, 'parts'>, b: Omit<NearestWindow, 'parts'>): boolean {
  if (a.holds !== b.holds) return a.holds;
  if (a.missing !== b.missing) return a.missing < b.missing;
  if (a.matched.length !== b.matched.length) return a.matched.length > b.matched.length;
  return a.holds && a.value > b.value;
}

function shortOf(value: number, thresholds: readonly Threshold[]): number {
  return thresholds.reduce((sum, { op, value: limit }) => sum + shortOfOne(value, op, limit), 0);
}

/** The least change that lets the test hold; of whole numbers `gt` and `lt` need one more than the distance. */
function shortOfOne(value: number, op: Threshold['op'], limit: number): number {
  const beyond = Number.isInteger(value) && Number.isInteger(limit) ? 1 : 0;
  switch (op) {
    case 'gte':
      return Math.max(0, limit - value);
    case 'gt':
      return value > limit ? 0 : limit - value + beyond;
    case 'lte':
      return Math.max(0, value - limit);
    case 'lt':
      return value < limit ? 0 : value - limit + beyond;
    case 'eq':
      return Math.abs(value - limit);
    case 'neq':
      return value === limit ? 1 : 0;
  }
}

/** By how much the quickest chain of all rules in their order is longer than the timespan. */
function lateness(
  { type, rules, timespanMs, expression }: CorrelationSpec,
  parts: readonly PartialMatch[],
): number | undefined {
  if (type !== 'temporal_ordered' || expression !== undefined) return undefined;
  const chain = new RuleChain(rules);
  let least = Number.POSITIVE_INFINITY;
  for (const now of byTime(parts)) {
    const timeMs = now[0]?.timeMs ?? 0;
    chain.advance(timeMs, new Set(now.map(({ rule }) => rule)));
    least = Math.min(least, timeMs - chain.begunMs - timespanMs);
  }
  return Number.isFinite(least) && least > 0 ? least : undefined;
}
