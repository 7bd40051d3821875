// What people get of each shipped rule, in the words of several sources: read the files beside this one.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { alertOf, SHIPPED } from './alerts.ts';
import { aFinding } from './builders.ts';
import { listSources } from '../../src/source/index.ts';
import { FAMILIES, goldenCases } from './golden-cases.ts';

const FOLDER = new URL('golden/', import.meta.url);
const HINT = 'after a change that is meant: node scripts/run.mjs test/alert/write-golden.ts';

const cases = await goldenCases();

describe('the messages of an alert', () => {
  for (const { name, text } of cases) {
    it(`are for ${name} what its golden file says`, () => {
      assert.equal(text, readFileSync(new URL(`${name}.yml`, FOLDER), 'utf8'), HINT);
    });
  }

  it('have a golden file for each case, and no other files', () => {
    const files = readdirSync(FOLDER).filter((name) => name !== 'README.md');
    assert.deepEqual(files.toSorted(), cases.map(({ name }) => `${name}.yml`).toSorted(), HINT);
  });

  it('are shown for each shipped rule that makes findings', () => {
    const named = new Set(SHIPPED.correlations.flatMap(({ rules }) => rules));
    const finding = [...SHIPPED.rules, ...SHIPPED.correlations].filter(({ id }) => !named.has(id));
    for (const { title } of finding) {
      assert.ok(
        cases.some(({ text }) => text.includes(`alert: ${title}`)),
        title,
      );
    }
  });

  it('are shown for each source that has connections', () => {
    const sources = listSources().map(({ id }) => id);
    // Other channels of Windows hold no connections.
    assert.deepEqual([...FAMILIES, 'windows-eventlog'].toSorted(), sources.toSorted());
    for (const family of FAMILIES) {
      const golden = cases.find(({ name }) => name === `source.${family}`);
      assert.match(golden?.text ?? '', new RegExp(`^    Source +${family}, tenant default$`, 'm'));
    }
  });

  it('are shown in all four channels', () => {
    for (const { name, text } of cases) {
      for (const channel of ['slack', 'email', 'amazon-q', 'pagerduty']) {
        assert.match(text, new RegExp(`^${channel}:`, 'm'), name);
      }
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
