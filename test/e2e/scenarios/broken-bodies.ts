// GET bodies that break in every way → resumed where they broke, and the same findings.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { FaultEffect } from '../../../src/local/index.ts';
import { deploy } from '../support/deploy.ts';
import { assertScanned } from '../support/findings.ts';
import { STORY } from '../support/samples.ts';
import type { Assembly } from '../support/template.ts';

const SHORT_STALL = fileURLToPath(new URL('../support/short-stall.cjs', import.meta.url));

/** What goes wrong, and the ranges that are asked for because of it; undefined for the whole object. */
interface Case {
  readonly what: string;
  readonly effects: readonly FaultEffect[];
  readonly ranges: readonly (string | undefined)[];
  readonly preloads?: readonly string[];
}

const CASES: readonly Case[] = [
  {
    what: 'resets in the middle of the body, twice',
    effects: [
      { kind: 'break', afterBytes: 1_500 },
      { kind: 'break', afterBytes: 500 },
    ],
    ranges: [undefined, 'bytes=1500-', 'bytes=2000-'],
  },
  {
    what: 'answers 500 and 503 before there is a body',
    effects: [
      { kind: 'status', status: 500, code: 'InternalError' },
      { kind: 'status', status: 503, code: 'SlowDown' },
    ],
    ranges: [undefined, undefined, undefined],
  },
  {
    what: 'resets the connection, then breaks, then refuses the resume',
    effects: [
      { kind: 'reset' },
      { kind: 'break', afterBytes: 1_000 },
      { kind: 'status', status: 503, code: 'SlowDown' },
    ],
    ranges: [undefined, undefined, 'bytes=1000-', 'bytes=1000-'],
  },
  {
    what: 'falls silent in the middle of the body',
    effects: [{ kind: 'stall', afterBytes: 1_200 }],
    ranges: [undefined, 'bytes=1200-'],
    preloads: [SHORT_STALL],
  },
];

/** Registers the tests. */
export function brokenBodies(template: () => Assembly): void {
  for (const { what, effects, ranges, preloads = [] } of CASES) {
    it(`finds the same where S3 ${what}`, async (t) => {
      const stack = await deploy(t, template(), { preloads });
      for (const effect of effects) stack.aws.faults.add({ operation: 's3:GetObject', effect });
      await assertScanned(stack, 'a.json.gz', gzipSync(STORY));
      const gets = stack.calls('s3:GetObject');
      assert.deepEqual(
        gets.map(({ headers }) => headers['range']),
        ranges,
      );
      const pins = new Set(gets.map(({ s3 }) => s3?.query.get('versionId')));
      assert.equal(pins.size, 1, 'every GET is pinned to the same object');
      assert.equal(pins.has(null), false);
    });
  }
}
