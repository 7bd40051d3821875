// Corpora, whole and damaged, with the prefilter and without: the same findings and records, and balances that hold.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { correlations, rules } from '../../dist/rules/ruleset.mjs';
import { crowdstrikeEvent } from '../../bench/edr-crowdstrike.ts';
import { corpusOf, type Moment } from '../../bench/edr-corpus.ts';
import { elasticEvent } from '../../bench/edr-elastic.ts';
import { sysmonEvent } from '../../bench/edr-sysmon.ts';
import { DECODER } from '../../src/decode/index.ts';
import { createMemoryPartialMatches } from '../../src/adapters/local/index.ts';
import { eventId, FindingFold, packEvidence } from '../../src/finding/index.ts';
import type { Finding } from '../../src/model/index.ts';
import {
  CorrelatedMatches,
  createRouting,
  createScreens,
  lateRules,
  type ObjectOutcome,
  scanObjects,
  unbalanced,
} from '../../src/pipeline/index.ts';
import { createRegistry } from '../../src/source/index.ts';
import { runs } from '../support/runs.ts';

const routing = createRouting(rules, new Set(), correlations);
const late = lateRules(rules, correlations);
const screens = createScreens(routing, { keepsOffers: false, lateRules: late.rules });
const WRITERS = { elasticEvent, crowdstrikeEvent, sysmonEvent };

interface Scanned {
  readonly outcome: ObjectOutcome;
  readonly matches: readonly string[];
  readonly findings: readonly Finding[];
}

async function scan(bytes: Uint8Array, chunk: number, isScreened: boolean): Promise<Scanned> {
  async function* open() {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  }
  const matches: string[] = [];
  const fold = new FindingFold('tenant');
  const store = createMemoryPartialMatches();
  const candidates = { store: createMemoryPartialMatches() };
  const reader = { eventId, packEvidence };
  const given = { tenant: 'tenant', correlations, store, candidates, fold, reader };
  const correlated = new CorrelatedMatches(given);
  const [outcome] = await scanObjects([{ name: 'object', size: undefined, open }], {
    decoder: DECODER,
    quarantine: { keep: () => Promise.resolve() },
    evaluation: {
      registry: createRegistry(),
      routing,
      window: {},
      onMatch(match) {
        const { rule, event, delivery } = match;
        const joined = event.joinedFields?.join() ?? '';
        // Of late rules alone what correlations make of their matches is told.
        if (!late.rules.has(rule.id))
          matches.push(`${rule.id} ${delivery.ordinal} ${delivery.offset} ${joined}`);
        return correlated.add(match);
      },
    },
    flush: () => correlated.keep(),
    recall: correlated.recall,
    ...(isScreened && { lateRules: late, screens }),
  });
  await correlated.settle(Number.POSITIVE_INFINITY);
  assert.ok(outcome);
  return { outcome, matches: matches.sort(), findings: fold.findings() };
}

/** Scans both ways and compares; gives the screened outcome. */
async function compare(bytes: Uint8Array, chunk = 4_096): Promise<ObjectOutcome> {
  const plain = await scan(bytes, chunk, false);
  const screened = await scan(bytes, chunk, true);
  assert.deepEqual(screened.matches, plain.matches);
  assert.deepEqual(screened.findings, plain.findings);
  assert.equal(screened.outcome.counts.records, plain.outcome.counts.records);
  assert.deepEqual(screened.outcome.problem, plain.outcome.problem);
  assert.deepEqual(unbalanced(screened.outcome.counts), []);
  return screened.outcome;
}

/** A corpus in which one connection in ten goes to port 445, half of them of an unknown program. */
function corpus(write: (moment: Moment) => object, bytes = 300_000): string[] {
  const dense = (moment: Moment) => {
    const isSmb = moment.kind === 'network' && moment.number % 10 === 0;
    const image = moment.number % 20 === 0 ? 'C:\\Users\\Public\\tool.exe' : moment.image;
    return write(isSmb ? { ...moment, port: 445, image } : moment);
  };
  return Buffer.concat([...corpusOf(dense, bytes, 7)])
    .toString()
    .trimEnd()
    .split('\n');
}

