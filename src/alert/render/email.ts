// An alert or a digest → a plain-text e-mail.

import type { Alert, AlertDigest } from '../../model/index.ts';
import { defanged } from '../defang.ts';
import { utf8Bytes } from '../message-bytes.ts';
import { digestSheetOf } from './digest-sheet.ts';
import { listsWithin } from './list-lines.ts';
import { NO_FILTER, type RenderContext, type Sheet, sheetOf } from './sheet.ts';
import { fitted, spoken, type Voice, wordForWord } from './voice.ts';

/** What SNS sends to an address. */
export interface Email {
  readonly subject: string;
  readonly text: string;
}

/**
 * Bytes of the text, so that it can be read on a telephone; characters of the subject, which SNS takes as ASCII that
 * begins with a letter, digit or punctuation mark.
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export const EMAIL_LIMITS = { textBytes: 8_192, subject: 99 } as const;

const MAX_FILTER = 1_200;
const INDENT = '  ';
/** Facts stand in a column behind their names. */
const NAME_COLUMN = 'Judged without  '.length;

/** Nothing is marked up; links that mail clients would make of a log's text are taken apart. Sizes are UTF-8. */
export const EMAIL_VOICE: Voice = {
  disarm: defanged,
  escapes: new Map(),
  quote: '',
  sizeOf: utf8Bytes,
};

/** What a subject may not hold. */
const NOT_ASCII = /[^\x20-\x7e]/g;
const SUBJECT_VOICE: Voice = {
  ...EMAIL_VOICE,
  disarm: (text) => defanged(text.replaceAll('…', '...').replaceAll(NOT_ASCII, '?')),
};

/** The e-mail. No line of it begins with words of a log. The same alert and context give the same bytes. */
export function toEmail(alert: Alert, context: RenderContext): Email {
  return emailOf(sheetOf(alert, context));
}

/** The e-mail of a digest, as an alert's. The same digest and context give the same bytes. */
export function toEmailDigest(digest: AlertDigest, context: RenderContext): Email {
  return emailOf(digestSheetOf(digest, context));
}

function emailOf(sheet: Sheet): Email {
  const before = [
    `${sheet.banner}\n${INDENT}${spoken(sheet.title, EMAIL_VOICE)}`,
    table(sheet.facts.map(({ name, line }) => [name, spoken(line, EMAIL_VOICE)])),
    ...commandParagraphs(sheet),
  ];
  const after = [...filterParagraphs(sheet), table(sheet.places.map(placeRow))];
  const room = EMAIL_LIMITS.textBytes - utf8Bytes(joined([...before, ...after]));
  const lists = listsWithin(sheet.lists, room, EMAIL_VOICE).map(({ lines: [heading, ...rest] }) =>
    paragraph(heading, rest),
  );
  return { subject: subjectOf(sheet), text: joined([...before, ...lists, ...after]) };
}

function joined(paragraphs: readonly string[]): string {
  return `${paragraphs.join('\n\n')}\n`;
}

function commandParagraphs({ commandLine }: Sheet): readonly string[] {
  if (commandLine.length === 0) return [];
  return [paragraph('Command line', [spoken(commandLine, EMAIL_VOICE)])];
}

function subjectOf({ banner, title }: Sheet): string {
  const text = `${banner}: ${spoken(title, EMAIL_VOICE)}`;
  const voice = { ...SUBJECT_VOICE, sizeOf: (part: string) => (part === '…' ? 3 : part.length) };
  return fitted(text, EMAIL_LIMITS.subject, voice).replaceAll('…', '...');
}

function filterParagraphs({ filter }: Sheet): readonly string[] {
  if (filter === undefined) return [];
  const text =
    filter.text === undefined ? undefined : wordForWord(filter.text, MAX_FILTER, EMAIL_VOICE);
  return [paragraph(filter.heading, text === undefined ? [NO_FILTER] : text.trimEnd().split('\n'))];
}

type Place = Sheet['places'][number];

/** A link stands at the end of its line, whole. */
function placeRow({ name, line, url }: Place): readonly [string, string] {
  return [name, url ?? spoken(line, EMAIL_VOICE)];
}

function paragraph(heading: string, lines: readonly string[]): string {
  return [heading, ...lines.map((line) => INDENT + line)].join('\n');
}

function table(rows: readonly (readonly [string, string])[]): string {
  return rows.map(([name, text]) => name.padEnd(NAME_COLUMN) + text).join('\n');
}
