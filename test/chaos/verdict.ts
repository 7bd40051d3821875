// A deployment that has come to rest × the story → every promise that was broken.

import type { Message } from '@aws-sdk/client-sqs';
import { unitedFinding } from '../../src/finding/index.ts';
import type { Alert, AlertGroup, Finding } from '../../src/model/index.ts';
import { leaksOf, unbalanced } from '../../src/pipeline/index.ts';
import { alertProblems, alertsIn, groupOf, tellingOf } from '../e2e/support/alerts.ts';
import { type Deployment, takeAll } from '../e2e/support/deploy.ts';
import { logLines } from '../e2e/support/log-lines.ts';
import { FAILURES_OUTPUT } from './assembly.ts';
import { cliStory } from './cli-story.ts';
import { findingKey, statedKeys } from './expected.ts';
import { keptProblems } from './kept.ts';
import { postVerdict } from './posts.ts';
import { type Publication, publicationProblems, publishedBy } from './publications.ts';
import type { PutObject, Stage } from './stage.ts';
import { dueItems, stateOf, storedFindings, TENANT } from '../e2e/support/stored.ts';
import type { Story } from './story/story.ts';

/** What came of a run. */
export interface Verdict {
  /** Each promise that was broken: what was expected, what was found. */
  readonly problems: readonly string[];
  /** A line for people. */
  readonly summary: string;
  /** Another one, about what was posted. */
  readonly posts: string;
}

/** What is known of the run. */
export interface RunFacts {
  readonly put: readonly PutObject[];
  readonly redriven: number;
  /** What is in the failure queue. */
  readonly dead: readonly Message[];
}

/** Judges. */
export async function verdictOf(stage: Stage, story: Story, facts: RunFacts): Promise<Verdict> {
  const { findings: expected } = await cliStory(story);
  const stored = await storedFindings(stage.stack);
  const alerts = alertsIn(await stage.stack.published());
  const published = publicationsOf(alerts);
  const posts = postVerdict({
    arrived: stage.slack.arrived,
    hands: stage.telling.hands,
    alerts,
    found: expected,
    calls: stage.stack.dynamo.log,
  });
  const again = published.filter(({ count }) => count > 1);
  const problems = [
    ...compared(
      'findings in the table',
      stored.map((one) => findingKey(unitedFinding(one))),
      statedKeys(story),
    ),
    ...stored
      .filter(({ isSent }) => !isSent)
      .map(({ finding }) => `not sent: ${finding.id} ${findingKey(finding)}`),
    ...compared(
      'finding ids and cores',
      stored.map((one) => coreOf(unitedFinding(one))),
      expected.map(coreOf),
    ),
    ...alertProblems(alerts, expected),
    ...endingProblems(alerts, expected),
    ...publicationProblems(stage, published),
    ...posts.problems,
    ...(await undelivered(stage.stack)).map((body) => `in the channel's failure queue: ${body}`),
    ...(await keptProblems(stage.stack, stored, story)),
    ...(await ledgerProblems(stage, story, facts.put)),
    ...(await dueItems(stage.stack)).map((item) => `still due: ${item['pk']?.S} ${item['sk']?.S}`),
    ...compared(
      'objects in the failure queue',
      [...new Set(facts.dead.map(keyIn))],
      cutShort(story),
    ),
  ];
  const summary = [
    `${stored.filter(({ isSent }) => isSent).length} of ${story.attacks.length} findings sent`,
    `${new Set(alerts.map(({ id }) => id)).size} alerts in ${published.length} messages`,
    `${again.length} published more than once after a death`,
    `settle published ${publishedBy(stage, 'settle')}`,
    `${facts.put.length} objects`,
    `${hopsOf(stage)} hops`,
    `${stage.invocations.length} invocations, ${stage.invocations.filter(({ result }) => result.kind === 'error').length} died`,
    `${facts.redriven} messages redriven`,
  ].join(', ');
  return { problems, summary, posts: posts.summary };
}

