// A digest → what a person is told of it, in the parts that an alert has, so that every channel's form fits it.

import type { AlertDigest, DigestRule } from '../../model/index.ts';
import { digestSubject } from '../digest-text.ts';
import {
  counted,
  digestCounts,
  digestHost,
  digestReason,
  digestScope,
  digestSpan,
  digestSteps,
  digestTotal,
  notNamed,
} from '../digest-words.ts';
import { ageWords } from './age.ts';
import type { Fact } from './facts.ts';
import {
  type List,
  MAX_TITLE,
  type Place,
  placeOf,
  type RenderContext,
  type Sheet,
} from './sheet.ts';
import { type Line, logged, prose } from './voice.ts';

const MAX_RULE_TITLE = 120;
const MAX_HOST = 60;
const MAX_ID = 60;
const MAX_RUNBOOK = 200;
/** Host names of a rule, where it stands alone and where it is one of many. */
const HOSTS_OF_ONE = 20;
const HOSTS_OF_MANY = 5;

/** The whole of it. A filter it has none: what it would name differs from host to host. */
export function digestSheetOf(digest: AlertDigest, context: RenderContext): Sheet {
  return {
    banner: bannerOf(digest),
    title: [prose(digestSubject(digest), MAX_TITLE), ': ', digestTotal(digest)],
    facts: factsOf(digest, context.nowMs),
    commandLine: [],
    lists: [ruleList(digest), stepList(digest)],
    filter: undefined,
    places: placesOf(digest, context),
  };
}

function bannerOf({ level, kind, revision }: AlertDigest): string {
  return `${level.toUpperCase()} digest of ${kind === 'day' ? 'a day' : 'an hour'}${revision === 0 ? '' : ', updated'}`;
}

function endWords({ toTime, isOpen }: AlertDigest, nowMs: number): string {
  if (isOpen === true) return ', still counted';
  const age = ageWords(toTime, nowMs);
  return age === undefined ? '' : `, ended ${age}`;
}

function factsOf(digest: AlertDigest, nowMs: number): readonly Fact[] {
  const { kind, revision } = digest;
  const when = `${digestSpan(digest)}${endWords(digest, nowMs)}; found then, the events may be older`;
  const update: Fact = {
    name: 'Update',
    line: [`replaces the digest of ${digestSpan(digest)} sent before; more was found since`],
  };
  return [
    { name: 'Why a digest', line: [digestReason(digest)] },
    { name: kind === 'day' ? 'Day' : 'Hour', line: [when] },
    { name: 'Count', line: [`${digestTotal(digest)}, exact; ${digestScope(digest)}`] },
    ...(revision === 0 ? [] : [update]),
  ];
}

function ruleList(digest: AlertDigest): List {
  const { rules } = digest;
  const most = rules.length === 1 ? HOSTS_OF_ONE : HOSTS_OF_MANY;
  const rest = notNamed(digest);
  const more: readonly Line[] =
    rest > 0 ? [[`${counted(rest, 'finding')} of rules that found no room here`]] : [];
  const items = [...rules.map((rule) => ruleLine(rule, most)), ...more];
  return { heading: 'Findings by rule', items, max: 2_600, isNumbered: false };
}

function ruleLine(rule: DigestRule, most: number): Line {
  const names = rule.hostNames.slice(0, most);
  const named = names.flatMap((name, index): Line => {
    const one = logged(digestHost(name), MAX_HOST);
    return index === 0 ? [one] : [', ', one];
  });
  const more = rule.hosts - names.length;
  return [
    prose(rule.title, MAX_RULE_TITLE),
    ` (${rule.level}): ${digestCounts(rule)}`,
    ...(names.length === 0 ? [] : [': ', ...named]),
    ...(more > 0 && names.length > 0 ? [` and ${more} more`] : []),
  ];
}

function stepList(digest: AlertDigest): List {
  const items = digestSteps(digest).map((step): Line => [step]);
  return { heading: 'Do first', items, max: 1_200, isNumbered: true };
}

function placesOf(digest: AlertDigest, { runbook }: RenderContext): readonly Place[] {
  const { id, revision, tenant } = digest;
  return [
    { name: 'Findings', line: archiveLine(digest) },
    ...(runbook === undefined ? [] : [placeOf('Runbook', runbook, MAX_RUNBOOK, runbook)]),
    { name: 'Digest', line: [logged(id, MAX_ID), `, revision ${revision}`] },
    { name: 'Tenant', line: [logged(tenant, MAX_ID)] },
  ];
}

/** How the findings are looked up. A partition is a day of the events. */
function archiveLine({ rules, fromTime }: AlertDigest): Line {
  const day = fromTime.slice(0, 10);
  const where = `in the archive, dt = ${day} or before, finding_info.analytic.uid = `;
  const [first] = rules;
  return rules.length === 1 && first !== undefined
    ? [where, logged(first.id, MAX_ID)]
    : [where, 'id of the rule'];
}
