// Cases written by others, where they are at hand: every rule agrees on every engine or is refused by name, never wrong.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isJsonObject, type JsonObject } from '../../src/model/index.ts';
import {
  createEventReader,
  emitModuleFile,
  loadRuleset,
  type RuleUnit,
} from '../../src/sigma/index.ts';
import { ENGINES, type Judges, judgesOf, verdicts } from '../support/engines.ts';
import { NEEDS_SHARED, readRows } from '../support/shared-folder.ts';

interface Case {
  readonly rule: string;
  readonly event: JsonObject;
  readonly expected: boolean;
  readonly note: string;
}

/** Rows that are not disputed. */
function readCases(path: string): readonly Case[] {
  return readRows(path)
    .filter(({ disputed }) => disputed !== true)
    .map(({ rule, event, expected, note }) => {
      assert.ok(typeof rule === 'string' && typeof expected === 'boolean' && isJsonObject(event));
      return { rule, event, expected, note: String(note) };
    });
}

/** A form of the grammar that the specification does not have. */
const NO_SIGMA = '2 of selection*';

interface Loaded {
  readonly one: Case;
  readonly units: readonly RuleUnit[];
}

/** Loads a case; undefined where it was refused, which must be for what is not built. */
function loadCase(one: Case): Loaded | undefined {
  const { units, diagnostics } = loadRuleset([{ path: 'r.yml', text: one.rule }]);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  for (const { code, message } of errors) {
    const isKnown = code.startsWith('SIGMA_UNSUPPORTED_') || one.rule.includes(NO_SIGMA);
    assert.ok(isKnown, `${one.note}: ${code} ${message}\n${one.rule}`);
  }
  return errors.length > 0 ? undefined : { one, units };
}

/** Verdicts of every engine on a case: a file matches where one of its rules does. */
function judgeCase(judges: Judges, first: number, { one, units }: Loaded): readonly boolean[] {
  const event = createEventReader(one.event);
  const all = units.map((_, index) => verdicts(judges, first + index, event));
  return ENGINES.map((_, engine) => all.some((found) => found[engine] === true));
}

async function wrongAnswers(loaded: readonly Loaded[]): Promise<readonly string[]> {
  const judges = await judgesOf(loaded.flatMap(({ units }) => units));
  let first = 0;
  return loaded.flatMap((each) => {
    const found = judgeCase(judges, first, each);
    first += each.units.length;
    const { one } = each;
    if (found.every((verdict) => verdict === one.expected)) return [];
    return [
      `${one.note}: ${JSON.stringify(one.event)} expected ${one.expected}: ${found}\n${one.rule}`,
    ];
  });
}

describe('the conformance cases', () => {
  for (const [path, least] of [
    ['language.jsonl', 2_000],
    ['engines.jsonl', 100],
    ['sigmahq_regression.jsonl', 100],
  ] as const) {
    it(`of ${path} agree on every engine, or are refused by name`, NEEDS_SHARED, async (t) => {
      const cases = readCases(`conformance/${path}`);
      const loaded = cases.flatMap((one) => loadCase(one) ?? []);
      assert.deepEqual(await wrongAnswers(loaded), []);
      assert.ok(loaded.length >= least, `only ${loaded.length} of ${cases.length} load`);
      t.diagnostic(`${loaded.length} of ${cases.length} agree, the others are refused by name`);
    });
  }
});

describe("SigmaHQ's rules", () => {
  it('load, or are refused only for what is not built', NEEDS_SHARED, (t) => {
    const files = readRows('conformance/sigmahq_rules.jsonl.gz').map(({ path, rule }) => ({
      path: String(path),
      text: String(rule),
    }));
    const { units, diagnostics, documents } = loadRuleset(files);
    assert.equal(documents, files.length);
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    assert.deepEqual(
      errors.filter(({ code }) => !code.startsWith('SIGMA_UNSUPPORTED_')),
      [],
    );
    const refused = new Set(errors.map(({ position }) => position.path));
    assert.equal(units.length + refused.size, files.length);
    assert.ok(units.length >= 3_400, `only ${units.length} load`);
    assert.match(emitModuleFile(units, 'r', 'd'), /^[\x20-\x7e\n]*$/);
    t.diagnostic(`${units.length} of ${files.length} load, ${refused.size} are refused by name`);
  });
});