const textOf = (lines: readonly string[], end = '\n') => Buffer.from(lines.join(end) + end);

describe('the prefilter finds what a scan of every line finds', () => {
  for (const [name, write] of Object.entries(WRITERS)) {
    const lines = corpus(write);

    it(`in lines of ${name}, of which it passes over most`, async () => {
      const { counts } = await compare(textOf(lines));
      assert.ok((counts.prefiltered ?? 0) > lines.length / 2, `${counts.prefiltered}`);
      assert.ok(counts.newMatches + counts.partialMatches > 0);
    });

    it(`in gzip, with CRLF, behind a byte order mark (${name})`, async () => {
      await compare(gzipSync(textOf(lines), { chunkSize: 16_384 }));
      await compare(textOf(lines, '\r\n'));
      await compare(Buffer.concat([Buffer.from('\ufeff'), textOf(lines)]));
    });

    it(`in gzip that was cut short (${name})`, async () => {
      const bytes = gzipSync(textOf(lines));
      await compare(bytes.subarray(0, bytes.length >> 1));
    });

    it(`in lines spelled otherwise: spaces, escapes, fractions, arrays (${name})`, async () => {
      const spelled = lines.map((line, index) => {
        switch (index % 8) {
          case 0:
            return line.replaceAll('":', '" : ');
          case 1:
            return line.replaceAll('445', '4\\u00345');
          case 2:
            return line.replace(/:445\b/, ':445.0').replace(/"445"/, '"0445"');
          case 3:
            return line.replace(/"(start|ProcessRollup2)"/g, '"\\u0073tart"');
          case 4:
            return line.replace(/"?445"?/, '[445, "x"]');
          case 5:
            return line + line;
          case 6:
            return `${line.slice(0, -1)},"more":{"port":445,"EventID":3,"dataset":"endpoint.events.file"}}`;
          default:
            return JSON.stringify(JSON.parse(line), null, 1);
        }
      });
      await compare(textOf([...lines.slice(0, 40), ...spelled]));
    });

    it(`in lines that were torn, or hold bytes that are no UTF-8 (${name})`, async () => {
      const bytes = textOf(lines);
      for (let at = 30_000; at < bytes.length; at += 1_777) bytes[at] = at % 256;
      await compare(bytes);
    });
  }

  it('where another source follows behind the first lines', async () => {
    const mixed = [...corpus(elasticEvent), ...corpus(crowdstrikeEvent), ...corpus(sysmonEvent)];
    await compare(textOf(mixed));
  });

  it('in any bytes that were damaged, in any pieces', async () => {
    const bytes = textOf(corpus(crowdstrikeEvent, 60_000));
    const flips = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(flips, fc.integer({ min: 500, max: 9_000 }), async (damage, chunk) => {
        const damaged = Buffer.from(bytes);
        for (const [at, byte] of damage) damaged[at] = byte;
        await compare(damaged, chunk);
      }),
      { numRuns: runs(60) },
    );
  });
});

describe('a probe that is not what the lines before it were', () => {
  const lines = corpus(crowdstrikeEvent, 1_600_000);

  it('makes all lines be evaluated, each once', async () => {
    assert.ok(lines.length > 1_500);
    const strange = lines.with(1_024, '{"who":"knows"}');
    const { outcome } = await scan(textOf(strange), 8_192, false);
    const { counts, passed } = await compare(textOf(strange), 8_192);
    assert.deepEqual(counts, outcome.counts);
    assert.equal(passed, undefined);
  });

  it('does so where it is no JSON', async () => {
    const { counts } = await compare(textOf(lines.with(1_024, '{"who"}')), 8_192);
    assert.equal(counts.prefiltered, undefined);
    assert.equal(counts.rejected, 1);
  });
});