/** What nobody at the channel was told. */
async function undelivered({ clients, stack }: Deployment): Promise<readonly string[]> {
  const messages = await takeAll(clients.sqs, stack.outputs[FAILURES_OUTPUT] ?? '');
  return messages.map(({ Body = '' }) => Body);
}

/** What must be the same wherever a finding is made (P7), and its counts. */
function coreOf(finding: Finding): string {
  const { id, rule, tenant, source, hostKey, entityKey, day, count, isCountExact } = finding;
  const { firstTime, lastTime, destinations, distinctDestinations } = finding;
  return JSON.stringify({
    ...{ id, rule: rule.id, tenant, source, hostKey, entityKey, day, count, isCountExact },
    ...{ firstTime, lastTime, destinations, distinctDestinations },
  });
}

function publicationsOf(alerts: readonly Alert[]): readonly Publication[] {
  const tellings = [...Map.groupBy(alerts, tellingOf)];
  return tellings.map(([telling, all]) => ({ telling, count: all.length }));
}

/** Each process has had its last word: then `alertProblems` has seen that all of its findings are in it. */
function endingProblems(alerts: readonly Alert[], found: readonly Finding[]): readonly string[] {
  const resolved = alerts.filter(({ event }) => event === 'resolved');
  const groups = (of: readonly AlertGroup[]) => [...new Set(of.map(groupOf))];
  return compared(
    'processes whose alert was resolved',
    groups(resolved.map(({ group }) => group)),
    groups(found),
  );
}

/** Every object that is whole was scanned to its end, and all of its records are accounted for. */
async function ledgerProblems(
  stage: Stage,
  { objects }: Story,
  put: readonly PutObject[],
): Promise<readonly string[]> {
  const { bucket } = stage.stack;
  const versions = put.map((object) => ({ tenant: TENANT, bucket, ...object }));
  const entries = await stateOf(stage.stack, stage.offsetMs).ledger.readMany(versions);
  return put.flatMap(({ key }, index) => {
    const entry = entries[index];
    const stated = objects.find((object) => object.key === key);
    if (stated === undefined) return [`${key} is not in the story`];
    if (stated.isCutShort) return entry === undefined ? [] : [`${key} passes for scanned`];
    if (entry === undefined) return [`${key} was never scanned to its end`];
    const { counts } = entry;
    return [
      ...unbalanced(counts).map((leak) => `${key}: ${leak}`),
      ...leaksOf(entry.balances).map((leak) => `${key}: ${leak}`),
      ...compared(`records of ${key}`, [String(counts.records)], [String(stated.records)]),
      ...compared(`rejected of ${key}`, [String(counts.rejected)], [String(stated.rejected)]),
    ];
  });
}

/** How often a scan went on with what another had begun. */
function hopsOf({ stack }: Stage): number {
  return logLines(stack.scan).filter(({ message }) => message === 'object continued').length;
}

function cutShort({ objects }: Story): readonly string[] {
  return objects.filter(({ isCutShort }) => isCutShort).map(({ key }) => key);
}

/** The object that a message is of: a notification, where keys are encoded, or of a message that asks for the rest of an object. */
export function keyIn({ Body = '' }: Message): string {
  const { Records, object } = JSON.parse(Body);
  const notified: unknown = Records?.[0]?.s3?.object?.key;
  if (typeof notified === 'string') return decodeURIComponent(notified);
  const continued: unknown = object?.key;
  return typeof continued === 'string' ? continued : Body;
}

/** What is missing, and what is too much; each as often as it is. */
function compared(
  what: string,
  found: readonly string[],
  expected: readonly string[],
): readonly string[] {
  const left = [...found];
  const missing = expected.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [
    ...missing.map((one) => `${what}: expected and not found: ${one}`),
    ...left.map((one) => `${what}: found and not expected: ${one}`),
  ];
}
