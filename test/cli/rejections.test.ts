// Records rejected by the million → their garbage is collected now and then, not with every one.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createRejections } from '../../src/cli/scan/rejections.ts';
import type { Rejection } from '../../src/model/index.ts';

const REJECTION: Rejection = {
  code: 'RECORD_NOT_JSON',
  message: 'no JSON',
  ordinal: 0,
  offset: 0,
  line: 1,
  bytes: new Uint8Array(1),
  isCut: false,
};

describe('rejections', () => {
  it('have garbage collected once in 131,072, where Node lets them', async () => {
    const collect = globalThis.gc;
    let times = 0;
    globalThis.gc = (async () => {
      times++;
    }) as typeof globalThis.gc;
    try {
      const rejections = createRejections(undefined);
      for (let count = 1; count < 131_072; count++) await rejections.keep('o', REJECTION);
      assert.equal(times, 0);
      await rejections.keep('o', REJECTION);
      assert.equal(times, 1);
      globalThis.gc = undefined;
      for (let count = 0; count < 131_072; count++) await rejections.keep('o', REJECTION);
      assert.equal(rejections.shown.length, 5);
    } finally {
      globalThis.gc = collect;
    }
  });
});
