// Rules of regular expressions behind the index against the interpreter: over generated events and SigmaHQ's own.

import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import fc from 'fast-check';
import { isJsonObject, type LogEvent } from '../../src/model/index.ts';
import { createRouting, judgeEvent, type Routing } from '../../src/pipeline/index.ts';
import {
  type FieldReader,
  indexRules,
  interpret,
  type MatchExpr,
} from '../../src/runtime/index.ts';
import { compileRuleset, type RuleUnit } from '../../src/sigma/index.ts';
import { optimise } from '../../src/sigma/optimise/optimise.ts';
import { regexFault } from '../../src/sigma/modifiers/regex.ts';
import { ruleWitnessesOf } from '../../src/sigma/witness/witnesses.ts';
import { createRegistry } from '../../src/source/index.ts';
import { check } from '../support/check.ts';
import { regexPattern, regexText } from '../support/regex-patterns.ts';
import { NEEDS_SHARED, readRows } from '../support/shared-folder.ts';

const value = fc.oneof(
  { weight: 4, arbitrary: regexText },
  { weight: 1, arbitrary: fc.array(regexText, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom<unknown>(null, undefined, 1, 11, true, { a: 's' }) },
);
const event: fc.Arbitrary<FieldReader> = fc.record({ f: value, g: value }).map((fields) => ({
  field: (name) => (name === 'f' ? fields.f : name === 'g' ? fields.g : undefined),
  leaves: () => [fields.f, fields.g].flat(),
  [fc.toStringMethod]: () => fc.stringify(fields),
}));

const regex = fc
  .tuple(regexPattern, fc.subarray(['i', 'm', 's']))
  .filter(([pattern, flags]) => regexFault(pattern, flags.join('')) === undefined)
  .map(([pattern, flags]) => ({ op: 'regex' as const, pattern, flags: flags.join('') }));

const leaf: fc.Arbitrary<MatchExpr> = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom('f', 'g'), regex).map(toFieldExpr) },
  { weight: 1, arbitrary: regex.map((test): MatchExpr => ({ kind: 'keyword', test })) },
);

const expr: fc.Arbitrary<MatchExpr> = fc.oneof(
  leaf,
  fc
    .tuple(fc.constantFrom('all', 'any'), fc.array(leaf, { minLength: 1, maxLength: 3 }))
    .map(([kind, items]): MatchExpr => ({ kind, items })),
  fc.tuple(leaf, leaf).map(
    ([one, other]): MatchExpr => ({
      kind: 'all',
      items: [one, { kind: 'not', item: other }],
    }),
  ),
);

describe('rules of regular expressions behind the index', () => {
  it('are never hidden where the interpreter matches, whatever the pattern and the text', () => {
    let matches = 0;
    const property = fc.property(
      fc.array(expr, { minLength: 2, maxLength: 5 }),
      fc.array(event, { minLength: 3, maxLength: 6 }),
      (all, events) => {
        const find = indexRules(all.map((one) => ruleWitnessesOf(optimise(one))));
        for (const each of events) {
          const candidates = new Set(find(each));
          all.forEach((one, position) => {
            if (!interpret(one, each)) return;
            matches++;
            assert.ok(candidates.has(position), 'a match is hidden');
          });
        }
      },
    );
    check(property, 3_000);
    assert.ok(matches > 200, `${matches} matches`);
  });

  describe("of SigmaHQ's", () => {
    let units = new Map<string, RuleUnit>();
    let routing: Routing;
    before(() => {
      if (NEEDS_SHARED.skip !== false) return;
      const files = readRows('conformance/sigmahq_rules.jsonl.gz').flatMap(({ path, rule }) =>
        String(rule).includes('|re') ? [{ path: String(path), text: String(rule) }] : [],
      );
      const compiled = compileRuleset(files);
      routing = createRouting(compiled.rules);
      units = new Map(
        compiled.rules.flatMap(({ id }, place) => {
          const unit = compiled.units[place];
          return unit === undefined ? [] : [[id, unit]];
        }),
      );
    });

    it('match what the interpreter matches of its events', NEEDS_SHARED, () => {
      assert.ok(units.size > 100, `${units.size} rules`);
      let matches = 0;
      for (const each of regressionEvents()) {
        const found = judgeEvent(routing, each).map(({ rule }) => rule.id);
        const expected = routing.rulesFor(each).flatMap(({ rule: { id } }) => {
          const unit = units.get(id);
          return unit !== undefined && interpret(unit.expr, each) ? [id] : [];
        });
        assert.deepEqual(found, expected);
        matches += found.length;
      }
      assert.ok(matches > 0);
    });
  });
});

function regressionEvents(): readonly LogEvent[] {
  const registry = createRegistry();
  return readRows('conformance/sigmahq_regression.jsonl').flatMap(({ raw_event: record }) => {
    const reading = isJsonObject(record) ? registry.read(record) : undefined;
    return reading?.kind === 'events' ? reading.events : [];
  });
}

function toFieldExpr([field, test]: readonly [string, MatchExprTest]): MatchExpr {
  return { kind: 'field', field, test };
}

type MatchExprTest = Extract<MatchExpr, { kind: 'field' }>['test'];
