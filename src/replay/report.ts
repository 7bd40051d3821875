// What a run says line by line → what a person reads of it: per rule, host and day, and the objects that were not read as they should.

import type { Level, ScanCounts } from '../model/index.ts';
import { sumCounts } from '../pipeline/index.ts';
import { type ProblemGroup, ProblemGroups } from './problem-groups.ts';
import type { FoundLine, ObjectFate, ObjectResult, RejectedRecord } from './results.ts';

/** Findings of one rule, host or day. */
export interface FoundCounts {
  readonly new: number;
  readonly known: number;
}

/** Findings of a rule. */
export interface RuleReport extends FoundCounts {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  /** Distinct, as far as they were told apart. */
  readonly hosts: number;
  /** Days of its findings, the first and the last. */
  readonly firstDay: string;
  readonly lastDay: string;
}

/** An object with records that could not be read. */
export interface RejectingObject {
  readonly object: string;
  readonly rejected: number;
  readonly first: RejectedRecord | undefined;
}

/** The report. Lists are cut; the counts beside them are whole. */
export interface ReplayReport {
  readonly findings: FoundCounts;
  readonly rules: readonly RuleReport[];
  /** By name, those with the most findings first. */
  readonly hosts: readonly (FoundCounts & { readonly host: string })[];
  readonly hostsLeftOut: number;
  /** In order. */
  readonly days: readonly (FoundCounts & { readonly day: string })[];
  /** New findings, the most severe first. */
  readonly news: readonly FoundLine['finding'][];
  readonly objects: Readonly<Record<ObjectFate, number>>;
  /** Objects that were not read to their end, by cause, those of most objects first. */
  readonly bad: readonly ProblemGroup[];
  /** Objects of causes that are not shown. */
  readonly badLeftOut: number;
  readonly rejecting: readonly RejectingObject[];
  readonly rejectingLeftOut: number;
  readonly counts: ScanCounts;
}

/** Of each list, at most. */
export const MAX_REPORTED = 50;

/** Hosts and days that are told apart: a log that names its own must not fill memory. */
const MAX_NAMES = 10_000;
const OTHERS = '(others)';

const LEVEL_RANK: Readonly<Record<Level, number>> = {
  critical: 0,
  high: 1,
  medium: 2,
  low: 3,
  informational: 4,
};

interface OpenRule {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  readonly hosts: Set<string>;
  new: number;
  known: number;
  firstDay: string;
  lastDay: string;
}

type Counter = { new: number; known: number };

/** A class because lines come one by one, and memory must not grow with them. */
export class ReportBuilder {
  readonly #rules = new Map<string, OpenRule>();
  readonly #hosts = new Map<string, Counter>();
  readonly #days = new Map<string, Counter>();
  readonly #findings: Counter = { new: 0, known: 0 };
  #news: FoundLine['finding'][] = [];
  readonly #objects = { scanned: 0, incomplete: 0, gone: 0, changed: 0, failed: 0 };
  readonly #bad = new ProblemGroups();
  readonly #rejecting: RejectingObject[] = [];
  #rejectingLeftOut = 0;
  #counts: ScanCounts = sumCounts([]);

  found({ fate, finding }: FoundLine): void {
    const host = finding.host ?? finding.hostKey;
    this.#findings[fate]++;
    counterOf(this.#hosts, host)[fate]++;
    counterOf(this.#days, finding.day)[fate]++;
    const rule = this.#ruleOf(finding);
    rule[fate]++;
    if (rule.hosts.size < MAX_NAMES) rule.hosts.add(host);
    if (finding.day < rule.firstDay) rule.firstDay = finding.day;
    if (finding.day > rule.lastDay) rule.lastDay = finding.day;
    if (fate === 'new') this.#addNews(finding);
  }

  /** An object's reading. Only the first pass says how an object fared, the second where it alone met a fault. */
  read(result: ObjectResult): void {
    const { object, pass, fate, counts, rejected } = result;
    if (pass === 'find') this.#objects[fate]++;
    this.#bad.add(result);
    if (counts === undefined) return;
    // By host they would grow with the run.
    this.#counts = sumCounts([this.#counts, { ...counts, unattributedPerHost: {} }]);
    if (counts.rejected === 0) return;
    if (this.#rejecting.length >= MAX_REPORTED) this.#rejectingLeftOut++;
    else this.#rejecting.push({ object, rejected: counts.rejected, first: rejected?.[0] });
  }

  report(): ReplayReport {
    const hosts = [...this.#hosts].map(([host, counts]) => ({ host, ...counts }));
    const { groups, moreObjects } = this.#bad.top(MAX_REPORTED);
    hosts.sort((a, b) => b.new + b.known - a.new - a.known || (a.host < b.host ? -1 : 1));
    return {
      findings: { ...this.#findings },
      rules: [...this.#rules.values()].map(toRule).sort(byLevel),
      hosts: hosts.slice(0, MAX_REPORTED),
      hostsLeftOut: Math.max(0, hosts.length - MAX_REPORTED),
      days: [...this.#days]
        .map(([day, counts]) => ({ day, ...counts }))
        .sort((a, b) => (a.day < b.day ? -1 : 1)),
      news: this.#sortedNews().slice(0, MAX_REPORTED),
      objects: { ...this.#objects },
      bad: groups,
      badLeftOut: moreObjects,
      rejecting: [...this.#rejecting],
      rejectingLeftOut: this.#rejectingLeftOut,
      counts: this.#counts,
    };
  }

  #ruleOf({ rule: { id, title, level }, day }: FoundLine['finding']): OpenRule {
    const known = this.#rules.get(id);
    if (known !== undefined) return known;
    const open = { id, title, level, hosts: new Set<string>(), firstDay: day, lastDay: day };
    const rule = { ...open, new: 0, known: 0 };
    this.#rules.set(id, rule);
    return rule;
  }

  #addNews(finding: FoundLine['finding']): void {
    this.#news.push(finding);
    if (this.#news.length >= 4 * MAX_REPORTED)
      this.#news = this.#sortedNews().slice(0, MAX_REPORTED);
  }

  #sortedNews(): FoundLine['finding'][] {
    return this.#news.toSorted(
      (a, b) =>
        LEVEL_RANK[a.rule.level] - LEVEL_RANK[b.rule.level] ||
        ((a.time ?? '~') < (b.time ?? '~') ? -1 : 1),
    );
  }
}

function counterOf(counters: Map<string, Counter>, name: string): Counter {
  const known = counters.get(name);
  if (known !== undefined) return known;
  if (counters.size >= MAX_NAMES && name !== OTHERS) return counterOf(counters, OTHERS);
  const counter = { new: 0, known: 0 };
  counters.set(name, counter);
  return counter;
}

function toRule({ hosts, ...rule }: OpenRule): RuleReport {
  return { ...rule, hosts: hosts.size };
}

function byLevel(a: RuleReport, b: RuleReport): number {
  return LEVEL_RANK[a.level] - LEVEL_RANK[b.level] || (a.title < b.title ? -1 : 1);
}
