// Groups of a full store → the same without what no event in time can need, whatever some clocks say.

import type { CorrelationGroup } from '../../model/index.ts';
import { believed } from './believed.ts';
import type { KeptGroup } from './kept-group.ts';

/** Groups whose clocks alone are believed; where fewer were heard of, silent ones are asked too. */
const ENOUGH_CLOCKS = 10;

/** Silences after which a group has no say, and nothing more is expected of a clock that ran ahead. */
const MAX_SILENCES = 16;

/** What was let go of a correlation: between these times everything is still kept. */
export interface Cleared {
  readonly group: CorrelationGroup;
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The clock is event time as most groups show it, each by most of its latest events: a record, or a host, that lives
 * in the year 2099 clears nothing but its own. Everything from `keepMs` before the clock to `keepMs` after it stays.
 * What is further ahead goes by its own group's clock, or once its group is silent. `strangers`: by group the times of
 * what found no room.
 */
export function clearGroups(
  groups: readonly KeptGroup[],
  strangers: readonly (readonly number[])[],
): readonly Cleared[] {
  for (const one of groups) one.setClock();
  const strange = strangers.flatMap((times) => believed(times) ?? []);
  const heard = [...clocksOf(groups, 1), ...strange];
  const isEnough = heard.length >= ENOUGH_CLOCKS;
  const nowMs = believed(isEnough ? heard : [...clocksOf(groups, MAX_SILENCES), ...strange]);
  if (nowMs === undefined) return [];
  return groups.flatMap((one) => (one.isDue ? [] : clear(one, nowMs)));
}

/** Clocks of groups with fewer silences than that. */
function clocksOf(groups: readonly KeptGroup[], silences: number): readonly number[] {
  return groups.flatMap((one) => (one.silences < silences ? one.clockMs : []));
}

function clear(one: KeptGroup, nowMs: number): readonly Cleared[] {
  const { group, keepMs, clockMs, silences } = one;
  const fromMs = nowMs - keepMs;
  const aheadMs = nowMs + keepMs;
  const ownMs = silences < MAX_SILENCES ? clockMs - keepMs : Number.POSITIVE_INFINITY;
  const gone = one.letGo((timeMs) => timeMs < fromMs || (timeMs > aheadMs && timeMs < ownMs));
  if (gone.length === 0) return [];
  const ahead = gone.filter((timeMs) => timeMs > aheadMs);
  const isAheadOnly = ahead.length === gone.length;
  return [
    {
      group,
      fromMs: isAheadOnly ? Number.NEGATIVE_INFINITY : fromMs,
      toMs: ahead.reduce((least, timeMs) => Math.min(least, timeMs), Number.POSITIVE_INFINITY),
    },
  ];
}
