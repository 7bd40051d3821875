// The common name in a certificate's subject.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { commonNameOf } from '../../src/source/subject-name.ts';

const CASES: readonly (readonly [string | undefined, string | undefined])[] = [
  ['C=US, O=Example Corporation, CN=Example Windows Publisher', 'Example Windows Publisher'],
  ['CN=Example Ltd,O=Example Ltd,C=DE', 'Example Ltd'],
  ['cn = Example Ltd', 'Example Ltd'],
  ['CN="Example, Inc."', 'Example, Inc.'],
  ['CN=Example\\, Inc.', 'Example, Inc.'],
  ['O="x, CN=Microsoft Windows", CN=Example Ltd', 'Example Ltd'],
  ['O=x\\, CN=Microsoft Windows', undefined],
  ['CN=Microsoft Windows, CN=Example Ltd', undefined],
  ['O=Example Ltd', undefined],
  ['CN=', undefined],
  ['/C=US/O=Example Ltd/CN=Example Windows', 'Example Windows'],
  ['/C=US/CN=Example Windows/x', undefined],
  ['/CN=a/CN=b', undefined],
  ['', undefined],
  [undefined, undefined],
  [`CN=${'a'.repeat(3_000)}`, undefined],
];

describe('The common name', () => {
  for (const [subject, name] of CASES) {
    it(`of ${String(subject).slice(0, 60)} is ${name}`, () => {
      assert.equal(commonNameOf(subject), name);
    });
  }
});
