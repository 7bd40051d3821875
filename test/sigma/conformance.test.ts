// Cases written by others, where they are at hand: every rule loads and every engine gives the expected answer.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isJsonObject, type JsonObject } from '../../src/model/index.ts';
import {
  createEventReader,
  loadRuleset,
  type Placeholders,
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

/** Values that a row's note asks for: `requires placeholder values: Name=[a,b]`. */
function placeholdersOf(note: string): Placeholders {
  const found = note.matchAll(/([\w-]+)=\[([^\]]*)\]/g);
  return new Map([...found].map(([, name = '', values = '']) => [name, values.split(',')]));
}

interface Loaded {
  readonly one: Case;
  readonly units: readonly RuleUnit[];
}

/** Loads a case, which must have no error. */
function loadCase(one: Case): Loaded {
  const placeholders = placeholdersOf(one.note);
  const { units, diagnostics } = loadRuleset([{ path: 'r.yml', text: one.rule }], { placeholders });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  assert.deepEqual(errors, [], `${one.note}\n${one.rule}`);
  return { one, units };
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
  for (const [path, expected] of [
    ['language.jsonl', 3_574],
    ['engines.jsonl', 171],
    ['sigmahq_regression.jsonl', 119],
  ] as const) {
    it(`of ${path} load and agree on every engine, all of them`, NEEDS_SHARED, async () => {
      const cases = readCases(`conformance/${path}`);
      assert.equal(cases.length, expected);
      assert.deepEqual(await wrongAnswers(cases.map(loadCase)), []);
    });
  }
});
