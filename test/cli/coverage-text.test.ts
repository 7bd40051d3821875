// `rules coverage` for people: as wide as they have room, and naming the rules that run on every event.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeFolder } from '../adapters/folder.ts';
import { CONNECTION, coverageOf, ruleOf } from './coverage-rules.ts';
import { runHere } from './run-here.ts';

for (const columns of [40, 60, 80]) {
  test(`coverage fits ${columns} columns and says of each source what the table says`, async (t) => {
    const folder = makeFolder(t, {
      'r.yml': ruleOf(CONNECTION, { Flavour: 'y', DestinationPort: 445 }),
      's.yml': ruleOf({ category: 'webserver' }, { x: 'y' })
        .replace('0b11', '0b12')
        .replace('"T"', '"U"'),
    });
    const { stdout } = await runHere(['rules', 'coverage', folder], undefined, columns);
    const lines = stdout.split('\n');
    for (const line of lines) assert.ok(line.trimEnd().length <= columns, line);
    const joined = stdout.replaceAll(/\n {6}/g, '').replaceAll(/\n {4}/g, '');
    const [{ sources }] = await coverageOf(folder);
    for (const { source, verdict } of sources) {
      const word = verdict === 'never' ? 'NEVER' : '-';
      assert.match(
        joined,
        new RegExp(`\\n  ${word}: (?:[\\w-]+, )*${source}(?:, [\\w-]+)*\\n`),
        joined,
      );
    }
    assert.match(joined, /\n {2}reads DestinationPort, Flavour \(!\)\n/);
    assert.match(joined, /\n {2}never runs: no source has events of category webserver\n/);
  });
}

for (const [detection, isSaid] of [
  [{ DestinationPort: 445 }, false],
  [{ 'Image|re': '\\d+' }, true],
  [{ 'Image|re': 'power.+shell' }, false],
  [{ EventID: 3, 'Image|re': '\\d+' }, false],
] as const) {
  test(`coverage ${isSaid ? 'names' : 'does not name'} a rule of ${JSON.stringify(detection)} among those without a witness`, async (t) => {
    const folder = makeFolder(t, { 'r.yml': ruleOf(CONNECTION, detection) });
    const { stdout } = await runHere(['rules', 'coverage', folder]);
    assert.equal(stdout.includes('without a witness'), isSaid, stdout);
  });
}
