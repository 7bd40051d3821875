// Whatever is told, its message can be sent, is what its schema says, can be read again, and changes no data unsaid.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import fc from 'fast-check';
import { toParcel } from '../../src/adapters/aws/sns-entry.ts';
import {
  ALERT_SCHEMA,
  DIGEST_SCHEMA,
  DigestFold,
  type OnCallMessage,
  parseOnCallMessage,
  toAlertMessage,
  toDigestMessage,
} from '../../src/alert/index.ts';
import { messageBytes } from '../../src/alert/message-bytes.ts';
import {
  type Alert,
  type AlertDigest,
  type Finding,
  MAX_MESSAGE_BYTES,
  type Message,
} from '../../src/model/index.ts';
import { anAlert, hostileAlert, hostileDigest } from './an-alert.ts';
import { aFinding } from './builders.ts';
import { isDescribed } from './message-schema.ts';
import { aDigest } from './stored.ts';
import { anyText } from '../support/any-text.ts';

/** Characters that XML 1.0 forbids, and those that act on a terminal or hide. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]/u;

/** What holds of every message. */
function assertSendable(message: Message, told: Alert | AlertDigest): OnCallMessage {
  const body: OnCallMessage = JSON.parse(message.body);
  assert.deepEqual(isDescribed(body) ? [] : isDescribed.errors, []);
  assert.ok(toParcel(message, 0).bytes <= MAX_MESSAGE_BYTES);
  assert.ok(!UNSAFE.test(message.body));
  assert.ok(!UNSAFE.test(body.title + body.text));
  assert.equal(message.id, told.id);
  assert.deepEqual(parseOnCallMessage(message.body), { ok: true, value: body });
  assert.ok(Object.keys(message.attributes).length <= 8);
  for (const value of Object.values(message.attributes)) {
    assert.ok(value !== '' && value === value.trim() && !UNSAFE.test(value));
    assert.ok([...value].length <= 256);
  }
  return body;
}

it('makes a message of any alert: to its schema, within 256 KiB, the same each time', () => {
  fc.assert(
    fc.property(hostileAlert, (alert) => {
      const message = toAlertMessage(alert);
      const body = assertSendable(message, alert);
      assert.ok('alert' in body);
      assert.equal(body.alert.lead.id, alert.lead.id);
      assert.deepEqual(toAlertMessage(alert), message);
      if (body.truncated.length === 0) assert.deepEqual(body.alert, asJson(alert));
    }),
    { numRuns: 20 },
  );
});

it('makes a message of any digest: to its schema, within 256 KiB, the same each time', () => {
  fc.assert(
    fc.property(hostileDigest, (digest) => {
      const message = toDigestMessage(digest);
      const body = assertSendable(message, digest);
      assert.ok('digest' in body);
      assert.equal(body.digest.findings, digest.findings);
      assert.deepEqual(toDigestMessage(digest), message);
      if (body.truncated.length === 0) assert.deepEqual(body.digest, asJson(digest));
    }),
    { numRuns: 20 },
  );
});

it('makes a message of a digest of many rules whose hosts have the longest names', () => {
  const fold = new DigestFold();
  const name = '\u202e'.repeat(3_000);
  for (let index = 0; index < 600; index++) {
    const rule = { id: `r${index % 30}`, title: name, level: 'low' as const };
    const host = { hostKey: `agent-${index}`, host: `${name}${index}` };
    fold.add({ findingId: `f${index}`, rule, route: 'digest', ...host });
  }
  const digest = fold.toDigest(aDigest({ kind: 'day', rule: '-' }), `d1_${'d'.repeat(27)}`, 0);
  assert.ok(digest !== undefined);
  const body = assertSendable(toDigestMessage(digest), digest);
  assert.ok('digest' in body);
  assert.deepEqual([body.digest.findings, body.digest.rules.length], [600, 20]);
});

it('names severity, route, event, origin, rule, source, tenant and schema', () => {
  const { attributes, body } = toAlertMessage(anAlert());
  assert.deepEqual(attributes, {
    severity: 'medium',
    route: 'post',
    event: 'opened',
    origin: 'live',
    ruleId: 'a1874aa0-0b00-4515-ad76-0779bfb72335',
    source: 'elastic-defend',
    tenant: 'default',
    schema: ALERT_SCHEMA,
  });
  assert.equal(JSON.parse(body).schema, ALERT_SCHEMA);
});

