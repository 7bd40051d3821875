// What a log makes many megabytes long is kept all the same: shortened, under the same id.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fitFinding, MAX_SHOWN_BYTES } from '../../src/finding/fit.ts';
import { FindingFold, packEvidence } from '../../src/finding/index.ts';
import type { Finding } from '../../src/model/index.ts';
import { aFinding, HOSTILE_TEXTS } from '../alert/builders.ts';
import { aMatch, anEvent } from './builders.ts';

const bytesOf = (value: object) => Buffer.byteLength(JSON.stringify(value));

it('leaves a finding that fits as it is', () => {
  const finding = aFinding();
  assert.equal(fitFinding(finding), finding);
});

it('shortens no more than is needed, and keeps the shape', () => {
  const commandLine = 'x'.repeat(9_000);
  const matched = Array.from({ length: 20 }, () => ({
    ...aFinding().matched[0],
    eventValue: 'é'.repeat(32_000),
  }));
  const whole = { ...aFinding(), matched, process: { commandLine } } as Finding;
  const fitted = fitFinding(whole);
  assert.ok(bytesOf(fitted) <= MAX_SHOWN_BYTES);
  assert.equal(fitted.process.commandLine, `${'x'.repeat(2_048)}…`);
  assert.deepEqual([fitted.id, fitted.matched.length, fitted.count], [whole.id, 20, 12]);
});

it('fits a finding all of whose texts are hostile, its keys too', () => {
  for (const text of HOSTILE_TEXTS) {
    const long = text.repeat(Math.ceil(150_000 / Math.max(1, text.length)));
    const list = Array.from({ length: 400 }, () => text.slice(0, 300));
    const finding = aFinding({
      hostKey: long,
      entityKey: long,
      user: long,
      unknown: list,
      process: {
        image: long,
        hashes: Object.fromEntries(list.map((_, i) => [`h${i}`, long.slice(0, 500)])),
      },
      delivery: { object: long, ordinal: 1, offset: 1 },
    });
    const fitted = fitFinding(finding);
    assert.ok(bytesOf(fitted) <= MAX_SHOWN_BYTES, `${bytesOf(fitted)} bytes`);
    assert.deepEqual([fitted.id, fitted.rule, fitted.count], [finding.id, finding.rule, 12]);
  }
});

it('bounds the evidence of a correlation and the part of an object, not the id', () => {
  const long = 'ж'.repeat(32_000);
  const fields = Object.fromEntries(
    ['Image', 'CommandLine', 'ParentImage', 'ParentCommandLine', 'User', 'OriginalFileName'].map(
      (name) => [name, long],
    ),
  );
  const match = aMatch(anEvent({ fields }));
  assert.ok(Buffer.byteLength(packEvidence(match)) <= MAX_SHOWN_BYTES);
  const fold = new FindingFold('acme');
  fold.add(match);
  const [part] = fold.parts('a');
  assert.ok(part !== undefined);
  assert.ok(bytesOf(part.finding) <= MAX_SHOWN_BYTES);
  assert.equal(part.finding.id, fold.findings()[0]?.id);
});
