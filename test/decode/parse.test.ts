// One record's bytes → a JSON object: exact integers, hostile strings, and reasons for what is none.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseRecord } from '../../src/decode/index.ts';
import type { JsonObject, Rejection, Result } from '../../src/model/index.ts';
import { getOwn } from '../../src/model/index.ts';
import { runs } from '../support/runs.ts';

/** Parses bytes as the only record of a batch, with debris around it. */
function parse(record: string | Uint8Array): Result<JsonObject, Rejection> {
  const bytes = Buffer.concat([Buffer.from('\n}1'), Buffer.from(record), Buffer.from('9{')]);
  const starts = Uint32Array.of(3);
  const ends = Uint32Array.of(bytes.length - 2);
  return parseRecord(
    { bytes, starts, ends, count: 1, firstOrdinal: 5, baseOffset: 100, firstLine: 7 },
    0,
  );
}

function read(record: string | Uint8Array): JsonObject {
  const result = parse(record);
  assert.ok(result.ok);
  return result.value;
}

function rejectionOf(record: string | Uint8Array): Rejection {
  const result = parse(record);
  assert.ok(!result.ok);
  return result.error;
}

describe('integers', () => {
  for (const [text, value] of [
    ['9007199254740991', 9007199254740991],
    ['-9007199254740991', -9007199254740991],
    ['9007199254740992', '9007199254740992'],
    ['9007199254740993', '9007199254740993'],
    ['-9007199254740992', '-9007199254740992'],
    ['-9223372036854775808', '-9223372036854775808'],
    ['18446744073709551615', '18446744073709551615'],
    ['9999999999999999', '9999999999999999'],
    ['1234567890123456', 1234567890123456],
    ['123456789012345678901234567890', '123456789012345678901234567890'],
    ['12345678901234567890.5', Number('12345678901234567890.5')],
    ['12345678901234567890e2', Number('12345678901234567890e2')],
    ['1.12345678901234567890', 1.1234567890123457],
    ['1e0000000000000000005', 100000],
    ['"12345678901234567890"', '12345678901234567890'],
    ['": 12345678901234567890, "', ': 12345678901234567890, '],
    ['"\\": 12345678901234567890, "', '": 12345678901234567890, '],
    ['"\\\\"', '\\'],
  ] as const) {
    it(`read ${text} as ${JSON.stringify(value)}`, () => {
      for (const record of [
        `{"a":${text}}`,
        `{ "a" :\n ${text} , "b":1 }`,
        `{"x":"é😀\\\\","a":${text},"z":[]}`,
      ]) {
        assert.deepEqual(getOwn(read(record), 'a'), value);
      }
      assert.deepEqual(read(`{"a":[0,${text},{"b":${text}}]}`), { a: [0, value, { b: value }] });
    });
  }

  for (const text of [
    ...[
      '{"a":012345678901234567890}',
      '{"a":--12345678901234567890}',
      '{"a":+12345678901234567890}',
    ],
    ...[
      '{12345678901234567890:1}',
      '{"b":1, 12345678901234567890 :1}',
      '{"a":[1 12345678901234567890]}',
    ],
    ...['{"a":12345678901234567890', '{"a":12345678901234567890x}', '{"a" 12345678901234567890}'],
    ...['{"b":1, 12345678901234567890}', '{"a":"x, 12345678901234567890}', '{"a":-}'],
  ]) {
    it(`do not make ${text} valid`, () => {
      assert.equal(rejectionOf(text).code, 'RECORD_NOT_JSON');
    });
  }

  it('agree with a slow reference in any record', () => {
    const digits = fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }).map((value) => ({ value }));
    const near = fc
      .bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n })
      .map((value) => ({ value }));
    const text = fc
      .array(
        fc.constantFrom(
          '"',
          '\\',
          ':',
          ',',
          '[',
          '12345678901234567',
          '-',
          ' ',
          'é',
          '\n',
          '}',
          '.',
        ),
      )
      .map((parts) => parts.join(''));
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        ...[digits, near, text, fc.double({ noDefaultInfinity: true, noNaN: true }), fc.boolean()],
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(text, tie('node'), { maxKeys: 3 }),
      ),
    })).node;
    fc.assert(
      fc.property(fc.dictionary(text, tree), fc.constantFrom('', ' ', '\n\t'), (record, space) => {
        const json = write(record, space);
        assert.deepEqual(JSON.stringify(read(json)), JSON.stringify(slowParse(json)));
      }),
      { numRuns: runs(3000) },
    );
  });

  it('inside 16 MiB of hostile text cost no stack and no square', () => {
    for (const part of ['\\"', '1234567890123456,', '\\\\', ':-', '" : 1234567890123456789 , "a']) {
      const filler = part.startsWith('"') ? `x${part.repeat(500_000)}` : part.repeat(2_000_000);
      parse(`{"a":"${filler}","b":-9223372036854775808}`);
    }
    const spaces = ' '.repeat(8_000_000);
    assert.deepEqual(read(`{"b":${spaces}-9223372036854775808${spaces}}`), {
      b: '-9223372036854775808',
    });
  });
});

