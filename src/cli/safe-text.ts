// Values of logs and rules → text for a terminal.

import { escapeJson, safeText } from '../model/index.ts';

/** A text of several lines of ours, each made safe. */
export function safeLines(text: string): string {
  return text.split('\n').map(safeText).join('\n');
}

/** Any value of a log or rule for people: texts as they are, the rest as JSON, made safe. */
export function safeValue(value: unknown): string {
  if (value === undefined) return '(absent)';
  return safeText(typeof value === 'string' ? value : JSON.stringify(value));
}

/** The value as JSON, with what JSON leaves unescaped but terminals act on escaped as well. */
export function safeJson(value: unknown): string {
  return escapeJson(JSON.stringify(value));
}
