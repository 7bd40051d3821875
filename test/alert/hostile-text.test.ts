// Whatever logs and rules hold, each channel is sent what it takes, and nothing in it acts: no mention, link, line or reordering.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  EMAIL_LIMITS,
  type RenderContext,
  SLACK_LIMITS,
  toAmazonQ,
  toEmail,
  toPagerDutyEvent,
  toSlack,
} from '../../src/alert/index.ts';
import { utf8Bytes } from '../../src/alert/message-bytes.ts';
import { type Alert, ALERT_EVENTS, type Finding, LEVELS } from '../../src/model/index.ts';
import { check } from '../support/check.ts';
import { alertOf } from './alerts.ts';
import { aFinding, HOSTILE_TEXTS, hostileFinding } from './builders.ts';
import {
  assertAmazonQ,
  assertEmail,
  assertPagerDuty,
  assertSlack,
  slackTexts,
} from './channel-asserts.ts';
import { anyText } from '../support/any-text.ts';

const NOW_MS = Date.UTC(2026, 10, 20, 12, 5);
const CONTEXT: RenderContext = { nowMs: NOW_MS, region: 'eu-central-1' };

const text = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS, '&'.repeat(5_000), '`'.repeat(5_000), '@'.repeat(5_000)),
  anyText({ maxLength: 40 }),
  fc.constantFrom('<!here>', '@channel', '<@U123>', '<https://x.example|y>', '*b*', 'http://a.b'),
);
const texts = fc.array(text, { maxLength: 30 });

const hostileAlert: fc.Arbitrary<Alert> = fc
  .record({
    finding: hostileFinding,
    event: fc.constantFrom(...ALERT_EVENTS),
    origin: fc.constantFrom('live' as const, 'replay' as const, 'test' as const, 'canary' as const),
    level: fc.constantFrom(...LEVELS),
    triage: texts,
    falsepositives: texts,
    titles: texts,
    evidence: text,
    rule: text,
  })
  .map(({ finding, event, origin, level, triage, falsepositives, titles, evidence, rule }) => {
    const ruleOf = (title: string) => {
      return { id: title, title, level, findingId: finding.id, count: 1, isCountExact: false };
    };
    return alertOf([finding], {
      event,
      origin,
      level,
      rules: [ruleOf('first'), ...titles.map(ruleOf)],
      guide: { triage, respond: [], harden: [], logging: [] },
      falsepositives,
      filterTarget: { rules: [rule], logsource: { category: rule } },
      evidence,
      isActive: event === 'opened',
    });
  });

const context: fc.Arbitrary<RenderContext> = fc.record({
  nowMs: fc.integer({ min: 0, max: Date.UTC(9999, 0) }),
  isFirst: fc.boolean(),
  region: fc.constantFrom('eu-central-1', 'us-gov-west-1', '><'),
  runbook: fc.oneof(text, fc.constant(`https://wiki.example.com/${'&'.repeat(100)}`)),
});

it('sends every channel what it takes, whatever finding, rule and guide hold', () => {
  check(
    fc.property(hostileAlert, context, (alert, where) => {
      assertSlack(toSlack(alert, where));
      assertEmail(toEmail(alert, where));
      assertAmazonQ(toAmazonQ(alert, where));
      assertPagerDuty(toPagerDutyEvent(alert, where));
    }),
    30,
  );
});

/** Every text of a log is this one. */
function filledWith(one: string): Alert {
  const finding = aFinding({
    ...{ host: one, hostKey: one, entityKey: one, user: one, userSid: one },
    rule: { id: one, title: one, level: 'critical', tags: [one] },
    process: {
      ...{ image: one, commandLine: one, signature: one, signatureStatus: one },
      ...{ hashes: { sha256: one }, parent: { image: one, commandLine: one } },
    },
    network: { destinationIp: one, destinationHostname: one },
    destinations: Array.from({ length: 20 }, () => ({ ip: one, host: one, port: 65_535 })),
    unknown: ['process.image', 'process.commandLine', 'network.destinationIp', 'host', 'time'],
    awaited: Array.from({ length: 40 }, () => one),
    count: 1_000_000,
  });
  const rules = Array.from({ length: 40 }, () => {
    const { id: findingId, count, isCountExact } = finding;
    return { id: one, title: one, level: 'critical' as const, findingId, count, isCountExact };
  });
  const many = Array.from({ length: 40 }, () => one);
  return alertOf([finding], {
    rules,
    guide: { triage: many, respond: [], harden: [], logging: [] },
    falsepositives: many,
    evidence: one,
    distinctDestinations: 1_000_000,
  });
}

