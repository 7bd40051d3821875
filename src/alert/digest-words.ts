// A digest → the words that all channels use for it, each short and safe to show.

import type { AlertDigest, DigestRule } from '../model/index.ts';

/** `2026-11-20 10:00 to 11:00 UTC`; of a day `2026-11-20 UTC`. */
export function digestSpan({ kind, fromTime, toTime }: AlertDigest): string {
  const [day = '', time = ''] = fromTime.split('T');
  if (kind === 'day') return `${day} UTC`;
  return `${day} ${time.slice(0, 5)} to ${toTime.slice(11, 16)} UTC`;
}

/** `295 findings on 295 hosts`, exact. */
export function digestCounts({ findings, hosts }: Pick<DigestRule, 'findings' | 'hosts'>): string {
  return `${counted(findings, 'finding')} on ${counted(hosts, 'host')}`;
}

/** Of the whole, as far as it came: with hosts where one rule has them all, else with the number of rules. Both are exact. */
export function digestTotal({ findings, rules, isOpen }: AlertDigest): string {
  const [first] = rules;
  const yet = isOpen === true ? ' so far' : '';
  const isAll = rules.length === 1 && first?.findings === findings;
  if (isAll) return digestCounts(first) + yet;
  const isWhole = notNamed({ findings, rules }) === 0;
  return `${counted(findings, 'finding')} of ${isWhole ? '' : 'more than '}${counted(rules.length, 'rule')}${yet}`;
}

/** Findings of rules that found no room in the message. */
export function notNamed({ findings, rules }: Pick<AlertDigest, 'findings' | 'rules'>): number {
  return findings - rules.reduce((sum, rule) => sum + rule.findings, 0);
}

/** Why these come as one message. */
export function digestReason({ kind, isOpen }: AlertDigest): string {
  if (kind === 'day') {
    return 'findings of low and informational rules, or of rules that the site wants to hear of once a day';
  }
  return isOpen === true
    ? 'the rule has sent as many alerts as it may in an hour; what it finds beyond them is counted here, and sent again with all when the hour is over'
    : 'the rule had sent as many alerts as it may in an hour; what it found beyond them comes as one';
}

/** What is in the counts and what is not: people add them up. */
export function digestScope({ kind }: AlertDigest): string {
  return kind === 'day'
    ? 'findings of a process that came after its alert are not counted here'
    : 'alerts that were sent are not counted here';
}

const HOUR_STEPS = [
  'Take it for one event until you know better. It is an attack that spreads, or something new that was rolled out.',
  'Open the alerts of this rule from the same hour. They show program, user and destinations.',
  'Check the first host named here. Is it the same program, account and parent as in these alerts?',
  'Look all of them up in the archive. What do they have in common? Program, hash, account, parent, destination.',
  'If it is an attack, contain what they have in common before single hosts.',
  'If it is wanted, silence it by a filter. The alerts propose one for their host; without its line Computer it is for all hosts.',
] as const;

const DAY_STEPS = [
  'Nothing here is urgent. Look for what is new, a rule or a host that was not here yesterday.',
  'Look up in the archive what you do not know.',
  'Silence by a filter what is wanted.',
] as const;

/** What to do first, in order. */
export function digestSteps({ kind }: AlertDigest): readonly string[] {
  return kind === 'day' ? DAY_STEPS : HOUR_STEPS;
}

/** How a digest names a host that has no name. */
export function digestHost(name: string): string {
  return ['', '-'].includes(name.trim()) ? 'an unnamed host' : name;
}

/** `1 finding`, `2 findings`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
