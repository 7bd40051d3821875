// What other engines got wrong, and the traps of JavaScript: one test for each, numbered as in our notes on Sigma.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseRecord } from '../../src/decode/index.ts';
import { createRouting, judgeEvent } from '../../src/pipeline/index.ts';
import {
  compileRuleset,
  createEventReader,
  emitModuleFile,
  loadRuleset,
} from '../../src/sigma/index.ts';
import { anEvent } from '../finding/builders.ts';
import { ENGINES, judgesOf, verdicts } from '../support/engines.ts';
import {
  documentText,
  errorCodes,
  load,
  ruleObject,
  ruleText,
  selectionText,
  unitsOf,
} from '../support/rules.ts';

/** One verdict that every engine gives. */
async function judge(detection: object, event: object): Promise<boolean> {
  const units = unitsOf(ruleObject({ detection }));
  const judges = await judgesOf(units);
  const reader = createEventReader(JSON.parse(JSON.stringify(event)));
  const [first, ...others] = verdicts(judges, 0, reader);
  assert.ok(first !== undefined);
  assert.deepEqual(
    others,
    ENGINES.slice(1).map(() => first),
  );
  return first;
}

/** A verdict on one field. */
function judgeValue(key: string, value: unknown, event: object): Promise<boolean> {
  return judge({ s: { [key]: value }, condition: 's' }, event);
}