const FILLINGS = [
  ...['<!here> @channel <@U123> <!subteam^S1>', '*b* _i_ ~s~ `c` ```x``` > q', '&'.repeat(4_000)],
  ...['\u202egnp.exe\u2066', '\x1b[31m\n\r\0\u2028', '`'.repeat(4_000), '😀'.repeat(4_000)],
  ...['[a](https://evil.example) <https://evil.example|click>', 'www.evil.example mailto:a@b.c'],
  ...['\u202e'.repeat(4_000), `${'x'.repeat(100)} `.repeat(100), '\ud800'.repeat(400)],
];
describe('a text of a log or a rule', () => {
  for (const one of FILLINGS) {
    it(`does nothing in any channel: ${JSON.stringify(one.slice(0, 30))} × ${one.length}`, () => {
      const alert = filledWith(one);
      const where = { ...CONTEXT, runbook: one };
      assertSlack(toSlack(alert, where));
      assertEmail(toEmail(alert, where));
      assertAmazonQ(toAmazonQ(alert, where));
      assertPagerDuty(toPagerDutyEvent(alert, where));
    });
  }

  it('of any length leaves each message within its size, though it comes close to it', () => {
    const sizes = { slack: 0, email: 0, amazonQ: 0 };
    const filled = filledWith('x'.repeat(4_000));
    // What a filter is made of has to be whole.
    const file = { image: 'i'.repeat(180), signatureStatus: 'Unsigned', hashes: {} };
    const lead: Finding = {
      ...filled.lead,
      host: 'h'.repeat(150),
      process: { ...filled.lead.process, signature: 'Example Ltd', ...file },
    };
    const filterTarget = { rules: [lead.rule.id.slice(0, 100)], logsource: { product: 'windows' } };
    const evidence = `s3://bucket/${'k'.repeat(150)}`;
    // Told late it has a fact more.
    const full: Alert = { ...filled, lead, filterTarget, evidence, event: 'closed' };
    const runbook = `https://wiki.example.com/${'r'.repeat(270)}`;
    const where = { ...CONTEXT, runbook, isFirst: true };
    for (let length = 1; length <= 60; length += 3) {
      const steps = Array.from({ length: 60 }, () => 'y'.repeat(length * 2));
      const guide = { triage: steps, respond: [], harden: [], logging: [] };
      const falsepositives = steps.map((step) => `${step}z`);
      const alert: Alert = { ...full, guide, falsepositives };
      const slack = toSlack(alert, where);
      const email = toEmail(alert, where);
      const amazonQ = toAmazonQ(alert, where);
      assertSlack(slack);
      assertEmail(email);
      assertAmazonQ(amazonQ);
      sizes.slack = Math.max(sizes.slack, slackTexts(slack).join('').length);
      sizes.email = Math.max(sizes.email, utf8Bytes(email.text));
      sizes.amazonQ = Math.max(sizes.amazonQ, amazonQ.content.description.length);
    }
    assert.ok(sizes.slack > SLACK_LIMITS.inAll - 200, JSON.stringify(sizes));
    assert.ok(sizes.email > EMAIL_LIMITS.textBytes - 100, JSON.stringify(sizes));
  });

  it('of a megabyte is cut, and does nothing else', () => {
    const one = `${'<!here> '.repeat(131_072)}end`;
    const alert = alertOf([aFinding({ host: one, process: { image: one, commandLine: one } })]);
    const slack = toSlack(alert, CONTEXT);
    assertSlack(slack);
    assert.ok(slackTexts(slack).some((sent) => /&lt;!here&gt; .*….* end`$/.test(sent)));
    assertEmail(toEmail(alert, CONTEXT));
    assertAmazonQ(toAmazonQ(alert, CONTEXT));
    assertPagerDuty(toPagerDutyEvent(alert));
  });
});