describe('a record', () => {
  it('may hold the key __proto__ without touching any prototype', () => {
    const value = read(
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":1}}}',
    );
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
    assert.deepEqual(getOwn(value, '__proto__'), { polluted: true });
    assert.equal(getOwn({}, 'polluted'), undefined);
  });

  it('keeps the last of duplicate keys', () => {
    assert.deepEqual(read('{"a":1,"b":2,"a":3}'), { a: 3, b: 2 });
  });

  it('is evaluated although a byte of it is no UTF-8: else one bad byte would hide a process', () => {
    const record = Buffer.concat([
      Buffer.from('{"CommandLine":"cmd \xff', 'latin1'),
      Buffer.from([0xc3, 0x22]),
      Buffer.from(',"a":12345678901234567890,"b":"\xed\xa0\x80"}', 'latin1'),
    ]);
    const value = read(record);
    assert.equal(value['CommandLine'], 'cmd \ufffd\ufffd');
    assert.equal(value['a'], '12345678901234567890');
  });

  it('may escape a lone surrogate', () => {
    assert.deepEqual(read('{"a":"\\ud800"}'), { a: '\ud800' });
  });

  for (const [text, found] of [
    ['[{"a":1}]', 'an array'],
    ['"{}"', 'a string'],
    ['5', 'a number'],
    ['null', 'null'],
    ['true', 'a boolean'],
  ] as const) {
    it(`is none if it is ${found}`, () => {
      const rejection = rejectionOf(text);
      assert.equal(rejection.code, 'RECORD_NOT_OBJECT');
      assert.match(rejection.message, new RegExp(`found ${found}`));
    });
  }
});

describe('a rejection', () => {
  it('names ordinal, offset and line, and keeps the bytes', () => {
    const { ordinal, offset, line, bytes, isCut } = rejectionOf('{"a"}');
    assert.deepEqual([ordinal, offset, line, isCut], [5, 103, 8, false]);
    assert.equal(Buffer.from(bytes).toString(), '{"a"}');
    assert.equal(bytes.buffer.byteLength, 5);
  });

  it('keeps the first 64 KiB of a long record', () => {
    const { bytes, isCut } = rejectionOf(`{"a":${'x'.repeat(100_000)}}`);
    assert.deepEqual([bytes.length, isCut], [64 * 1024, true]);
  });

  it('says what JSON.parse found, at the place in the record as logged', () => {
    const { message } = rejectionOf('{"n":12345678901234567890,"a" 1}');
    assert.match(message, /position 30/);
  });

  it('repeats no control, escape or bidi character', () => {
    for (const text of ['\u001b[31m', '\u202e', '{"a":\u0007}', '\u{1f600}', 'x'.repeat(999)]) {
      const { message } = rejectionOf(text);
      assert.match(message, /^[ -~]+$/);
      assert.ok(message.length < 300);
    }
  });
});

/** Writes JSON with exact integers, which JSON.stringify cannot. */
function write(node: unknown, space: string): string {
  if (Array.isArray(node)) return `[${node.map((item) => write(item, space)).join(`${space},`)}]`;
  if (typeof node !== 'object' || node === null) return JSON.stringify(node);
  if ('value' in node && typeof node.value === 'bigint') return `${space}${node.value}${space}`;
  const members = Object.entries(node).map(
    ([key, value]) => `${space}${JSON.stringify(key)}:${write(value, space)}`,
  );
  return `{${members.join(',')}}`;
}

/** Token by token: strings pass, integers that do not survive a double are quoted. */
function slowParse(json: string): unknown {
  const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;
  const quoted = json.replace(token, (found) => {
    if (!/^-?\d+$/.test(found)) return found;
    return BigInt(found) === BigInt(Number(found)) && Number.isSafeInteger(Number(found))
      ? found
      : `"${found}"`;
  });
  return JSON.parse(quoted);
}
