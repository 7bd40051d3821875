// A logsource → words.

import type { Logsource } from '../model/index.ts';

/** `product windows category process_creation`. */
export function logsourceText({ product, category, service }: Logsource): string {
  const parts = Object.entries({ product, category, service }).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key} ${value}`],
  );
  return parts.length === 0 ? 'no logsource' : parts.join(' ');
}

/** Whether rules that were loaded are for events that this rule is not for. */
export function loadedRulesText(loadedRules: number): string {
  if (loadedRules === 0) return 'no rule that is loaded is for such events';
  return loadedRules === 1 ? 'another loaded rule is' : `${loadedRules} other loaded rules are`;
}
