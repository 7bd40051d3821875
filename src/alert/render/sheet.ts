// An alert → what a person is told of it, in parts and in their order, before any channel's own form.

import type { Alert, AlertRule } from '../../model/index.ts';
import { redactFinding } from '../../redact/index.ts';
import { subject } from '../text.ts';
import { countWords } from '../words.ts';
import { type Fact, factsOf } from './facts.ts';
import { consoleUrl, isLink } from './links.ts';
import { type FilterBreadth, filterBreadth, silencingFilter } from './silencing-filter.ts';
import { type Line, logged, prose } from './voice.ts';

/** What an alert does not know of itself. */
export interface RenderContext {
  /** Epoch ms: ages are counted up to it. */
  readonly nowMs: number;
  /** Where the evidence lies; without it there is no link, only its place. */
  readonly region?: string;
  /** https URL of what the site does about alerts. */
  readonly runbook?: string;
  /** True where nothing of the alert was told there before. @default false */
  readonly isFirst?: boolean;
}

/** A list with a heading of ours. */
export interface List {
  readonly heading: string;
  readonly items: readonly Line[];
  /** Size of all items together, if there is as much room. */
  readonly max: number;
  readonly isNumbered: boolean;
}

/** A place with a name of ours, and if it is one the URL that leads there. */
export interface Place {
  readonly name: string;
  readonly line: Line;
  readonly url?: string;
}

/** All that is told. */
export interface Sheet {
  /** Our words alone: `HIGH alert`. */
  readonly banner: string;
  /** Rule and subject, on one line. */
  readonly title: Line;
  readonly facts: readonly Fact[];
  readonly commandLine: Line;
  readonly lists: readonly List[];
  /** Text of a filter; undefined where there is none that is not too wide. Closing words have none, unless they are the first. */
  readonly filter: { readonly heading: string; readonly text: string | undefined } | undefined;
  readonly places: readonly Place[];
}

/** Stands above a filter, or above the words that there is none: who pastes it must know how wide it is. */
const FILTER_HEADINGS: Readonly<Record<FilterBreadth, string>> = {
  file: 'A filter that silences exactly this',
  path: 'A filter that silences this, and any other file at this path',
  host: 'A filter that silences this rule for the whole host',
};

/** Where the log does not tell it apart from others, or the filter's text could not be told word for word. */
export const NO_FILTER =
  'None that is safe to show here. The command explain proposes one from the record.';

/** Size of a rule's title. */
export const MAX_TITLE = 160;
const MAX_SUBJECT = 160;
const MAX_COMMAND_LINE = 700;
const MAX_ITEM = 300;
const MAX_PLACE = 200;
const MAX_ID = 60;
const MAX_RUNBOOK = 200;
/** Rules that are named of one alert. */
const MAX_RULES = 8;

/**
 * The whole of it while there is something to do, or where it is the first that is told; else, when it is over, what it came
 * to. Secrets are redacted here.
 */
export function sheetOf(alert: Alert, context: RenderContext): Sheet {
  const safe: Alert = { ...alert, lead: redactFinding(alert.lead) };
  const { lead } = safe;
  const isOver = safe.event === 'closed' || safe.event === 'resolved';
  const isWhole = !isOver || context.isFirst === true;
  const commandLine = lead.process.commandLine;
  return {
    banner: bannerOf(safe),
    title: [prose(lead.rule.title, MAX_TITLE), ': ', logged(subject(lead), MAX_SUBJECT)],
    facts: [...(isOver && isWhole ? [TOLD_LATE] : []), ...factsOf(safe, context.nowMs)],
    commandLine: commandLine === undefined ? [] : [logged(commandLine, MAX_COMMAND_LINE)],
    lists: [...ruleLists(safe.rules), ...(isWhole ? guideLists(safe) : [])],
    filter: isWhole ? filterOf(safe, context.nowMs) : undefined,
    places: placesOf(safe, context),
  };
}

function filterOf(alert: Alert, nowMs: number): Sheet['filter'] {
  const text = silencingFilter(alert, nowMs);
  return { heading: FILTER_HEADINGS[text === undefined ? 'file' : filterBreadth(alert)], text };
}

/** Retries put hours between messages, and nothing older is posted behind the end. */
const TOLD_LATE: Fact = {
  name: 'Told late',
  line: [
    'nothing of this alert could be posted here before it was over; look at it as at a new one',
  ],
};

const EVENT_WORDS: Readonly<Record<Alert['event'], string>> = {
  opened: '',
  raised: ', raised',
  closed: ', closed',
  resolved: ', resolved',
};

function bannerOf({ level, event, origin }: Alert): string {
  const mark = origin === 'live' ? '' : `[${origin.toUpperCase()}] `;
  return `${mark}${level.toUpperCase()} alert${EVENT_WORDS[event]}`;
}

/** One rule is the title's. */
function ruleLists(rules: readonly AlertRule[]): readonly List[] {
  if (rules.length < 2) return [];
  const named = rules.slice(0, MAX_RULES).map((rule): Line => {
    return [prose(rule.title, 120), ` (${rule.level}, ${countWords(rule)})`];
  });
  const more = rules.length - named.length;
  const items: readonly Line[] = more > 0 ? [...named, [`and ${more} more`]] : named;
  return [{ heading: 'Rules that matched', items, max: 420, isNumbered: false }];
}

function guideLists({ guide, falsepositives }: Alert): readonly List[] {
  return [
    { heading: 'Do first', items: asItems(guide?.triage ?? []), max: 2_600, isNumbered: true },
    {
      heading: 'Known false positives',
      items: asItems(falsepositives),
      max: 1_500,
      isNumbered: false,
    },
  ].filter(({ items }) => items.length > 0);
}

function asItems(texts: readonly string[]): readonly Line[] {
  return texts.map((text) => [prose(text, MAX_ITEM)]);
}

function placesOf(alert: Alert, { region, runbook }: RenderContext): readonly Place[] {
  const { lead, evidence, id, revision } = alert;
  return [
    ...(evidence === undefined
      ? []
      : [placeOf('Evidence', evidence, MAX_PLACE, consoleUrl(evidence, region))]),
    ...(runbook === undefined ? [] : [placeOf('Runbook', runbook, MAX_RUNBOOK, runbook)]),
    placeOf('Finding', lead.id, MAX_ID, undefined),
    { name: 'Alert', line: [logged(id, MAX_ID), `, revision ${revision}`] },
    {
      name: 'Source',
      line: [logged(lead.source, MAX_ID), ', tenant ', logged(lead.tenant, MAX_ID)],
    },
  ];
}

/** A place that is a link if it can be one. */
export function placeOf(name: string, text: string, max: number, url: string | undefined): Place {
  const line: Line = [logged(text, max)];
  return url !== undefined && isLink(url) ? { name, line, url } : { name, line };
}
