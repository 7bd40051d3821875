// An alert → its headline, and one paragraph for readers that render nothing.

import type { Alert, AlertEvent, AlertRule } from '../model/index.ts';
import { shown } from './safe-text.ts';
import { toText, toTitle } from './text.ts';

const MAX_RULE_TITLE = 120;
/** Rules that are named. */
const MAX_RULES = 5;
const MAX_TEXT = 2_000;

const EVENT_WORDS: Readonly<Record<AlertEvent, string>> = {
  opened: '',
  raised:
    'Raised: it is worse than what was told before, or another rule found it after it was closed.',
  closed: 'Closed: its time is over, and the counts are final.',
  resolved: 'Resolved: a day without a match has passed.',
};

/** `[RESOLVED] [HIGH] Detect …: scan.exe on ws-17`. One line, at most 340 characters. */
export function alertTitle({ event, lead, origin }: Alert): string {
  const mark = event === 'opened' ? '' : `[${event.toUpperCase()}] `;
  return mark + toTitle(lead, origin);
}

/** What happened to it, which rules found it, and what the finding that says most tells. At most 2,000 characters. */
export function alertText({ event, rules, lead, guide }: Alert): string {
  const parts = [EVENT_WORDS[event], ruleWords(rules), toText(lead, guide)];
  return shown(parts.filter((part) => part !== '').join(' '), MAX_TEXT);
}

/** Empty for one rule: the text is of that. */
function ruleWords(rules: readonly AlertRule[]): string {
  if (rules.length < 2) return '';
  const named = rules.slice(0, MAX_RULES).map(({ title, level }) => {
    return `${shown(title, MAX_RULE_TITLE)} (${level})`;
  });
  const more = rules.length - named.length;
  return `Rules: ${named.join('; ')}${more > 0 ? ` and ${more} more` : ''}.`;
}
