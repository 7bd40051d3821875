// An object in several hops: the same findings, counts and ids as in one pass.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { DECODER } from '../../src/decode/index.ts';
import { eventId, FindingFold, packEvidence } from '../../src/finding/index.ts';
import { createMemoryPartialMatches } from '../../src/adapters/local/index.ts';
import { loadPack } from '../../src/cli/rule-pack.ts';
import type { DecodePosition, Finding, ScanCounts } from '../../src/model/index.ts';
import {
  CorrelatedMatches,
  createRouting,
  scanObjects,
  sumCounts,
  unbalanced,
} from '../../src/pipeline/index.ts';
import { createRegistry } from '../../src/source/index.ts';
import { carbonBlack } from '../source/carbon-black-records.ts';

const { rules, correlations } = await loadPack(['rules'], new Map());

interface Passed {
  readonly findings: readonly Finding[];
  readonly counts: ScanCounts;
  readonly hops: number;
}

/** Scans `bytes`, leaving the rest to the next hop after every `batches` places at which that is possible. */
async function scanInHops(bytes: Uint8Array, batches: number): Promise<Passed> {
  const fold = new FindingFold('acme');
  const matches = new CorrelatedMatches({
    tenant: 'acme',
    correlations,
    store: createMemoryPartialMatches(),
    fold,
    reader: { eventId, packEvidence },
  });
  const deps = {
    decoder: DECODER,
    quarantine: { keep: async () => undefined },
    evaluation: {
      registry: createRegistry(),
      routing: createRouting(rules),
      window: {},
      onMatch: matches.add.bind(matches),
    },
    flush: () => matches.flush(),
  };
  const open = async function* (from = 0) {
    for (let at = from; at < bytes.length; at += 500) yield bytes.subarray(at, at + 500);
  };
  const all: ScanCounts[] = [];
  let from: DecodePosition | undefined;
  do {
    let left = batches;
    const span = { from, isOver: () => --left <= 0 };
    const [outcome] = await scanObjects([{ name: 'big.ndjson', size: undefined, open }], deps, {
      span,
    });
    assert.ok(outcome !== undefined);
    assert.equal(outcome.problem, undefined);
    assert.deepEqual(unbalanced(outcome.counts), []);
    all.push(outcome.counts);
    from = outcome.next;
  } while (from !== undefined);
  return { findings: fold.findings(), counts: sumCounts(all), hops: all.length };
}

function connection(index: number): string {
  const second = String(index % 60).padStart(2, '0');
  return JSON.stringify(
    carbonBlack({
      device_timestamp: `2026-11-20 10:1${Math.floor(index / 60)}:${second}.1180000 +0000 UTC`,
      remote_ip: `192.0.2.${index % 20}`,
    }),
  );
}

function textOf(count: number): string {
  const lines = Array.from({ length: count }, (_, index) =>
    index % 7 === 3 ? 'no record' : connection(index),
  );
  return lines.map((line) => `${line}\n`).join('');
}

const TEXT = Buffer.from(textOf(120));
const THIRD = Math.floor(TEXT.length / 3);

describe('an object that is scanned in hops', () => {
  for (const [name, bytes] of [
    ['plain', TEXT],
    [
      'gzip of three members',
      Buffer.concat([
        gzipSync(TEXT.subarray(0, THIRD)),
        gzipSync(TEXT.subarray(THIRD, 2 * THIRD)),
        gzipSync(TEXT.subarray(2 * THIRD)),
      ]),
    ],
    ['gzip of one member', gzipSync(TEXT)],
  ] as const) {
    it(`gives as ${name} what one pass gives`, async () => {
      const whole = await scanInHops(bytes, Number.POSITIVE_INFINITY);
      assert.equal(whole.hops, 1);
      assert.equal(whole.counts.records, 120);
      assert.ok(whole.findings.length > 0 && whole.counts.rejected > 0);
      for (const batches of [1, 2, 20]) {
        const inHops = await scanInHops(bytes, batches);
        assert.deepEqual(inHops.findings, whole.findings);
        assert.deepEqual(inHops.counts, whole.counts);
        if (batches === 1) assert.ok(inHops.hops >= 3, `${inHops.hops} hops`);
      }
    });
  }
});
