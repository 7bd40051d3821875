// What an expression ignores of an event changes no verdict: neither its own nor that of the rest of the event.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type FieldReader, ignoring, interpret, type MatchExpr } from '../../src/runtime/index.ts';
import { fieldsOf } from '../../src/sigma/fields.ts';
import { check } from '../support/check.ts';
import { matchExpr } from '../support/expressions.ts';
import { eventValue, hostileEvent } from '../support/hostile.ts';

const RUNS = 3_000;
const BLANKS = [undefined, null, '', '-', ' ', {}, []];

function withValues(event: FieldReader, values: ReadonlyMap<string, unknown>): FieldReader {
  return {
    field: (name) => (values.has(name) ? values.get(name) : event.field(name)),
    leaves: () => event.leaves(),
  };
}

test('what is ignored can be blank in any way, whatever the other fields are', () => {
  const others = fc.array(fc.option(eventValue, { nil: undefined }), { minLength: 1 });
  const blanks = fc.array(fc.constantFrom(...BLANKS), { minLength: 1 });
  let ignored = 0;
  check(
    fc.property(
      matchExpr,
      hostileEvent,
      others,
      blanks,
      fc.nat(),
      (expr, event, come, blank, mask) => {
        const fields = fieldsOf(expr);
        const stated = fields.filter((_, index) => ((mask >> (index % 31)) & 1) === 1);
        if (stated.length === 0 || !ignoring(expr, (field) => stated.includes(field))(event))
          return;
        ignored++;
        const rest = fields.filter((field) => !stated.includes(field));
        const filled = rest.map((field, index) => [field, come[index % come.length]] as const);
        const without = stated.map((field, index) => [field, blank[index % blank.length]] as const);
        const connection = withValues(event, new Map(filled));
        assert.equal(
          interpret(expr, connection),
          interpret(expr, withValues(connection, new Map(without))),
        );
      },
    ),
    RUNS,
  );
  assert.ok(ignored > 100, String(ignored));
});

const NAMED: MatchExpr = { kind: 'field', field: 'name', test: { op: 'equals', text: 'a.exe' } };
const ABSENT: MatchExpr = { kind: 'field', field: 'name', test: { op: 'null' } };
const COMPARED: MatchExpr = {
  kind: 'fieldref',
  field: 'name',
  other: 'image',
  relation: 'endswith',
  written: { modifier: 'fieldref|endswith', value: 'image' },
};

for (const [what, expr, name, expected] of [
  ['another name', NAMED, 'b.exe', true],
  ['the name it asks for', NAMED, 'A.EXE', false],
  [
    'that a name is missing, as one log leaves it out and another writes a dash',
    ABSENT,
    'b.exe',
    false,
  ],
  ['a name that is held against another field', COMPARED, 'b.exe', false],
] as const) {
  test(`it ${expected ? 'ignores' : 'does not ignore'} ${what}`, () => {
    const event: FieldReader = { field: () => name, leaves: () => [] };
    assert.equal(ignoring(expr, (field) => field === 'name')(event), expected);
  });
}
