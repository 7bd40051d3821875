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
  toSlack,
} from '../../src/alert/index.ts';
import { utf8Bytes } from '../../src/alert/message-bytes.ts';
import { EMAIL_VOICE } from '../../src/alert/render/email.ts';
import { SLACK_VOICE } from '../../src/alert/render/slack.ts';
import { fitted } from '../../src/alert/render/voice.ts';
import { type Alert, ALERT_EVENTS, type Finding, LEVELS } from '../../src/model/index.ts';
import { check } from '../support/check.ts';
import { alertOf } from './alerts.ts';
import { assertAmazonQ, assertEmail, assertSlack, slackTexts } from './channel-asserts.ts';
import { aFinding, HOSTILE_TEXTS, hostileFinding } from './builders.ts';

const NOW_MS = Date.UTC(2026, 10, 20, 12, 5);
const CONTEXT: RenderContext = { nowMs: NOW_MS, region: 'eu-central-1' };

const text = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS, '&'.repeat(5_000), '`'.repeat(5_000), '@'.repeat(5_000)),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('<!here>', '@channel', '<@U123>', '<https://x.example|y>', '*b*', 'http://a.b'),
);
const texts = fc.array(text, { maxLength: 30 });

const hostileAlert: fc.Arbitrary<Alert> = fc
  .record({
    finding: hostileFinding,
    event: fc.constantFrom(...ALERT_EVENTS),
    origin: fc.constantFrom('live' as const, 'replay' as const, 'test' as const),
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
  region: fc.constantFrom('eu-central-1', 'us-gov-west-1', '><'),
  runbook: fc.oneof(text, fc.constant(`https://wiki.example.com/${'&'.repeat(100)}`)),
});

