// An alert or a digest → a Slack message in Block Kit.

import type { Alert, AlertDigest } from '../../model/index.ts';
import { digestSheetOf } from './digest-sheet.ts';
import { type ListText, listsWithin } from './list-lines.ts';
import { NO_FILTER, type Place, type RenderContext, type Sheet, sheetOf } from './sheet.ts';
import { spoken, type Voice, wordForWord } from './voice.ts';

/** A text of Slack's own markup; `verbatim` = nothing in it becomes a link or a mention by itself. */
interface Mrkdwn {
  readonly type: 'mrkdwn';
  readonly text: string;
  readonly verbatim: true;
}

/** The blocks that are used. */
export type SlackBlock =
  | {
      readonly type: 'header';
      readonly text: { readonly type: 'plain_text'; readonly text: string; readonly emoji: false };
    }
  | { readonly type: 'section'; readonly text: Mrkdwn }
  | { readonly type: 'context'; readonly elements: readonly Mrkdwn[] };

/** The body that an incoming webhook takes. */
export interface SlackMessage {
  /** Shown where blocks are not: on a lock screen, in a list, read aloud. */
  readonly text: string;
  readonly blocks: readonly SlackBlock[];
  readonly mrkdwn: false;
  readonly parse: 'none';
  readonly link_names: false;
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

/**
 * Slack's limits. The one in all is nowhere documented: 9,597 characters have been seen to be taken, 11,341 not.
 * @see https://docs.slack.dev/reference/block-kit/blocks
 */
export const SLACK_LIMITS = { blocks: 50, header: 150, text: 3_000, inAll: 8_000 } as const;

const MAX_FILTER = 1_200;

/** Escapes are Slack's; a backtick would end what is quoted by backticks. Sizes are those of the escaped text. */
export const SLACK_VOICE: Voice = {
  disarm: (text) => text,
  escapes: new Map([
    ['&', '&amp;'],
    ['<', '&lt;'],
    ['>', '&gt;'],
    ['`', '&lt;U+0060&gt;'],
  ]),
  quote: '`',
  sizeOf: (text) => text.length,
};

/** The message. The same alert and context give the same bytes. */
export function toSlack(alert: Alert, context: RenderContext): SlackMessage {
  return messageOf(sheetOf(alert, context));
}

/** The message of a digest. The same digest and context give the same bytes. */
export function toSlackDigest(digest: AlertDigest, context: RenderContext): SlackMessage {
  return messageOf(digestSheetOf(digest, context));
}

function messageOf(sheet: Sheet): SlackMessage {
  const text = fallback(sheet);
  const before: readonly SlackBlock[] = [
    { type: 'header', text: { type: 'plain_text', text: sheet.banner, emoji: false } },
    section(titleText(sheet)),
    section(factText(sheet)),
    ...commandSections(sheet),
  ];
  const after: readonly SlackBlock[] = [
    ...filterSections(sheet),
    { type: 'context', elements: [mrkdwn(sheet.places.map(placeText).join('\n'))] },
  ];
  const room = SLACK_LIMITS.inAll - text.length - sizeOf([...before, ...after]);
  const lists = listsWithin(sheet.lists, room, SLACK_VOICE).map(listSection);
  return {
    text,
    blocks: [...before, ...lists, ...after],
    mrkdwn: false,
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  };
}

/** Characters of all texts. */
function sizeOf(blocks: readonly SlackBlock[]): number {
  const texts = blocks.flatMap((block) => (block.type === 'context' ? block.elements : block.text));
  return texts.reduce((sum, { text }) => sum + text.length, 0);
}

/** Without markup, but escaped: Slack looks for mentions here too. */
function fallback({ banner, title }: Sheet): string {
  const unquoted: Voice = { ...SLACK_VOICE, quote: '' };
  return `${banner}: ${spoken(title, unquoted)}`;
}

function titleText({ title: [rule = '', ...rest] }: Sheet): string {
  return `*${spoken([rule], SLACK_VOICE)}*${spoken(rest, SLACK_VOICE)}`;
}

function factText({ facts }: Sheet): string {
  return facts.map(({ name, line }) => `*${name}*  ${spoken(line, SLACK_VOICE)}`).join('\n');
}

function commandSections({ commandLine }: Sheet): readonly SlackBlock[] {
  if (commandLine.length === 0) return [];
  return [section(`*Command line*\n${spoken(commandLine, SLACK_VOICE)}`)];
}

function listSection({ lines: [heading, ...rest] }: ListText): SlackBlock {
  return section([`*${heading}*`, ...rest].join('\n'));
}

function filterSections({ filter }: Sheet): readonly SlackBlock[] {
  if (filter === undefined) return [];
  const heading = `*${filter.heading}*`;
  const text =
    filter.text === undefined ? undefined : wordForWord(filter.text, MAX_FILTER, SLACK_VOICE);
  return [
    section(text === undefined ? `${heading}\n${NO_FILTER}` : `${heading}\n\`\`\`\n${text}\`\`\``),
  ];
}

function placeText({ name, line, url }: Place): string {
  if (url === undefined) return `${name}: ${spoken(line, SLACK_VOICE)}`;
  return `<${url.replaceAll('&', '&amp;')}|${name}>`;
}

function section(text: string): SlackBlock {
  return { type: 'section', text: mrkdwn(text) };
}

function mrkdwn(text: string): Mrkdwn {
  return { type: 'mrkdwn', text, verbatim: true };
}
