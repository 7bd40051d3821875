// A digest → its headline, and one paragraph for readers that render nothing.

import type { AlertDigest } from '../model/index.ts';
import { shown } from './safe-text.ts';

const MAX_RULE_TITLE = 120;
const MAX_TEXT = 2_000;

/** `[MEDIUM] Digest of the hour from 2026-11-20 10:00 UTC: 1204 findings`. One line. */
export function digestTitle({ level, findings, kind, fromTime }: AlertDigest): string {
  const [day = '', time = ''] = fromTime.split('T');
  const span = kind === 'day' ? `of ${day}` : `of the hour from ${day} ${time.slice(0, 5)} UTC`;
  const noun = findings === 1 ? 'finding' : 'findings';
  return `[${level.toUpperCase()}] Digest ${span}: ${findings} ${noun}`;
}

/** Findings and hosts by rule, exact. One line of plain text, at most 2,000 characters. */
export function digestText({ rules }: AlertDigest): string {
  const parts = rules.map(({ title, level, findings, hosts }) => {
    return `${shown(title, MAX_RULE_TITLE)} (${level}): findings ${findings}, hosts ${hosts}.`;
  });
  return shown(parts.join(' '), MAX_TEXT);
}
