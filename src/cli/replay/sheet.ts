// Headings and rows → a table for a terminal, or for Markdown. Texts of logs and rules do nothing in either.

import { middleCut, safeText } from '../../model/index.ts';
import { textWidth } from '../wrap.ts';

/** A table. */
export interface Sheet {
  readonly title: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Said below: what was left out. */
  readonly note?: string | undefined;
}

/** Widest cell of a terminal's table. */
const MAX_CELL = 60;
const GAP = '  ';

/** For a terminal; empty where there are no rows. */
export function sheetText({ title, headings, rows, note }: Sheet): string {
  if (rows.length === 0) return '';
  const cells = rows.map((row) => row.map((cell) => middleCut(safeText(cell), MAX_CELL)));
  const widths = headings.map((heading, column) =>
    Math.max(...[heading, ...cells.map((row) => row[column] ?? '')].map(textWidth)),
  );
  const lines = [headings, ...cells].map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - textWidth(cell)))
      .join(GAP)
      .trimEnd(),
  );
  const last = note === undefined ? '' : `${GAP}${note}\n`;
  return `\n${title}\n${lines.map((line) => `${GAP}${line}\n`).join('')}${last}`;
}

/** For Markdown; empty where there are no rows. */
export function sheetMarkdown({ title, headings, rows, note }: Sheet): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  return [
    `\n### ${title}\n\n`,
    line(headings),
    line(headings.map(() => '---')),
    ...rows.map((row) => line(row.map(codeSpan))),
    ...(note === undefined ? [] : [`\n${note}\n`]),
  ].join('');
}

/**
 * As code nothing is a mention, a link, an image or HTML; a number needs none of it. What would end the code or its cell is named,
 * not escaped: a backslash before it, as in a path, would undo an escape.
 */
export function codeSpan(text: string): string {
  if (/^[\d,.]*$/.test(text)) return text;
  const shown = middleCut(safeText(text), 2 * MAX_CELL);
  return `\`${shown.replaceAll('`', '<U+0060>').replaceAll('|', '<U+007C>')}\``;
}
