// An alert or a digest → a custom notification of Amazon Q Developer in chat applications (Slack, Microsoft Teams).

import type { Alert, AlertDigest } from '../../model/index.ts';
import { defanged } from '../defang.ts';
import { digestSheetOf } from './digest-sheet.ts';
import { leftOut, listsWithin } from './list-lines.ts';
import { NO_FILTER, type RenderContext, type Sheet, sheetOf } from './sheet.ts';
import { fitted, spoken, type Voice, wordForWord } from './voice.ts';

/**
 * What the service takes from a topic; any other JSON there it does not show.
 * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export interface AmazonQNotification {
  readonly version: '1.0';
  readonly source: 'custom';
  readonly id: string;
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    readonly nextSteps: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    /** All that is said of an alert goes into one thread, where the channel's preferences allow it. */
    readonly threadId: string;
    readonly summary: string;
    readonly eventType: string;
    readonly relatedResources: readonly string[];
    readonly additionalContext: Readonly<Record<string, string>>;
  };
}

/** Ours: the page names no limits, and what it is shown in has Slack's. */
export const AMAZON_Q_LIMITS = {
  title: 250,
  description: 5_000,
  steps: 10,
} as const;

const MAX_FILTER = 1_200;
const MAX_KEYWORD = 60;
const MAX_RELATED = 10;
const MAX_STEPS = AMAZON_Q_LIMITS.steps;

/**
 * As for Slack, but nothing can be sent that keeps the client from making links and mentions of plain text: so
 * there are none in it.
 */
export const AMAZON_Q_VOICE: Voice = {
  disarm: defanged,
  escapes: new Map([
    ['&', '&amp;'],
    ['<', '&lt;'],
    ['>', '&gt;'],
    ['`', '&lt;U+0060&gt;'],
    ['@', '(at)'],
  ]),
  quote: '`',
  sizeOf: (text) => text.length,
};

/** The notification. The same alert and context give the same bytes. */
export function toAmazonQ(alert: Alert, context: RenderContext): AmazonQNotification {
  const { id, revision, level, event, route, lead } = alert;
  return notificationOf(sheetOf(alert, context), {
    ...{ id, revision, eventType: 'sigma-lambda.alert' },
    keywords: [level, lead.rule.id, lead.source],
    related: [lead.id],
    additional: { level, event, route },
  });
}

/** The notification of a digest. The same digest and context give the same bytes. */
export function toAmazonQDigest(digest: AlertDigest, context: RenderContext): AmazonQNotification {
  const { id, revision, level, kind, route, rules } = digest;
  return notificationOf(digestSheetOf(digest, context), {
    ...{ id, revision, eventType: 'sigma-lambda.digest' },
    keywords: [level, kind, ...rules.slice(0, 1).map((rule) => rule.id)],
    related: rules.slice(0, MAX_RELATED).map((rule) => rule.id),
    additional: { level, kind, route },
  });
}

/** What a notification says of itself besides the sheet. */
interface Label {
  readonly id: string;
  readonly revision: number;
  readonly eventType: string;
  readonly keywords: readonly string[];
  readonly related: readonly string[];
  readonly additional: Readonly<Record<string, string>>;
}

function notificationOf(sheet: Sheet, label: Label): AmazonQNotification {
  const title = `${sheet.banner}: ${spoken(sheet.title.slice(0, 1), AMAZON_Q_VOICE)}`;
  return {
    version: '1.0',
    source: 'custom',
    id: `${plain(label.id)}.${label.revision}`,
    content: {
      textType: 'client-markdown',
      title,
      description: description(sheet),
      nextSteps: steps(sheet),
      keywords: label.keywords.map(plain),
    },
    metadata: {
      threadId: plain(label.id),
      summary: title,
      eventType: label.eventType,
      relatedResources: label.related.map(plain),
      additionalContext: label.additional,
    },
  };
}

function plain(text: string): string {
  return fitted(text, MAX_KEYWORD, AMAZON_Q_VOICE);
}

/** Numbered by the client. */
function steps({ lists }: Sheet): readonly string[] {
  const list = lists.find(({ isNumbered }) => isNumbered);
  if (list === undefined) return [];
  const { items } = list;
  const kept = items.slice(0, items.length > MAX_STEPS ? MAX_STEPS - 1 : MAX_STEPS);
  const words = kept.map((item) => spoken(item, AMAZON_Q_VOICE));
  return kept.length < items.length ? [...words, leftOut(items.length - kept.length)] : words;
}

function description(sheet: Sheet): string {
  const before = [
    spoken(sheet.title.slice(2), AMAZON_Q_VOICE),
    rows(sheet.facts.map(({ name, line }) => [name, spoken(line, AMAZON_Q_VOICE)])),
    ...commandParagraphs(sheet),
  ];
  const after = [
    ...filterParagraphs(sheet),
    rows(sheet.places.map(({ name, line, url }) => [name, url ?? spoken(line, AMAZON_Q_VOICE)])),
  ];
  const room = AMAZON_Q_LIMITS.description - [...before, ...after].join('\n\n').length;
  const unnumbered = sheet.lists.filter(({ isNumbered }) => !isNumbered);
  const lists = listsWithin(unnumbered, room, AMAZON_Q_VOICE).map(({ lines: [heading, ...rest] }) =>
    [`*${heading}*`, ...rest].join('\n'),
  );
  return [...before, ...lists, ...after].join('\n\n');
}

function rows(all: readonly (readonly [name: string, text: string])[]): string {
  return all.map(([name, text]) => `*${name}*  ${text}`).join('\n');
}

function commandParagraphs({ commandLine }: Sheet): readonly string[] {
  if (commandLine.length === 0) return [];
  return [`*Command line*\n${spoken(commandLine, AMAZON_Q_VOICE)}`];
}

function filterParagraphs({ filter }: Sheet): readonly string[] {
  if (filter === undefined) return [];
  const text =
    filter.text === undefined ? undefined : wordForWord(filter.text, MAX_FILTER, AMAZON_Q_VOICE);
  const isWhole = text !== undefined && !filter.text?.includes('@');
  return [`*${filter.heading}*\n${isWhole ? `\`\`\`\n${text}\`\`\`` : NO_FILTER}`];
}