describe('what engines get wrong', () => {
  it('1: "a or b and c" is "a or (b and c)", not read from left to right', async () => {
    const detection = { a: { f: 'a' }, b: { g: 'b' }, c: { h: 'c' }, condition: 'a or b and c' };
    assert.equal(await judge(detection, { f: 'a' }), true);
    assert.equal(await judge(detection, { g: 'b' }), false);
    assert.equal(await judge(detection, { g: 'b', h: 'c' }), true);
  });

  it('2: a wildcard inside contains, startswith or endswith does not tie the whole field', async () => {
    assert.equal(await judgeValue('f|contains', 'a*b', { f: 'x a x b x' }), true);
    assert.equal(await judgeValue('f|startswith', 'a*b', { f: 'a x b x' }), true);
    assert.equal(await judgeValue('f|endswith', 'a*b', { f: 'x a x b' }), true);
  });

  it('3: "1 of selection*" keeps the AND inside each selection', async () => {
    const detection = {
      selection_1: { f: 'a', g: 'b' },
      selection_2: { f: 'c', g: 'd' },
      condition: '1 of selection*',
    };
    assert.equal(await judge(detection, { f: 'a', g: 'd' }), false);
    assert.equal(await judge(detection, { f: 'c', g: 'd' }), true);
  });

  it("4: null is absent or JSON null, and never ''", async () => {
    assert.equal(await judgeValue('f', null, { f: '' }), false);
    assert.equal(await judgeValue('f', null, {}), true);
    assert.equal(await judgeValue('f', null, { f: null }), true);
    assert.equal(await judgeValue('f', '', { f: null }), false);
    assert.equal(await judgeValue('f', '', {}), false);
  });

  it('5: "not x" holds where the field of x is absent', async () => {
    const detection = { s: { f: 'a' }, x: { g: 'b' }, condition: 's and not x' };
    assert.equal(await judge(detection, { f: 'a' }), true);
    assert.equal(await judgeValue('f|neq', 'a', {}), true);
  });

  it('6: under all, what windash and base64offset make of one value stays an OR', async () => {
    const dashes = ['f|windash|contains|all', [' -a', ' -b']] as const;
    assert.equal(await judgeValue(...dashes, { f: 'x /a –b' }), true);
    assert.equal(await judgeValue(...dashes, { f: 'x /a' }), false);
    const offsets = ['f|base64offset|contains|all', ['secret', 'hidden']] as const;
    assert.equal(await judgeValue(...offsets, { f: btoa('x secret hidden') }), true);
    assert.equal(await judgeValue(...offsets, { f: btoa('x secret') }), false);
  });

  it('7: "them" leaves out names that begin with _', async () => {
    const detection = { s: { f: 'a' }, _x: { g: 'b' }, condition: '1 of them' };
    assert.equal(await judge(detection, { g: 'b' }), false);
    assert.equal(await judge({ ...detection, condition: 'all of them' }, { f: 'a' }), true);
  });

  it('8: a missing condition is an error, not an OR', () => {
    assert.deepEqual(errorCodes(ruleText(['s:', '  f: a', 't:', '  g: b'])), [
      'SIGMA_MISSING_FIELD',
    ]);
  });

  it('9: modifiers that contradict each other are refused, none is dropped', () => {
    for (const key of ['f|cidr|contains', 'f|re|windash', 'f|exists|all', 'f|lt|gt']) {
      assert.deepEqual(errorCodes(selectionText([`${key}: a`])), ['SIGMA_MODIFIER_CONFLICT']);
    }
  });

  it('10: a rule that is not understood is reported by name, code and place, and no other is', () => {
    const text = `${selectionText(['f|rex: a'])}---\n${ruleText(['s:', '  f: a', 'condition: s'], 'r2')}`;
    const { rules, diagnostics } = load(text);
    assert.deepEqual(
      rules.map(({ id }) => id),
      ['r2'],
    );
    assert.deepEqual(
      diagnostics.map(({ code, rule, position }) => `${code} ${rule} ${position.line}`),
      ['SIGMA_UNKNOWN_MODIFIER T 8'],
    );
  });

  it('11: a rule runs on events of its logsource alone', () => {
    const detection = { s: { DestinationPort: 445 }, condition: 's' };
    const files = ['network_connection', 'process_creation'].map((category) => {
      const text = documentText(ruleObject({ id: category, logsource: { category }, detection }));
      return { path: category, text };
    });
    const judgements = judgeEvent(createRouting(compileRuleset(files).rules), anEvent());
    assert.deepEqual(
      judgements.map(({ rule }) => rule.id),
      ['network_connection'],
    );
  });

  it('12: a field name with spaces also exists without them', async () => {
    assert.equal(await judgeValue('Threat Name|contains', 'x', { ThreatName: 'axb' }), true);
    assert.equal(
      await judgeValue('Threat Name', 'x', { 'Threat Name': 'x', ThreatName: 'y' }),
      true,
    );
  });

  it('13: a filter is ANDed as written: nothing is negated behind the author', () => {
    const filter = (condition: string) => ({
      title: 'F',
      owner: 'sigma-lambda',
      reason: 'R',
      logsource: { category: 'test' },
      filter: { rules: ['r1'], selection: { user: 'admin' }, condition },
    });
    const keeps = (condition: string, user: string) => {
      const text = [ruleObject(), filter(condition)].map(documentText).join('\n---\n');
      const [rule] = load(text).rules;
      return rule?.filters[0]?.keeps(createEventReader({ user }));
    };
    assert.equal(keeps('selection', 'admin'), true);
    assert.equal(keeps('selection', 'other'), false);
    assert.equal(keeps('not selection', 'admin'), false);
  });

  it('14: "selection or not filter" matches an event that has none of their values', async () => {
    const detection = {
      selection: { f: 'a' },
      filter: { g: 'b' },
      condition: 'selection or not filter',
    };
    assert.equal(await judge(detection, { h: 'c' }), true);
    assert.equal(await judge(detection, {}), true);
    assert.equal(await judge(detection, { g: 'b' }), false);
  });

  it('14: nothing that picks the rules of an event leaves out one that wants none of its values', () => {
    const absent = { Nosuch: 'x' };
    const detections = {
      either: { selection: { f: 'a' }, filter: absent, condition: 'selection or not filter' },
      negated: { selection: absent, condition: 'not selection' },
      unlike: { selection: { 'Nosuch|neq': 'x' }, condition: 'selection' },
      null: { selection: { Nosuch: null }, condition: 'selection' },
      missing: { selection: { 'Nosuch|exists': false }, condition: 'selection' },
      listed: { selection: { f: 'a' }, filter: absent, condition: ['selection', 'not filter'] },
      pattern: { selection: { 'Image|re': 'x?' }, condition: 'selection' },
      anything: { selection: { Image: '*' }, condition: 'selection' },
      empty: { selection: { 'Image|contains': '' }, condition: 'selection' },
    };
    const files = Object.entries(detections).map(([id, detection]) => ({
      path: id,
      text: documentText(ruleObject({ id, detection, logsource: { product: 'windows' } })),
    }));
    const judgements = judgeEvent(createRouting(compileRuleset(files).rules), anEvent());
    assert.deepEqual(
      judgements.map(({ rule }) => rule.id),
      Object.keys(detections),
    );
  });
});