it('names of a digest all that is not of one rule or source', () => {
  const [digest] = fc.sample(hostileDigest, { numRuns: 1, seed: 1 });
  assert.ok(digest !== undefined);
  const { attributes } = toDigestMessage({ ...digest, level: 'low', route: 'digest' });
  assert.deepEqual(attributes, {
    severity: 'low',
    route: 'digest',
    event: 'digest',
    origin: 'live',
    tenant: 'acme',
    schema: DIGEST_SCHEMA,
  });
});

it('keeps hostile characters in the data, escaped so that any queue takes the body', () => {
  const commandLine = 'a\u202eb\u001bc\uffffd\u{e0041}e\u2028f';
  const finding = aFinding({ process: { commandLine } });
  const { body } = toAlertMessage(anAlert([finding]));
  assert.match(body, /a\\u202eb\\u001bc\\uffffd\\udb40\\udc41e\\u2028f/);
  assert.equal(JSON.parse(body).alert.lead.process.commandLine, commandLine);
});

it('shortens what is missed least and says so, and leaves the rest as it was', () => {
  const long = 'x'.repeat(200_000);
  const matched = [
    ...aFinding().matched,
    {
      selection: 's',
      field: 'CommandLine',
      modifier: 'contains',
      ruleValue: 'x',
      eventValue: [long, long],
      holds: true,
    },
  ];
  const finding = aFinding({ matched });
  const { body } = toAlertMessage(anAlert([finding]));
  const message = JSON.parse(body);
  assert.deepEqual(message.truncated, ['alert.lead.matched[].eventValue']);
  assert.equal(message.alert.lead.matched.at(-1).eventValue[0], `${'x'.repeat(2_047)}…`);
  assert.deepEqual({ ...message.alert.lead, matched }, asJson(aFinding({ matched })));
});

it('names every shortened member when even the last step is needed', () => {
  const long = '\u202e'.repeat(60_000);
  const finding = aFinding({
    hostKey: long,
    entityKey: long,
    user: long,
    process: { image: long, commandLine: long, hashes: { [long]: long, md5: long } },
    unknown: Array.from({ length: 50 }, () => long),
  });
  const message = JSON.parse(toAlertMessage(anAlert([finding])).body);
  assert.deepEqual(message.truncated, [
    'alert.lead.entityKey',
    'alert.lead.hostKey',
    'alert.lead.process.commandLine',
    'alert.lead.process.hashes',
    'alert.lead.process.image',
    'alert.lead.unknown',
    'alert.lead.unknown[]',
    'alert.lead.user',
  ]);
  assert.equal(message.alert.lead.rule.title, finding.rule.title);
});

for (const before of ['', 'x']) {
  it(`never cuts a character in two, ${before.length} units from the start`, () => {
    const finding = aFinding({ process: { commandLine: before + '😀'.repeat(100_000) } });
    const { commandLine } = JSON.parse(toAlertMessage(anAlert([finding])).body).alert.lead.process;
    assert.match(commandLine, /^x?(?:😀)+…$/u);
  });
}

it('counts the bytes that the sink counts', () => {
  const texts = anyText();
  fc.assert(
    fc.property(texts, fc.dictionary(texts, texts), (body, attributes) => {
      assert.equal(messageBytes(body, attributes), toParcel({ id: '', body, attributes }, 0).bytes);
    }),
  );
  assert.equal(messageBytes('\ud800é😀', {}), 3 + 2 + 4);
});

it('is what docs/message.md shows', () => {
  const page = readFileSync(new URL('../../docs/message.md', import.meta.url), 'utf8');
  const example = JSON.parse(/```json\n(.*?)```/s.exec(page)?.[1] ?? '{}');
  assert.equal(isDescribed(example), true);
  const { guide, falsepositives, filterTarget } = example.alert;
  const alert = anAlert([aFinding()], {}, { guide, falsepositives, filterTarget });
  assert.deepEqual(JSON.parse(toAlertMessage(alert).body), example);
});

function asJson(told: Finding | Alert | AlertDigest): unknown {
  return JSON.parse(JSON.stringify(told));
}

it('holds no secret of the finding: not in its title, text, attributes or evidence', () => {
  const secret = `Hunter${'2!'}x`;
  const commandLine = `net use \\\\fs01\\c$ ${secret} /user:al`;
  const test = { selection: 's', field: 'CommandLine', modifier: '', ruleValue: 1, holds: true };
  const finding = aFinding({
    host: `ws --password=${secret}`,
    process: { image: `C:\\a --token=${secret}`, commandLine, parent: { commandLine } },
    matched: [{ ...test, eventValue: commandLine }],
  });
  const message = toAlertMessage(anAlert([finding]));
  assert.ok(!JSON.stringify(message).includes(secret));
  assert.match(message.body, /net use .{1,40}‹redacted:password›/);
});
