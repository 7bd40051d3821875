// A digest → its headline, and one paragraph for readers that render nothing.

import type { AlertDigest } from '../model/index.ts';
import { digestCounts, digestReason, digestSpan, digestTotal } from './digest-words.ts';
import { shown } from './safe-text.ts';

const MAX_RULE_TITLE = 120;
const MAX_TEXT = 2_000;

/** `[HIGH] Detect …: 295 findings on 295 hosts, digest of 2026-11-20 10:00 to 11:00 UTC`. One line, at most 250 characters. */
export function digestTitle(digest: AlertDigest): string {
  const what = shown(digestSubject(digest), MAX_RULE_TITLE);
  const update = digest.revision === 0 ? '' : ', updated';
  return `[${digest.level.toUpperCase()}] ${what}: ${digestTotal(digest)}, digest of ${digestSpan(digest)}${update}`;
}

/** The rule's title; of a digest of many rules our words. */
export function digestSubject({ kind, rules }: AlertDigest): string {
  const [first] = rules;
  if (kind === 'day') return 'Findings of the day';
  return rules.length === 1 && first !== undefined ? first.title : 'Findings of the hour';
}

/** Why it is a digest; findings and hosts by rule, exact. One line of plain text, at most 2,000 characters. */
export function digestText(digest: AlertDigest): string {
  const parts = digest.rules.map((rule) => {
    return `${shown(rule.title, MAX_RULE_TITLE)} (${rule.level}): ${digestCounts(rule)}.`;
  });
  return shown([`Why a digest: ${digestReason(digest)}.`, ...parts].join(' '), MAX_TEXT);
}