describe('the traps of JavaScript', () => {
  it('(a): flags inside a pattern work, in front and in a group', async () => {
    assert.equal(await judgeValue('f|re', '(?i)^abc$', { f: 'ABC' }), true);
    assert.equal(await judgeValue('f|re', 'a(?i:b)c', { f: 'aBc' }), true);
  });

  it('(b): "." stops at LF alone, "$" does not see before a last one, \\w \\d \\b are ASCII', async () => {
    for (const text of ['\r', '\u2028', '\u2029']) {
      assert.equal(await judgeValue('f|re', '^.$', { f: text }), true);
    }
    assert.equal(await judgeValue('f|re', '^.$', { f: '\n' }), false);
    assert.equal(await judgeValue('f|re', 'a$', { f: 'a\n' }), false);
    assert.equal(await judgeValue('f|re', String.raw`^\w$`, { f: 'é' }), false);
    assert.equal(await judgeValue('f|re', String.raw`^\d$`, { f: '٣' }), false);
    assert.equal(await judgeValue('f|re', String.raw`a\b`, { f: 'aé' }), true);
  });

  it('(c): "?" and "." are one code point, though it is two units', async () => {
    assert.equal(await judgeValue('f', '?', { f: '😀' }), true);
    assert.equal(await judgeValue('f', '??', { f: '😀' }), false);
    assert.equal(await judgeValue('f|re', '^.$', { f: '😀' }), true);
    assert.equal(await judgeValue('f|contains', '😀', { f: 'a😀b' }), true);
  });

  it('(d): folding case never changes the length of a text', async () => {
    assert.equal(await judgeValue('f', '?x', { f: 'İX' }), true);
    assert.equal(await judgeValue('f|contains', 'İ', { f: 'aİb' }), true);
    assert.equal(await judgeValue('f|contains', 'i', { f: 'İ' }), false);
    assert.equal(await judgeValue('f|endswith', 'ΟΣ', { f: 'λόγΟΣ' }), true);
    assert.equal(await judgeValue('f', 'k', { f: '\u212a' }), true);
    assert.equal(await judgeValue('f', 's', { f: 'ſ' }), false);
    assert.equal(await judgeValue('f|re|i', '^s$', { f: 'ſ' }), true);
  });

  it('(e): no pattern backtracks: these would not end', async () => {
    const event = { f: `${'a'.repeat(50_000)}!` };
    assert.equal(await judgeValue('f|re', '(a+)+$', event), false);
    assert.equal(await judgeValue('f', `${'*a'.repeat(20)}?`, event), true);
    assert.equal(await judgeValue('f', `${'*a'.repeat(20)}b`, event), false);
  });

  it('(f): an unquoted 00000429 stays eight characters', async () => {
    const [unit] = loadRuleset([{ path: 'r', text: selectionText(['f: 00000429']) }]).units;
    assert.ok(unit !== undefined);
    const judges = await judgesOf([unit]);
    const found = (f: unknown) =>
      verdicts(judges, 0, createEventReader(JSON.parse(JSON.stringify({ f }))));
    assert.deepEqual(found('00000429'), [true, true, true]);
    assert.deepEqual(found(429), [false, false, false]);
    assert.deepEqual(found('429'), [false, false, false]);
  });

  it('(g): what runs in a Lambda parses no YAML: a module needs the runtime alone', () => {
    const text = emitModuleFile(unitsOf(ruleObject()), [], './runtime.ts', 'd');
    assert.deepEqual(text.match(/\bimport\b[^;]*;/g), ['import * as r from "./runtime.ts";']);
    assert.ok(!/\brequire\b|new Function|\beval\b/.test(text));
  });

  it('(h): an id beyond 2^53 in a record is compared by the digits that were logged', async () => {
    const units = unitsOf(
      ruleObject({ detection: { s: { f: '9007199254740993' }, condition: 's' } }),
    );
    const judges = await judgesOf(units);
    const found = (digits: string) => {
      const bytes = Buffer.from(`{"f":${digits}}`);
      const [starts, ends] = [Uint32Array.of(0), Uint32Array.of(bytes.length)];
      const place = { count: 1, firstOrdinal: 0, baseOffset: 0, firstLine: 1 };
      const record = parseRecord({ bytes, starts, ends, ...place }, 0);
      assert.ok(record.ok);
      return verdicts(judges, 0, createEventReader(record.value));
    };
    assert.deepEqual(found('9007199254740993'), [true, true, true]);
    assert.deepEqual(found('9007199254740992'), [false, false, false]);
  });

  it('(h): ids beyond 2^53 are compared digit by digit', async () => {
    const id = '18446744073709551615';
    const detection = { s: { f: id }, condition: 's' };
    assert.equal(await judge(detection, { f: id }), true);
    const [unit] = loadRuleset([{ path: 'r', text: selectionText([`f: ${id}`]) }]).units;
    assert.ok(unit !== undefined);
    const judges = await judgesOf([unit]);
    assert.deepEqual(verdicts(judges, 0, createEventReader({ f: id })), [true, true, true]);
    const neighbour = createEventReader({ f: '18446744073709551614' });
    assert.deepEqual(verdicts(judges, 0, neighbour), [false, false, false]);
  });
});
