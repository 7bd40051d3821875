// What each channel takes, and that nothing of a log or a rule acts in it.

import assert from 'node:assert/strict';
import {
  AMAZON_Q_LIMITS,
  EMAIL_LIMITS,
  MAX_EVENT_BYTES,
  MAX_SUMMARY,
  type PagerDutyEvent,
  pagerDutyBody,
  SLACK_LIMITS,
  type SlackMessage,
  type toAmazonQ,
  type toEmail,
} from '../../src/alert/index.ts';
import { utf8Bytes } from '../../src/alert/message-bytes.ts';

/** Characters that act on a terminal or hide, and those that XML forbids. */
export const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]/u;

/** Every text of a message for Slack. */
export function slackTexts({ text: fallback, blocks }: SlackMessage): readonly string[] {
  const all = blocks.flatMap((block) => (block.type === 'context' ? block.elements : block.text));
  return [fallback, ...all.map((one) => one.text)];
}

/** Without the links that are ours. */
function withoutOwnLinks(one: string): string {
  return one.replaceAll(/<https:[^<>|]+\|(?:Evidence|Runbook)>/g, '');
}

/** Slack's limits; nothing but our own links acts. */
export function assertSlack(message: SlackMessage): void {
  const all = slackTexts(message);
  const { blocks } = message;
  assert.ok(blocks.length <= SLACK_LIMITS.blocks);
  assert.ok(all.reduce((sum, one) => sum + one.length, 0) <= SLACK_LIMITS.inAll);
  for (const one of all) {
    assert.ok(one.length > 0 && one.length <= SLACK_LIMITS.text, String(one.length));
    assert.doesNotMatch(one.replaceAll('\n', ''), UNSAFE);
    const rest = withoutOwnLinks(one);
    assert.doesNotMatch(rest, /[<>]|&(?!amp;|lt;|gt;)/, rest);
    for (const line of rest.split('\n')) {
      assert.equal(line.split('`').length % 2, line === '```' ? 0 : 1, line);
    }
  }
  for (const block of blocks) {
    if (block.type === 'header') assert.match(block.text.text, /^[\w[\], ]{1,150}$/);
    else
      for (const part of [block].flatMap((b) => (b.type === 'context' ? b.elements : b.text)))
        assert.equal(part.verbatim, true);
  }
}

/** SNS's limits; each line begins with words of ours, and only our own links are links. */
export function assertEmail({ subject, text: body }: ReturnType<typeof toEmail>): void {
  assert.match(subject, /^[\x21-\x7e][\x20-\x7e]*$/);
  assert.ok(subject.length <= EMAIL_LIMITS.subject);
  assert.ok(utf8Bytes(body) <= EMAIL_LIMITS.textBytes, String(utf8Bytes(body)));
  assert.doesNotMatch(body.replaceAll('\n', ''), UNSAFE);
  for (const line of body.split('\n')) {
    assert.match(
      line,
      /^$|^ {2}|^\[?[A-Z]+\]? ?[A-Z]* (?:alert|digest)[a-z, ]*$|^[A-Z][a-z ]+$|^[A-Z][a-z ]{15}/,
    );
    if (!/^(?:Evidence|Runbook) /.test(line)) assert.doesNotMatch(line, /:\/\//);
  }
}

/** Our limits for Amazon Q; no mention, and only our own links are links. */
export function assertAmazonQ(notification: ReturnType<typeof toAmazonQ>): void {
  const { content, metadata } = notification;
  assert.ok(content.title.length <= AMAZON_Q_LIMITS.title);
  assert.ok(content.description.length <= AMAZON_Q_LIMITS.description);
  assert.ok(content.nextSteps.length <= AMAZON_Q_LIMITS.steps);
  const all = JSON.stringify([content, metadata]);
  const rest = all.replaceAll(/https:\/\/(?:wiki\.example\.com|[a-z0-9-]+\.console)[^\s\\"]*/g, '');
  assert.doesNotMatch(rest, /[<>@]|&(?!amp;|lt;|gt;)|:\/\//, rest);
  assert.doesNotMatch(JSON.parse(all).flat().map(String).join(''), UNSAFE);
}

/** PagerDuty's limits with its routing key; nothing hides or reorders, and only our evidence is a link. */
export function assertPagerDuty(event: PagerDutyEvent | undefined): void {
  if (event?.event_action !== 'trigger') return;
  const { payload } = event;
  assert.ok(utf8Bytes(pagerDutyBody(event)) + 64 <= MAX_EVENT_BYTES);
  assert.ok(payload.summary.length <= MAX_SUMMARY);
  for (const one of [payload.summary, payload.source, payload.class, payload.group]) {
    assert.notEqual(one.trim(), '');
    assert.doesNotMatch(one, /:\/\//);
  }
  for (const { href, text } of event.links ?? []) {
    assert.match(href, /^https:\/\/[!-~]{1,300}$/);
    assert.match(text, /^(?:Runbook|Evidence)$/);
  }
  for (const one of pagerTexts(payload)) assert.doesNotMatch(one, UNSAFE);
}

/** Every text anywhere in a value. */
function pagerTexts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(pagerTexts);
}
