// What people get of each shipped rule, in the words of several sources: read the files beside this one.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { alertOf, SHIPPED } from './alerts.ts';
import { aFinding } from './builders.ts';
import { goldenCases } from './golden-cases.ts';

const FOLDER = new URL('golden/', import.meta.url);
const HINT = 'after a change that is meant: node scripts/run.mjs test/alert/write-golden.ts';

const cases = await goldenCases();

describe('the messages of an alert', () => {
  for (const { name, text } of cases) {
    it(`are for ${name} what its golden file says`, () => {
      assert.equal(text, readFileSync(new URL(`${name}.yml`, FOLDER), 'utf8'), HINT);
    });
  }

  it('have a golden file for each rule that makes findings, and no other files', () => {
    const files = readdirSync(FOLDER).filter((name) => name !== 'README.md');
    assert.deepEqual(files.toSorted(), cases.map(({ name }) => `${name}.yml`).toSorted(), HINT);
    const named = new Set(SHIPPED.correlations.flatMap(({ rules }) => rules));
    const finding = [...SHIPPED.rules, ...SHIPPED.correlations].filter(({ id }) => !named.has(id));
    for (const { title } of finding) {
      assert.ok(
        cases.some(({ text }) => text.includes(`alert: ${title}`)),
        title,
      );
    }
  });

  it('tell every step and false positive of every shipped rule to Slack and e-mail', () => {
    for (const { name, text } of cases) {
      const chat = text.slice(0, text.indexOf('\namazon-q:'));
      assert.doesNotMatch(chat, /^ *… and \d+ more$/m, name);
    }
  });

  it('name the filter target of every shipped rule', () => {
    const named = new Set(SHIPPED.correlations.flatMap(({ rules }) => rules));
    for (const { id, title, level, tags } of [...SHIPPED.rules, ...SHIPPED.correlations]) {
      if (named.has(id)) continue;
      const { filterTarget } = alertOf([aFinding({ rule: { id, title, level, tags } })]);
      assert.ok(filterTarget !== undefined && filterTarget.rules.length > 0, title);
    }
  });
});
