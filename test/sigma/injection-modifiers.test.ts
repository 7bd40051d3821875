// Patterns, placeholders, field references and keywords that hold code: matched as text, never run.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileNow, emitModuleFile, loadRuleset } from '../../src/sigma/index.ts';
import { bundleRules } from '../support/engines.ts';
import { isPwned, PAYLOADS } from '../support/payloads.ts';
import { documentText, ruleObject } from '../support/rules.ts';

function quoted(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

function escaped(text: string): string {
  return text.replaceAll(/[*?\\]/g, String.raw`\$&`);
}

/** A rule with the text in every kind of value that is more than text. */
function documentOf(text: string, index: number): object {
  return ruleObject({
    id: `r${index}`,
    detection: {
      selection: {
        'f|re': quoted(text),
        'f|re|i|startswith': quoted(text),
        'f|re|expand': `^%payload${index}%$`,
        'f|expand': `%payload${index}%`,
        'f|fieldref': escaped(`other${text}`),
        'f|cased': escaped(text),
        'f|windash|contains': escaped(text),
        '|contains': escaped(text),
        'g|wide|base64offset|contains|neq': escaped(text),
      },
      keywords: [escaped(text), 'never'],
      condition: '2 of them',
    },
  });
}

const { units, diagnostics } = loadRuleset(
  PAYLOADS.map((text, index) => ({
    path: `${index}`,
    text: documentText(documentOf(text, index)),
  })),
  { placeholders: new Map(PAYLOADS.map((text, index) => [`payload${index}`, [escaped(text)]])) },
);

describe('code in a pattern, a placeholder, a field reference or a keyword', () => {
  it('is no error', () => {
    assert.deepEqual(
      diagnostics.filter(({ severity }) => severity === 'error'),
      [],
    );
    assert.equal(units.length, PAYLOADS.length);
  });

  it('is matched as the text it is, and runs nowhere', async () => {
    for (const rules of [compileNow(units), await bundleRules(units)]) {
      for (const [index, rule] of rules.entries()) {
        const text = PAYLOADS[index] ?? '';
        const values = new Map([
          ['f', text],
          [`other${text}`, text],
        ]);
        const event = { field: (name: string) => values.get(name), leaves: () => values.values() };
        assert.equal(rule.matches(event), true, JSON.stringify(text));
        assert.ok(rule.explain(event).length > 0);
        const other = { field: () => 'x', leaves: () => ['x'] };
        assert.equal(rule.matches(other), false);
        assert.deepEqual(rule.fields, ['f', 'g', `other${text}`].sort());
      }
    }
    assert.equal(isPwned(), false);
  });

  it('is written as printable ASCII alone', () => {
    assert.match(emitModuleFile(units, [], 'r', 'd'), /^[\x20-\x7e\n]*$/);
  });

  it('in the name of a placeholder is only a name', () => {
    for (const name of PAYLOADS.filter((text) => /^[^%\s*?\\]+$/.test(text))) {
      const text = documentText(
        ruleObject({ detection: { s: { 'f|expand': `%${name}%` }, condition: 's' } }),
      );
      const given = loadRuleset([{ path: 'r', text }], { placeholders: new Map([[name, ['a']]]) });
      assert.equal(given.units.length, 1, name);
      const missing = loadRuleset([{ path: 'r', text }]);
      assert.equal(missing.diagnostics[0]?.code, 'SIGMA_PLACEHOLDER');
    }
    assert.equal(isPwned(), false);
  });
});