it('sends every channel what it takes, whatever finding, rule and guide hold', () => {
  check(
    fc.property(hostileAlert, context, (alert, where) => {
      assertSlack(toSlack(alert, where));
      assertEmail(toEmail(alert, where));
      assertAmazonQ(toAmazonQ(alert, where));
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
    const full: Alert = { ...filled, lead, filterTarget, evidence };
    const where = { ...CONTEXT, runbook: `https://wiki.example.com/${'r'.repeat(270)}` };
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
  });
});

describe('a text that is fitted', () => {
  const size = fc.integer({ min: 8, max: 60 });
  for (const [name, voice] of [
    ['Slack', SLACK_VOICE],
    ['e-mail', EMAIL_VOICE],
  ] as const) {
    it(`is for ${name} never larger than it may be, and whole where it can be`, () => {
      const some = fc.string({
        unit: fc.constantFrom('a', '&', 'é', '😀', '\n', '`'),
        maxLength: 80,
      });
      check(
        fc.property(some, size, (one, max) => {
          const whole = fitted(one, 100_000, voice);
          const cut = fitted(one, max, voice);
          assert.ok(voice.sizeOf(cut) <= max, cut);
          assert.equal(cut === whole, voice.sizeOf(whole) <= max);
          // The largest escape is of 14 characters, one at each side of the cut.
          if (cut !== whole) assert.ok(voice.sizeOf(cut) > max - 2 * 14, cut);
        }),
        200,
      );
    });
  }

  it('shows its beginning and its end, as Slack may be told it', () => {
    assert.equal(fitted('a&b<c', 100, SLACK_VOICE), 'a&amp;b&lt;c');
    assert.equal(fitted('a&b&c&d&e', 14, SLACK_VOICE), 'a&amp;…d&amp;e');
    assert.equal(
      fitted(`C:\\Users\\${'x'.repeat(1_000_000)}\\tool.exe`, 20, SLACK_VOICE),
      'C:\\Users\\…x\\tool.exe',
    );
  });
});

describe('what is redacted', () => {
  const secret = `Hunter${'2!'}x`;
  const commandLine = `net use \\\\fs01\\c$ ${secret} /user:al`;
  const alert = alertOf([
    aFinding({
      user: `al --password=${secret}`,
      process: {
        image: `C:\\a --token=${secret}`,
        commandLine,
        parent: { image: `b /pass:${secret}` },
      },
    }),
  ]);

  it('stands in no channel, though an alert holds it', () => {
    for (const sent of [
      toSlack(alert, CONTEXT),
      toEmail(alert, CONTEXT),
      toAmazonQ(alert, CONTEXT),
    ]) {
      assert.ok(!JSON.stringify(sent).includes(secret));
      assert.match(JSON.stringify(sent), /net use .{1,40}‹redacted:password›/);
    }
  });
});

describe('what is told', () => {
  const email = (parts: Partial<Alert> = {}, where: Partial<RenderContext> = {}) =>
    toEmail(alertOf([aFinding()], parts), { ...CONTEXT, ...where }).text;

  for (const [event, words] of [
    ['opened', /^MEDIUM alert$/m],
    ['raised', /^MEDIUM alert, raised$/m],
    ['closed', /^MEDIUM alert, closed$[\s\S]*^Still active +no, the counts are final$/m],
    ['resolved', /^MEDIUM alert, resolved$[\s\S]*^Still active +no, a day without a match$/m],
  ] as const) {
    it(`says that an alert is ${event}`, () => {
      const isActive = event === 'opened' || event === 'raised';
      assert.match(email({ event, isActive }), words);
    });
  }

  it('marks what is no live alert', () => {
    assert.match(email({ origin: 'replay' }), /^\[REPLAY\] MEDIUM alert$/m);
  });

  it('has steps, false positives and filter while there is something to do, and not when it is over', () => {
    const parts = { guide: { triage: ['Look.'], respond: [], harden: [], logging: [] } };
    assert.match(email(parts), /^Do first\n {2}1\. Look\.$/m);
    assert.match(email(parts), /^A filter that silences exactly this$/m);
    const over = email({ ...parts, event: 'closed', isActive: false });
    assert.doesNotMatch(over, /Do first|Known false|A filter/);
  });

  it('has no filter rather than a part of one', () => {
    const rules = Array.from({ length: 60 }, (_, index) => `${index}`.padStart(36, '0'));
    const alert = alertOf([aFinding()], { filterTarget: { rules, logsource: { product: 'w' } } });
    const none = /silences exactly this\*?\\n {0,2}None that is safe to show here/;
    for (const sent of [
      toSlack(alert, CONTEXT),
      toEmail(alert, CONTEXT),
      toAmazonQ(alert, CONTEXT),
    ]) {
      assert.match(JSON.stringify(sent), none);
    }
  });

  it('has no filter whose words a channel would change', () => {
    const filterIn = (image: string) => {
      const process = { image, signatureStatus: 'Unsigned' };
      const alert = alertOf([aFinding({ process })]);
      const messages = [
        toSlack(alert, CONTEXT),
        toEmail(alert, CONTEXT),
        toAmazonQ(alert, CONTEXT),
      ];
      return messages.map((sent) => JSON.stringify(sent).includes('condition: not selection'));
    };
    assert.deepEqual(filterIn('C:\\a&b.exe'), [true, true, true]);
    assert.deepEqual(filterIn('C:\\a`b.exe'), [false, true, false]);
    assert.deepEqual(filterIn('C:\\a@b.exe'), [true, true, false]);
    assert.deepEqual(filterIn('file://a.exe'), [true, false, false]);
    assert.deepEqual(filterIn('C:\\a\u202eexe.png'), [true, true, true]);
  });

  it('counts what found no room', () => {
    const falsepositives = Array.from({ length: 40 }, (_, index) => `${index} ${'x'.repeat(200)}`);
    const [, count] = /\n {2}… and (\d+) more\n/.exec(email({ falsepositives })) ?? [];
    const shown = email({ falsepositives }).match(/• \d+ x/g)?.length ?? 0;
    assert.equal(Number(count) + shown, 40);
  });

  for (const [lastTime, words] of [
    ['2026-11-20T12:04:10.500Z', '2026-11-20 12:04:10 UTC, 49 s ago'],
    ['2026-11-20T12:01:00.000Z', '2026-11-20 12:01:00 UTC, 4 min ago'],
    ['2026-11-20T09:00:00.000Z', '2026-11-20 09:00:00 UTC, 3 h 5 min ago'],
    ['2026-11-17T12:05:00.000Z', '2026-11-17 12:05:00 UTC, 3 d ago'],
    ['2026-11-20T12:05:00.500Z', '2026-11-20 12:05:00 UTC, 0 s ago'],
    ['2026-11-20T13:05:00.000Z', '2026-11-20 13:05:00 UTC, 1 h ahead of our clock'],
    ['yesterday', 'not recorded'],
  ] as const) {
    it(`says how old ${lastTime} is`, () => {
      assert.ok(email({ lastTime }).includes(`Last            ${words}\n`), email({ lastTime }));
    });
  }

  it('names the destination where the log does', () => {
    const network = { destinationIp: '192.0.2.9', destinationHostname: 'fs01.example.com' };
    const { text: body } = toEmail(alertOf([aFinding({ network })]), CONTEXT);
    assert.match(body, /^Destinations +fs01\.example\.com \(192\.0\.2\.9:445\) and 3 more$/m);
  });

  for (const [region, host] of [
    ['eu-central-1', 'eu-central-1.console.aws.amazon.com'],
    ['us-gov-west-1', 'us-gov-west-1.console.amazonaws-us-gov.com'],
    ['cn-north-1', 'cn-north-1.console.amazonaws.cn'],
  ] as const) {
    it(`links to the console of ${region}, where the reader’s own rights decide`, () => {
      const body = email({ evidence: 's3://b-1/evidence/dt=1/a b.json' }, { region });
      const url = `https://${host}/s3/object/b-1?region=${region}&prefix=evidence%2Fdt%3D1%2Fa%20b.json`;
      assert.ok(body.includes(`Evidence        ${url}\n`), body);
    });
  }

  it('shows a place that is no link as text', () => {
    const body = email({ evidence: 's3://B/../x' }, { runbook: 'http://wiki.example.com' });
    assert.match(body, /^Evidence +s3\[:\]\/\/B\/\.\.\/x$/m);
    assert.match(body, /^Runbook +http\[:\]\/\/wiki\.example\.com$/m);
  });

  it('is the same each time', () => {
    const alert = alertOf([aFinding()]);
    assert.deepEqual(toSlack(alert, CONTEXT), toSlack(alert, CONTEXT));
  });
});
