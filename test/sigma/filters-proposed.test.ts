// The filter that `explain` proposes: it loads as it is, and suppresses the match, whatever stands in the event.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '../../src/model/index.ts';
import { decidingTests } from '../../src/runtime/index.ts';
import {
  compileRuleset,
  createEventReader,
  loadRuleset,
  suppressingFilter,
} from '../../src/sigma/index.ts';
import { check } from '../support/check.ts';
import { HOSTILE_TEXTS, hostileText } from '../support/hostile.ts';
import { documentText, ruleObject } from '../support/rules.ts';

const ID = '0f7c1b38-53d5-4a83-9c7f-6f1e9e0c6d22';

/** Draws a filter up for the event and loads it beside the rule. */
function propose(event: JsonObject, changes: object = {}) {
  const rule = { path: 'r.yml', text: documentText(ruleObject(changes)) };
  const [compiled] = compileRuleset([rule]).rules;
  const [unit] = loadRuleset([rule]).units;
  assert.ok(compiled !== undefined && unit !== undefined);
  const reader = createEventReader(event);
  const held = decidingTests(unit.expr, reader).filter(({ holds }) => holds);
  const text = suppressingFilter({
    id: ID,
    expires: '2026-12-31',
    rule: compiled,
    event: reader,
    held,
  });
  const loaded = compileRuleset([rule, { path: 'f.yml', text: text ?? '' }], { lints: 'all' });
  const [filter] = loaded.rules[0]?.filters ?? [];
  return { text, filter, reader, diagnostics: loaded.diagnostics };
}

describe('a proposed filter', () => {
  it('is YAML that people can read and fill in', () => {
    const { text } = propose({
      f: 'a',
      Computer: 'ws-17',
      Image: "C:\\Tools\\*?\\\\it's.exe",
      DestinationPort: 445,
    });
    assert.equal(
      text,
      `title: 'Let off: T'
id: '${ID}'
owner: 'FILL IN: who answers for this'
reason: 'FILL IN: why it may be let off'
expires: 2026-12-31 # FILL IN: the last day, UTC, by the event’s time
logsource:
  category: 'test'
filter:
  rules:
    - 'r1'
  selection:
    Computer: 'ws-17'
    Image: 'C:\\Tools\\\\\\*\\?\\\\\\it''s.exe'
    DestinationPort: '445'
    f: 'a'
  condition: not selection
`,
    );
  });

  it('loads, suppresses the match, and is told to be unfilled', () => {
    const { filter, reader, diagnostics } = propose({ f: 'a', User: 'CORP\\al' });
    assert.equal(filter?.keeps(reader), false);
    assert.deepEqual(
      diagnostics.filter(({ position }) => position.path === 'f.yml').map(({ code }) => code),
      ['LINT_FILTER_UNFILLED', 'LINT_FILTER_UNFILLED'],
    );
  });

  it('lets off nothing but this: another host is still a match', () => {
    const { filter } = propose({ f: 'a', Computer: 'ws-17' });
    assert.equal(filter?.keeps(createEventReader({ f: 'a', Computer: 'ws-18' })), true);
    assert.equal(filter?.keeps(createEventReader({ f: 'a' })), true);
  });

  it('takes an asterisk for itself', () => {
    const { filter } = propose({ f: 'a', CommandLine: 'del *' });
    assert.equal(filter?.keeps(createEventReader({ f: 'a', CommandLine: 'del everything' })), true);
  });

  it('of keywords alone names the value that they were found in', () => {
    const detection = { k: ['needle'], condition: 'k' };
    const { filter, reader } = propose({ a: 'a needle' }, { detection });
    assert.equal(filter?.keeps(reader), false);
    assert.equal(filter?.keeps(createEventReader({ a: 'another needle' })), true);
  });

  it('is none where the event has nothing to tell it by', () => {
    const detection = { s: { x: 'y' }, condition: 'not s' };
    assert.equal(propose({ unheardOf: 1 }, { detection }).text, undefined);
  });

  it('means the texts of the event, whatever they are', () => {
    const text = fc
      .oneof(hostileText, fc.constantFrom(...HOSTILE_TEXTS), fc.string())
      .filter(({ length }) => length < 1_000);
    const property = fc.property(text, text, text, (image, user, title) => {
      const event = { f: 'a', Image: image, User: user };
      const { filter, reader, diagnostics } = propose(event, { title: `x${title}` });
      assert.ok(filter !== undefined, JSON.stringify([event, diagnostics]));
      assert.equal(filter.keeps(reader), false, JSON.stringify(event));
      assert.equal(filter.keeps(createEventReader({ ...event, Image: `${image}x` })), image !== '');
    });
    check(property, 300);
  });
});
