// What a proposed filter says → its text: the words that people fill in, and all else as the compiler reads it.

import type { Logsource } from './log-event.ts';
import { yamlText } from './write-sigma.ts';

/** How the words that a proposed filter leaves to be filled in begin. */
export const FILL_IN = 'FILL IN:';

/** Days that a proposed filter is for, unless somebody writes another end. */
const PROPOSED_DAYS = 30;
const DAY_MS = 86_400_000;
/** Years of four digits end here; an event of a clock gone mad must still give a day. */
const LAST_DAY_MS = Date.UTC(9999, 11, 31);
const MAX_TITLE = 200;

/** A filter that lets off one thing. */
export interface ProposedFilter {
  /** A UUID. */
  readonly id: string;
  /** Title of what it lets off. */
  readonly title: string;
  /** Its last day, `YYYY-MM-DD`: not before the event's. */
  readonly expires: string;
  /** Contains the logsource of each rule. */
  readonly logsource: Logsource;
  /** Ids of the rules it is for. */
  readonly rules: readonly string[];
  /** Lines of the selection that is let off, indented by four. */
  readonly selection: readonly string[];
}

/**
 * The document. It loads as it is, so that it can be tried before it is filled in; `rules check` says that it is not.
 */
export function filterDocument(filter: ProposedFilter): string {
  const { id, title, expires, logsource, rules, selection } = filter;
  const name = [...`Let off: ${title}`].slice(0, MAX_TITLE).join('');
  const source = Object.entries(logsource).map(([key, value]) => `  ${key}: ${yamlText(value)}`);
  const lines = [
    `title: ${yamlText(name)}`,
    `id: ${yamlText(id)}`,
    `owner: '${FILL_IN} who answers for this'`,
    `reason: '${FILL_IN} why it may be let off'`,
    `expires: ${expires} # ${FILL_IN} the last day, UTC, by the event’s time`,
    'logsource:',
    ...source,
    'filter:',
    '  rules:',
    ...rules.map((rule) => `    - ${yamlText(rule)}`),
    '  selection:',
    ...selection,
    '  condition: not selection',
  ];
  return `${lines.join('\n')}\n`;
}

/** The last day that is proposed: 30 days after now or the event, whichever is later. Epoch ms in. */
export function proposedEnd(nowMs: number, eventMs: number | undefined): string {
  const endMs = Math.max(nowMs, eventMs ?? nowMs) + PROPOSED_DAYS * DAY_MS;
  return new Date(Math.min(endMs, LAST_DAY_MS)).toISOString().slice(0, 'YYYY-MM-DD'.length);
}
