// A report → tables for a terminal, Markdown for a ticket.

import type { Finding } from '../../model/index.ts';
import type { ReplayReport } from '../../replay/index.ts';
import { number, plural } from '../plural.ts';
import { bytesText, rangeText, usdText } from './amounts.ts';
import { badFates } from './fates-text.ts';
import type { RunSummary } from './run-plan.ts';
import { findingsTable } from '../scan/table.ts';
import { type Sheet, sheetMarkdown, sheetText } from './sheet.ts';

/** What the report is of. */
export interface ReportHead {
  readonly run: string;
  readonly plan: string;
  readonly started: string;
  readonly isFinished: boolean;
  /** As planned: dollars, and with which reckoning they cannot be compared: `on AWS `, or nothing. */
  readonly planned: { readonly lowUsd: number; readonly highUsd: number; readonly where: string };
  /** Objects that the plan left out, for they need a restore. */
  readonly needsRestore: number;
  /** What the run says of itself at its end. */
  readonly summary?: Pick<RunSummary, 'overflowed' | 's3Requests' | 'bytes' | 'usd'>;
  /** Counts that do not add up: a bug. */
  readonly unbalanced: readonly string[];
}

/** For a terminal of that width. */
export function reportText(head: ReportHead, report: ReplayReport, columns: number): string {
  return [
    ...headLines(head, report).map((line) => `${line}\n`),
    ...sheets(report).map(sheetText),
    findingsText('New findings', report.news, report.findings.new, columns),
  ].join('');
}

/** Findings as `scan` prints them, under a title. @param all how many there are, shown or not */
export function findingsText(
  title: string,
  findings: readonly Finding[],
  all: number,
  columns: number,
): string {
  if (findings.length === 0) return '';
  const more = all > findings.length ? `  and ${number(all - findings.length)} more\n` : '';
  return `\n${title}\n${findingsTable(findings, columns)}${more}`;
}

/** For a ticket. */
export function reportMarkdown(head: ReportHead, report: ReplayReport): string {
  const lines = headLines(head, report).map((line) => `- ${line}\n`);
  const news = newsSheet('New findings', report.news, report.findings.new);
  return ['## Replay\n\n', ...lines, ...[...sheets(report), news].map(sheetMarkdown)].join('');
}

function headLines(head: ReportHead, report: ReplayReport): readonly string[] {
  const { run, plan, started, isFinished, needsRestore } = head;
  const { findings, objects, counts } = report;
  const { evaluated, skipped, unrecognised, rejected } = counts;
  const other = [
    [skipped, 'skipped'],
    [unrecognised, 'of no known source'],
    [rejected, 'rejected'],
  ] as const;
  const fates = other
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${number(count)} ${word}`);
  return [
    `run ${run} of plan ${plan}, begun ${started}`,
    ...(isFinished ? [] : ['the run has not ended: what needs other objects is not judged yet']),
    `${plural(findings.new + findings.known, 'finding')}: ${number(findings.new)} new, ${number(findings.known)} known`,
    [`${plural(objects.scanned, 'object')} scanned`, ...badFates(objects)].join(', '),
    ...(needsRestore === 0
      ? []
      : [`${plural(needsRestore, 'object')} not planned: to be read they must be restored first`]),
    [`${plural(counts.records, 'record')}, ${number(evaluated)} evaluated`, ...fates].join(', '),
    ...head.unbalanced.map((leak) => `counts do not add up, which is a bug: ${leak}`),
    ...costLines(head),
  ];
}

function costLines({ summary, planned }: ReportHead): readonly string[] {
  if (summary === undefined) return [];
  const { overflowed, s3Requests, bytes, usd } = summary;
  const asPlanned = `planned ${planned.where}${rangeText(usdText(planned.lowUsd), usdText(planned.highUsd))}`;
  return [
    `${bytesText(bytes)} read, ${plural(s3Requests, 'request')} to S3, ${usdText(usd)}; ${asPlanned}`,
    ...(overflowed === 0
      ? []
      : [
          `${plural(overflowed, 'partial match', 'partial matches')} found no room: counts are "at least"`,
        ]),
  ];
}

function sheets(report: ReplayReport): readonly Sheet[] {
  const { rules, hosts, hostsLeftOut, days, bad, badLeftOut, rejecting, rejectingLeftOut } = report;
  return [
    {
      title: 'By rule',
      headings: ['level', 'rule', 'new', 'known', 'hosts', 'first day', 'last day'],
      rows: rules.map((one) => [
        one.level,
        one.title,
        number(one.new),
        number(one.known),
        number(one.hosts),
        one.firstDay,
        one.lastDay,
      ]),
    },
    {
      title: 'By host',
      headings: ['host', 'new', 'known'],
      rows: hosts.map((one) => [one.host, number(one.new), number(one.known)]),
      note: hostsLeftOut > 0 ? `and ${plural(hostsLeftOut, 'more host')}` : undefined,
    },
    {
      title: 'By day (UTC)',
      headings: ['day', 'new', 'known'],
      rows: days.map((one) => [one.day, number(one.new), number(one.known)]),
    },
    {
      title: 'Objects that were not read as planned',
      headings: ['objects', 'what', 'pass', 'cause', 'for example'],
      rows: bad.map((one) => [
        number(one.objects),
        one.fate,
        one.pass,
        one.cause,
        ...one.examples.slice(0, 1),
      ]),
      note: badLeftOut > 0 ? `and ${number(badLeftOut)} more` : undefined,
    },
    {
      title: 'Objects with records that could not be read',
      headings: ['object', 'records', 'the first'],
      rows: rejecting.map(({ object, rejected, first }) => [
        object,
        number(rejected),
        first === undefined ? '' : `record ${first.ordinal}: ${first.code}: ${first.message}`,
      ]),
      note: rejectingLeftOut > 0 ? `and ${plural(rejectingLeftOut, 'more object')}` : undefined,
    },
  ];
}

/** Findings as a table. @param all how many there are, shown or not */
export function newsSheet(title: string, findings: readonly Finding[], all: number): Sheet {
  return {
    title,
    headings: ['time (UTC)', 'rule', 'host', 'user', 'process', 'destination', 'id'],
    rows: findings.map((one) => [
      one.time?.slice(0, 19).replace('T', ' ') ?? '-',
      one.rule.title,
      one.host ?? one.hostKey,
      one.user ?? one.userSid ?? '-',
      one.process.image ?? one.entityKey,
      destinationOf(one),
      one.id,
    ]),
    note: all > findings.length ? `and ${number(all - findings.length)} more` : undefined,
  };
}

function destinationOf({ destinations: [first], distinctDestinations }: Finding): string {
  if (first === undefined) return '-';
  const host = first.ip.includes(':') ? `[${first.ip}]` : first.ip;
  const name = first.port === undefined ? host : `${host}:${first.port}`;
  return distinctDestinations > 1 ? `${name} +${distinctDestinations - 1}` : name;
}
