// Untrusted text never becomes code: not from a title, a value, a field, an id, a filter. Metadata come back as they were.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { compileRuleset, emitModuleFile, loadRuleset } from '../../src/sigma/index.ts';
import { check } from '../support/check.ts';
import { bundleRules } from '../support/engines.ts';
import { HOSTILE_TEXTS, hostileText } from '../support/hostile.ts';
import { isPwned, PAYLOADS, PWN } from '../support/payloads.ts';
import { documentText } from '../support/rules.ts';

/** A rule and its filter with the text wherever an author can put one. */
function documentsOf(text: string, id: number): readonly object[] {
  const rule = {
    title: `${text}`,
    id: `${id}${text}`,
    name: `name${id}${text}`,
    description: text,
    level: 'low',
    tags: [text, 'attack.t1021.002'],
    references: [text],
    falsepositives: [text],
    guide: { triage: [text], respond: [text], harden: [text], logging: [text] },
    logsource: { category: text },
    detection: {
      [`s${text}`]: {
        ...fieldsOf(text),
        [`other${fieldOf(text)}`]: [text, `*${text}*`, `?${text}`, 'b'],
      },
      condition: '1 of them',
    },
  };
  const filter = {
    title: text,
    id: `f${id}${text}`,
    owner: text,
    reason: text,
    expires: '2999-12-31',
    logsource: { category: text },
    filter: { rules: [`${id}${text}`], [`s${text}`]: fieldsOf(text), condition: 'not 1 of them' },
  };
  return [rule, filter];
}

/** A bar in a field's name begins a modifier; none of the payloads needs one. */
function fieldOf(text: string): string {
  return text.replaceAll('|', '/');
}

function fieldsOf(text: string): object {
  return Object.fromEntries([
    [fieldOf(text), escaped(text)],
    [`${fieldOf(text)}|contains`, escaped(text)],
    [`${fieldOf(text)}|startswith`, escaped(text)],
  ]);
}

function escaped(text: string): string {
  return text.replaceAll(/[*?\\]/g, String.raw`\$&`);
}

const FILES = PAYLOADS.flatMap((text, index) =>
  documentsOf(text, index).map((document, part) => ({
    path: `${index}-${part}${text}.yml`,
    text: documentText(document),
  })),
);

describe('a rule that holds code', () => {
  const { rules, diagnostics, units } = compileRuleset(FILES);

  it('is compiled, filter and all', () => {
    assert.deepEqual(
      diagnostics.filter(({ severity }) => severity === 'error'),
      [],
    );
    assert.equal(rules.length, PAYLOADS.length);
    for (const rule of rules) assert.equal(rule.filters.length, 1);
  });

  it('runs none of it: not compiled here, not bundled, not explained', async () => {
    for (const ruleset of [rules, await bundleRules(units)]) {
      for (const [index, rule] of ruleset.entries()) {
        const text = PAYLOADS[index] ?? '';
        const event = { field: () => text, leaves: () => [text] };
        assert.equal(typeof rule.matches(event), 'boolean');
        for (const filter of rule.filters) assert.equal(typeof filter.keeps(event), 'boolean');
        rule.explain(event);
      }
    }
    assert.equal(isPwned(), false);
  });

  it('matches the text it holds, and nothing else', async () => {
    for (const ruleset of [rules, await bundleRules(units)]) {
      for (const [index, rule] of ruleset.entries()) {
        const text = PAYLOADS[index] ?? '';
        const values = new Map([
          [fieldOf(text), text],
          [`other${fieldOf(text)}`, 'b'],
        ]);
        const event = { field: (name: string) => values.get(name), leaves: () => values.values() };
        assert.equal(rule.matches(event), true, JSON.stringify(text));
        assert.equal(rule.filters[0]?.keeps(event), false);
        assert.equal(rule.matches({ field: () => 'x', leaves: () => [] }), false);
        assert.equal(rule.filters[0]?.keeps({ field: () => 'x', leaves: () => [] }), true);
        assert.deepEqual([...values.keys()].sort(), rule.fields);
        assert.deepEqual(
          new Set(rule.explain(event).map((held) => held.selection)),
          new Set([`s${text}`]),
        );
      }
    }
  });

  it('keeps its metadata to the character', async () => {
    for (const ruleset of [rules, await bundleRules(units)]) {
      for (const [index, rule] of ruleset.entries()) {
        const text = PAYLOADS[index] ?? '';
        const { title, id, description, tags, references, falsepositives, guide, logsource } = rule;
        assert.deepEqual(
          { title, id, description, tags, references, falsepositives, guide, logsource },
          {
            title: text,
            id: `${index}${text}`,
            description: text,
            tags: [text, 'attack.t1021.002'],
            references: [text],
            falsepositives: [text],
            guide: { triage: [text], respond: [text], harden: [text], logging: [text] },
            logsource: { category: text },
          },
        );
        const [filter] = rule.filters;
        assert.deepEqual(
          { title: filter?.title, id: filter?.id, owner: filter?.owner, reason: filter?.reason },
          { title: text, id: `f${index}${text}`, owner: text, reason: text },
        );
      }
    }
  });

  it('is written as printable ASCII alone', () => {
    assert.match(
      emitModuleFile(units, [], './runtime/index.ts', PAYLOADS.join('')),
      /^[\x20-\x7e\n]*$/,
    );
  });

  it('gives the same module for the same rules', () => {
    const again = loadRuleset(FILES).units;
    assert.equal(emitModuleFile(again, [], 'r', 'd'), emitModuleFile(units, [], 'r', 'd'));
  });
});

describe('a hostile text', () => {
  it('comes back from every place in which a rule can hold it', () => {
    const property = fc.property(
      fc.oneof(hostileText, fc.constantFrom(...HOSTILE_TEXTS)),
      (text) => {
        const whole = `x${text}`;
        const files = documentsOf(whole, 1)
          .filter(() => whole.length < 900)
          .map((document, part) => ({ path: `${part}`, text: documentText(document) }));
        for (const rule of compileRuleset(files).rules) {
          assert.equal(rule.title, whole);
          assert.equal(rule.description, whole);
          assert.deepEqual(rule.tags[0], whole);
          assert.equal(rule.filters[0]?.reason, whole);
        }
        assert.equal(isPwned(), false);
      },
    );
    check(property, 300);
  });

  it('in an event is only data', () => {
    const { rules } = compileRuleset(FILES);
    for (const text of PAYLOADS) {
      const event = { field: () => [text, { toString: () => PWN }, [text]], leaves: () => [text] };
      for (const rule of rules) rule.matches(event);
    }
    assert.equal(isPwned(), false);
  });
});
