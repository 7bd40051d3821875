// What arrived at Slack × what was published and found → what was told wrongly, twice without a reason, or not at all.
//
//   a post that the channel shows ─ answered, and the sender lived on, and the ledger took it ─▶ heard: the last of its revision
//                                 └ answer lost, stalled · died before the next claim · refused ─▶ unheard: it may come again

import type { Alert, Finding } from '../../src/model/index.ts';
import { groupOf, tellingOf } from '../e2e/support/alerts.ts';
import { linesIn } from '../e2e/support/log-lines.ts';
import type { ArrivedPost } from './slack.ts';
import type { SlackPost } from './slack-post.ts';
import type { Hand } from './telling.ts';

/** What posts are judged by. */
export interface PostFacts {
  readonly arrived: readonly ArrivedPost[];
  readonly hands: readonly Hand[];
  /** As they were published, and are proved right by `alertProblems`. */
  readonly alerts: readonly Alert[];
  /** What there is to be told: of the story, by the command line. */
  readonly found: readonly Finding[];
  /** The log of DynamoDB. */
  readonly calls: readonly LedgerCall[];
}

/** A call to DynamoDB. */
export interface LedgerCall {
  readonly id: string;
  readonly sessionToken: string | undefined;
}

/** What is wrong with posts, and a line about them. */
export interface PostVerdict {
  readonly problems: readonly string[];
  readonly summary: string;
}

/** A post that the channel shows. */
interface Shown extends SlackPost {
  /** Why the function, or the ledger, could not know of it. */
  readonly unheard: string | undefined;
}

/** Judges. */
export function postVerdict(facts: PostFacts): PostVerdict {
  const { arrived, hands, alerts, found, calls } = facts;
  const taken = arrived.filter(({ isTaken }) => isTaken);
  const shown = taken.flatMap((one) =>
    one.post === undefined ? [] : [{ ...one.post, unheard: unheard(one, calls) }],
  );
  const published = new Map(alerts.map((alert) => [tellingOf(alert), alert]));
  const superseded = supersededBy(hands);
  const tellings = Map.groupBy(shown, ({ telling }) => telling);
  const seconds = [...tellings.values()].flatMap((posts) => posts.slice(0, -1));
  const problems = [
    ...(taken.length === shown.length ? [] : ['Slack was posted what is about no alert']),
    ...shown.flatMap((post) => storyProblems(post, published.get(post.telling), found)),
    ...seconds
      .filter((post) => post.unheard === undefined)
      .map((post) => `Slack has ${post.telling} twice, though its post was heard of`),
    ...[...Map.groupBy(shown, ({ id }) => id).values()].flatMap(orderProblems),
    ...[...published.keys()]
      .filter((telling) => !tellings.has(telling) && !superseded.has(telling))
      .map((telling) => `Slack was never posted ${telling}, and it was not superseded`),
    ...found
      .filter((one) => !isTold(one, facts, shown))
      .map((one) => `Slack has no ${nameOf(one)}`),
  ];
  const reasons = Map.groupBy(seconds, (post) => post.unheard ?? 'no reason');
  const summary = [
    `posts: ${arrived.length} arrived at Slack`,
    `${shown.length} shown, of ${tellings.size} revisions of ${new Set(shown.map(({ id }) => id)).size} alerts`,
    `${seconds.length} of them again${[...reasons].map(([reason, all]) => `: ${reason} ${all.length}`).join('')}`,
    `${[...superseded].filter((telling) => !tellings.has(telling)).length} superseded`,
    `${hands.length} invocations, ${hands.filter(hasDied).length} died`,
  ].join(', ');
  return { problems, summary };
}

/** Of the post itself: that the function says it will try again is no reason for a second one. */
function unheard(
  { post, answer, hands, from }: ArrivedPost,
  calls: readonly LedgerCall[],
): string | undefined {
  const later = calls.slice(from);
  if (hands.some((hand) => hasDied(hand) && !hasGoneOn(hand, later))) {
    return 'its sender died before the ledger had it';
  }
  if (answer?.kind === 'lose') return 'its answer was lost';
  if (answer?.kind === 'stall') return 'its answer did not come';
  const said = (message: string) =>
    hands.some((hand) =>
      linesOf(hand).some((line) => line['message'] === message && named(line) === post?.telling),
    );
  if (said('post not recorded')) return 'the ledger did not take it';
  return said('post uncertain') ? 'its answer came too late' : undefined;
}

/** It claimed the next message: what there was to be written of the post was written by then. */
function hasGoneOn({ sandboxId }: Hand, later: readonly LedgerCall[]): boolean {
  return later.some(
    ({ id, sessionToken }) => id === 'dynamodb:PutItem' && sessionToken === sandboxId,
  );
}

function hasDied({ result }: Hand): boolean {
  return result?.kind === 'error';
}

function supersededBy(hands: readonly Hand[]): ReadonlySet<string> {
  const lines = hands.flatMap((hand) => linesOf(hand));
  return new Set(lines.filter(({ reason }) => reason === 'superseded').map(named));
}

function linesOf({ result }: Hand): readonly Record<string, unknown>[] {
  return linesIn(result?.logs ?? '');
}

/** Alert and revision that a line is about. */
function named(line: Record<string, unknown>): string {
  return tellingOf({ id: String(line['alert']), revision: Number(line['revision']) });
}

/** A post says what was published, of what was found. */
function storyProblems(
  { telling, event, level, title, host }: SlackPost,
  alert: Alert | undefined,
  found: readonly Finding[],
): readonly string[] {
  if (alert === undefined) return [`Slack was posted ${telling}, which was never published`];
  const group = groupOf(alert.group);
  const ofProcess = found.filter((one) => groupOf(one) === group);
  const isOfRule = ({ rule }: Finding) => rule.title === title && rule.level === level;
  const isRight =
    event === alert.event &&
    level === alert.level &&
    ofProcess.some(isOfRule) &&
    ofProcess.some((one) => isOnHost(one, host));
  return isRight
    ? []
    : [`Slack was posted ${telling} as ${event}, ${level}, ${title} on ${host}; not so published`];
}

/** A revision whose post was heard of lets none below it follow: none after the last word either. */
function orderProblems(posts: readonly Shown[]): readonly string[] {
  return posts.flatMap((post, index) => {
    const later = posts
      .slice(0, index)
      .find((before) => before.revision > post.revision && before.unheard === undefined);
    return later === undefined ? [] : [`Slack has ${post.telling} behind ${later.telling}`];
  });
}

/** While it went on a post told of its process, and some post names its rule. */
function isTold(one: Finding, { alerts }: PostFacts, shown: readonly Shown[]): boolean {
  const group = groupOf(one);
  const ids = new Set(alerts.filter((alert) => groupOf(alert.group) === group).map(({ id }) => id));
  const posts = shown.filter(({ id, host }) => ids.has(id) && isOnHost(one, host));
  const isOpen = posts.some(({ event }) => event === 'opened' || event === 'raised');
  return isOpen && posts.some(({ text }) => text.includes(one.rule.title));
}

function isOnHost({ host, hostKey }: Finding, line: string): boolean {
  return [host, hostKey].some((name) => name !== undefined && line.includes(`\`${name}\``));
}

function nameOf({ rule, host, hostKey }: Finding): string {
  return `${rule.title} on ${host ?? hostKey}`;
}
