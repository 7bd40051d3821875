// Whatever a finding holds, its message can be sent, is what its schema says, and changes no data unsaid.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { toParcel } from '../../src/adapters/aws/sns-entry.ts';
import { type FindingMessage, MESSAGE_SCHEMA, toMessage } from '../../src/alert/index.ts';
import { messageBytes } from '../../src/alert/message-bytes.ts';
import { type Finding, MAX_MESSAGE_BYTES } from '../../src/model/index.ts';
import { aFinding, hostileFinding, someGuide } from './builders.ts';

const SCHEMA_FILE = new URL('../../docs/schema/finding-message.schema.json', import.meta.url);
const SCHEMA: unknown = JSON.parse(readFileSync(SCHEMA_FILE, 'utf8'));

/** The published schema lets members be added; here a member that it does not describe is a fault. */
const isDescribed = new Ajv2020({ strict: true, allowUnionTypes: true }).compile<FindingMessage>(
  closed(SCHEMA),
);

/** Characters that XML 1.0 forbids, and those that act on a terminal or hide. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]/u;

const origin = fc.constantFrom('live' as const, 'replay' as const, 'test' as const);

it('makes a message of any finding: to its schema, within 256 KiB, the same each time', () => {
  const parts = fc.tuple(hostileFinding, origin, someGuide);
  fc.assert(
    fc.property(parts, ([finding, from, guide]) => {
      const message = toMessage(finding, { origin: from, guide });
      const body: FindingMessage = JSON.parse(message.body);
      const errors = isDescribed(body) ? [] : isDescribed.errors;
      assert.deepEqual(errors, []);
      assert.ok(toParcel(message, 0).bytes <= MAX_MESSAGE_BYTES);
      assert.ok(!UNSAFE.test(message.body));
      assert.ok(!UNSAFE.test(body.title + body.text));
      assert.deepEqual(
        [message.id, body.id, body.finding.id],
        [finding.id, finding.id, finding.id],
      );
      assert.deepEqual(toMessage(finding, { origin: from, guide }), message);
      if (body.truncated.length === 0) assert.deepEqual(body.finding, asJson(finding));
    }),
    { numRuns: 40 },
  );
});

it('gives attributes that SNS takes, whatever the finding', () => {
  fc.assert(
    fc.property(hostileFinding, origin, (finding, from) => {
      const { attributes } = toMessage(finding, { origin: from });
      assert.ok(Object.keys(attributes).length <= 8);
      for (const value of Object.values(attributes)) {
        assert.ok(value !== '' && value === value.trim() && !UNSAFE.test(value));
        assert.ok([...value].length <= 256);
      }
    }),
    { numRuns: 30 },
  );
});

it('names schema, severity, rule, source, origin, tenant and whether to page', () => {
  const { attributes, body } = toMessage(aFinding(), { origin: 'live' });
  assert.deepEqual(attributes, {
    severity: 'medium',
    ruleId: 'a1874aa0-0b00-4515-ad76-0779bfb72335',
    source: 'elastic-defend',
    origin: 'live',
    page: 'false',
    tenant: 'default',
    schema: MESSAGE_SCHEMA,
  });
  assert.equal(JSON.parse(body).schema, MESSAGE_SCHEMA);
});

const PAGES = [
  ['critical', 'live', true],
  ['high', 'live', true],
  ['medium', 'live', false],
  ['informational', 'live', false],
  ['critical', 'replay', false],
  ['critical', 'test', false],
] as const;

for (const [level, from, page] of PAGES) {
  it(`${page ? 'pages' : 'does not page'} for ${level} found ${from}`, () => {
    const finding = aFinding({ rule: { ...aFinding().rule, level } });
    const { attributes, body } = toMessage(finding, { origin: from });
    assert.equal(attributes['page'], String(page));
    assert.equal(JSON.parse(body).page, page);
  });
}

it('keeps hostile characters in the data, escaped so that any queue takes the body', () => {
  const commandLine = 'a\u202eb\u001bc\uffffd\u{e0041}e\u2028f';
  const finding = aFinding({ process: { commandLine } });
  const { body } = toMessage(finding, { origin: 'live' });
  assert.match(body, /a\\u202eb\\u001bc\\uffffd\\udb40\\udc41e\\u2028f/);
  assert.equal(JSON.parse(body).finding.process.commandLine, commandLine);
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
  const { body } = toMessage(finding, { origin: 'live' });
  const message = JSON.parse(body);
  assert.deepEqual(message.truncated, ['finding.matched[].eventValue']);
  assert.equal(message.finding.matched.at(-1).eventValue[0], `${'x'.repeat(2_047)}…`);
  assert.deepEqual({ ...message.finding, matched }, asJson(aFinding({ matched })));
});

it('names every shortened member when even the last step is needed', () => {
  const long = '\u202e'.repeat(60_000);
  const finding = aFinding({
    hostKey: long,
    entityKey: long,
    user: long,
    process: { image: long, commandLine: long, hashes: { [long]: long, md5: long } },
    unknown: Array.from({ length: 500 }, () => long),
  });
  const message = JSON.parse(toMessage(finding, { origin: 'live' }).body);
  assert.deepEqual(message.truncated, [
    'finding.entityKey',
    'finding.hostKey',
    'finding.process.commandLine',
    'finding.process.hashes',
    'finding.process.image',
    'finding.unknown',
    'finding.unknown[]',
    'finding.user',
  ]);
  assert.equal(message.finding.rule.title, finding.rule.title);
});

for (const before of ['', 'x']) {
  it(`never cuts a character in two, ${before.length} units from the start`, () => {
    const finding = aFinding({ process: { commandLine: before + '😀'.repeat(100_000) } });
    const { commandLine } = JSON.parse(toMessage(finding, { origin: 'live' }).body).finding.process;
    assert.match(commandLine, /^x?(?:😀)+…$/u);
  });
}

it('counts the bytes that the sink counts', () => {
  const texts = fc.string({ unit: 'binary' });
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
  assert.ok(isDescribed(example));
  const guide = { respond: [], harden: [], logging: [], ...example.guide };
  assert.deepEqual(JSON.parse(toMessage(aFinding(), { origin: 'live', guide }).body), example);
});

function asJson(finding: Finding): unknown {
  return JSON.parse(JSON.stringify(finding));
}

/** The schema with every object that lists its members closed to others. */
function closed(schema: unknown): object {
  return JSON.parse(JSON.stringify(schema), (_, value: unknown) => {
    const isOpen =
      typeof value === 'object' && value !== null && Object.hasOwn(value, 'properties');
    return isOpen ? { ...value, additionalProperties: false } : value;
  });
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
  const message = toMessage(finding, { origin: 'live' });
  assert.ok(!JSON.stringify(message).includes(secret));
  assert.match(message.body, /net use .{1,40}‹redacted:password›/);
});
