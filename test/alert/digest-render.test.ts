// A digest in every channel: exact counts, harmless whatever hosts and rules are called, and within every size.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { digestText, digestTitle } from '../../src/alert/digest-text.ts';
import {
  type RenderContext,
  toAmazonQDigest,
  toDigestMessage,
  toEmailDigest,
  toPagerDutyDigest,
  toSlackDigest,
} from '../../src/alert/index.ts';
import { ALERT_ROUTES, type AlertDigest, LEVELS } from '../../src/model/index.ts';
import { check } from '../support/check.ts';
import { HOSTILE_TEXTS } from './builders.ts';
import { assertAmazonQ, assertEmail, assertPagerDuty, assertSlack } from './channel-asserts.ts';
import { digestOf, hostsUpTo } from './digest-cases.ts';
import { anyText } from '../support/any-text.ts';

const CONTEXT: RenderContext = { nowMs: Date.UTC(2026, 10, 20, 10, 5) };

const text = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS, '&'.repeat(5_000), '`'.repeat(5_000), '@'.repeat(5_000)),
  anyText({ maxLength: 40 }),
  fc.constantFrom('<!here>', '@channel', '<@U123>', '<https://x.example|y>', '*b*', 'http://a.b'),
);

const hostileDigest: fc.Arbitrary<AlertDigest> = fc
  .record({
    kind: fc.constantFrom('hour' as const, 'day' as const),
    revision: fc.nat({ max: 3 }),
    tenant: text,
    route: fc.constantFrom(...ALERT_ROUTES),
    level: fc.constantFrom(...LEVELS),
    more: fc.nat({ max: 3 }),
    rules: fc.array(
      fc.record({
        id: text,
        title: text,
        level: fc.constantFrom(...LEVELS),
        findings: fc.integer({ min: 1, max: 2 ** 40 }),
        hosts: fc.integer({ min: 20, max: 2 ** 40 }),
        hostNames: fc.array(text, { maxLength: 20 }),
      }),
      { minLength: 1, maxLength: 30 },
    ),
  })
  .map(({ more, ...parts }) => {
    const findings = parts.rules.reduce((sum, rule) => sum + rule.findings, more);
    return { ...digestOf(parts.kind, [STORM]), ...parts, findings };
  });

const STORM = {
  id: 'r1',
  title: 'Fan-Out',
  level: 'high',
  route: 'page',
  hosts: hostsUpTo(295),
} as const;

function assertAll(digest: AlertDigest, context: RenderContext = CONTEXT): void {
  assertSlack(toSlackDigest(digest, context));
  assertEmail(toEmailDigest(digest, context));
  assertAmazonQ(toAmazonQDigest(digest, context));
  const event = toPagerDutyDigest(digest);
  assertPagerDuty(event);
  assert.ok(event === undefined || JSON.stringify(event).length < 100_000);
}

describe('a digest', () => {
  it('is what every channel takes, whatever hosts, rules and tenants are called', () => {
    check(
      fc.property(hostileDigest, text, (digest, runbook) =>
        assertAll(digest, { ...CONTEXT, runbook }),
      ),
      40,
    );
  });

  for (const name of ['<!here> '.repeat(131_072), '😀'.repeat(250_000)]) {
    it(`is within every size for a name of ${name.length} characters like ${name.slice(0, 4)}`, () => {
      const digest = digestOf('hour', [STORM]);
      const rules = digest.rules.map((rule) => {
        return { ...rule, title: name, hostNames: rule.hostNames.map(() => name) };
      });
      assertAll({ ...digest, rules });
      assertAll({ ...digest, kind: 'day', rules: Array.from({ length: 40 }, () => rules).flat() });
    });
  }

  it('says for how many rules there was no room, in the message and in each channel', () => {
    const rules = Array.from({ length: 200 }, (_, index) => {
      return {
        ...STORM,
        id: `${index}`,
        title: `${'R'.repeat(110)} ${index}`,
        hosts: hostsUpTo(20),
      };
    });
    const all = digestOf('day', rules);
    assert.match(toEmailDigest(all, CONTEXT).text, /^ {2}… and \d+ more$/m);
    const some = { ...all, rules: all.rules.slice(0, 2) };
    assert.match(
      toEmailDigest(some, CONTEXT).text,
      /3960 findings of rules that found no room here/,
    );
    assert.match(toEmailDigest(some, CONTEXT).subject, /: 4000 findings of more than 2 rules$/);
  });

  it('has the same counts in headline, paragraph, message and channels', () => {
    const digest = digestOf('hour', [STORM]);
    const words = '295 findings on 295 hosts';
    for (const one of [
      digestTitle(digest),
      digestText(digest),
      toDigestMessage(digest).body,
      toSlackDigest(digest, CONTEXT).text,
      toEmailDigest(digest, CONTEXT).text,
      toAmazonQDigest(digest, CONTEXT).content.description,
      toPagerDutyDigest(digest)?.payload.summary ?? '',
    ]) {
      assert.ok(one.includes(words), one);
    }
  });

  it('says everywhere that its hour goes on, and that more may come', () => {
    const open: AlertDigest = { ...digestOf('hour', [STORM]), isOpen: true };
    assertAll(open);
    const { text } = toEmailDigest(open, CONTEXT);
    for (const one of [
      digestTitle(open),
      toDigestMessage(open).body,
      toSlackDigest(open, CONTEXT).text,
      text,
      toAmazonQDigest(open, CONTEXT).content.description,
      toPagerDutyDigest(open)?.payload.summary ?? '',
    ]) {
      assert.match(one, /295 findings on 295 hosts so far/);
    }
    assert.match(text, /^Hour +2026-11-20 09:00 to 10:00 UTC, still counted; /m);
    assert.match(digestText(open), /sent again with all when the hour is over\./);
  });

  it('says that it replaces the one that was sent before', () => {
    const updated = digestOf('hour', [STORM], 1);
    assert.match(
      toEmailDigest(updated, CONTEXT).text,
      /^Update +replaces the digest of 2026-11-20 09:00 to 10:00 UTC sent before/m,
    );
    assert.match(toSlackDigest(updated, CONTEXT).text, /^HIGH digest of an hour, updated: /);
    assert.match(digestTitle(updated), /, updated$/);
    assert.doesNotMatch(toEmailDigest(digestOf('hour', [STORM]), CONTEXT).text, /Update/);
  });
});

describe('the pager', () => {
  it('is told of a storm once, by the id of its digest', () => {
    const digest = digestOf('hour', [STORM]);
    const event = toPagerDutyDigest(digest);
    assert.equal(event?.event_action, 'trigger');
    assert.equal(event?.dedup_key, digest.id);
    assert.equal(event?.payload.severity, 'error');
    assert.equal(event?.payload.custom_details.findings, 295);
    assert.equal(toPagerDutyDigest({ ...digest, revision: 1 })?.dedup_key, digest.id);
  });

  it('is not told of a storm of posts, nor of a day', () => {
    assert.equal(toPagerDutyDigest(digestOf('hour', [{ ...STORM, route: 'post' }])), undefined);
    assert.equal(toPagerDutyDigest(digestOf('day', [STORM])), undefined);
  });
});
