// docs/cost.md is what the prices and figures say, and the figures that can be read from the template are those of the template.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { correlations, rules as shipped } from '../../dist/rules/ruleset.mjs';
import { describeCost } from '../../scripts/cost/describe-cost.ts';
import { type CostData, figureOf, priceOf, readCostData } from '../../scripts/cost/figures.ts';
import {
  bytesPerSecond,
  computeUsd,
  monthlyTerms,
  objectsUsd,
  parsedBytesPerSecond,
  stateUsd,
  storedUsd,
} from '../../scripts/cost/terms.ts';
import { SETTLE_TIMEOUT } from '../../infra/constructs/settle-function.ts';
import { SCAN_MEMORY_MB } from '../../infra/constructs/scan-function.ts';
import { FIRST_CHUNK_BYTES } from '../../src/decode/caps.ts';
import { createRouting, createScreens } from '../../src/pipeline/index.ts';
import { listSources } from '../../src/source/index.ts';
import { alarmsOf, metricsOf } from '../infra/support/alarms.ts';
import { DESTINATIONS } from '../infra/support/destinations.ts';
import { templateFor } from '../infra/support/template.ts';

const data = readCostData();

describe('docs/cost.md', () => {
  it('is as scripts/gen-docs.ts writes it', () => {
    const written = readFileSync(new URL('../../docs/cost.md', import.meta.url), 'utf8');
    assert.equal(written, describeCost(data), 'run `node scripts/run.mjs scripts/gen-docs.ts`');
  });

  it('says how every figure was had, and where every price stands', () => {
    const words = describeCost(data);
    for (const { how } of Object.values(data.figures)) assert.ok(words.includes(how), how);
    for (const { page, basis, usd } of Object.values(data.prices)) {
      assert.ok(words.includes(`[${basis}](${page})`) && usd > 0);
    }
  });

  it('has every source but those that the shipped rules read nothing of', () => {
    const ids = listSources().map(({ id }) => id);
    assert.deepEqual(
      Object.keys(data.sources).toSorted(),
      ids.filter((id) => id !== 'windows-eventlog').toSorted(),
    );
  });
});

describe('the figures', () => {
  it('that a template has are those of the template (mend scripts/cost/measured.yml)', () => {
    const metricsIn = (context: Readonly<Record<string, unknown>>) =>
      alarmsOf(templateFor(context)).flatMap(({ properties }) => metricsOf(properties)).length;
    const [none, one, all] = [[], DESTINATIONS.slice(0, 1), DESTINATIONS].map((destinations) =>
      metricsIn({ destinations }),
    );
    const each = figureOf(data, 'alarmMetricsPerDestination');
    const once = figureOf(data, 'alarmMetricsWithDestinations');
    assert.equal(none, figureOf(data, 'alarmMetrics'));
    assert.equal((one ?? 0) - (none ?? 0), once + each);
    assert.equal((all ?? 0) - (none ?? 0), once + DESTINATIONS.length * each);
    assert.equal(metricsIn({ replay: 'on' }) - (none ?? 0), figureOf(data, 'replayAlarmMetrics'));
    assert.equal(figureOf(data, 'scanMemoryMb'), SCAN_MEMORY_MB);
    assert.equal(figureOf(data, 'firstChunkBytes'), FIRST_CHUNK_BYTES);
    assert.equal(SETTLE_TIMEOUT.toSeconds(), 60, 'settle has a run each minute');
  });
});

describe('the terms', () => {
  const source = { recordBytes: 1_000, recordsPerSecond: 1_000, state: 's' };
  const state = {
    recordBytes: 500,
    writes: 8e6,
    reads: 8e6,
    writesWithoutJoin: 8e5,
    readsWithoutJoin: 0,
    filedWrites: 4e5,
    filedReads: 8e6,
    filedCounts: 2e5,
    filedGb: 10,
  };
  const made: CostData = { ...data, state: { s: state } };
  const isNear = (actual: number, expected: number) =>
    assert.ok(Math.abs(actual / expected - 1) < 1e-3, `${actual} is not ${expected}`);

  it('of compute are a TB at the speed of one vCPU', () => {
    // 1 MB/s and 1,050 MB/s one after the other: a million seconds and 952.
    const rate = bytesPerSecond(made, source, 1e6);
    isNear(computeUsd(made, rate), 1_000_952 * (1_769 / 1_024) * 0.0000133334);
  });

  it('of compute have each object’s first chunk parsed, and the rest at the rate of the prefilter', () => {
    const scan = { mbPerSecond: 100, everyLineMbPerSecond: 10 };
    const rateOf = (bytes: number) => bytesPerSecond(made, { ...source, scan }, bytes) / 1e6;
    const chunk = FIRST_CHUNK_BYTES;
    isNear(rateOf(chunk / 10), 10);
    isNear(rateOf(1_000), 10);
    // A tenth at 10 MB/s, nine tenths at 100.
    isNear(rateOf(chunk), 1 / (0.1 / 10 + 0.9 / 100));
    isNear(rateOf(1e12), 100);
    isNear(parsedBytesPerSecond(made, { ...source, scan }), 10e6);
  });

  it('of compute are measured of the sources in which lines can be passed over, and of no other', () => {
    const rules = createRouting(shipped, new Set(), correlations);
    const screens = createScreens(rules, { keepsOffers: true });
    for (const [id, { scan }] of Object.entries(data.sources)) {
      assert.equal(scan !== undefined, screens(id) !== undefined, id);
      if (scan !== undefined) assert.ok(scan.mbPerSecond > scan.everyLineMbPerSecond, id);
    }
  });

  it('of the state in the table are writes and reads, scaled where another source stands for it', () => {
    const table = (changes: object) => stateUsd(made, { ...source, ...changes }, 1e6).table;
    isNear(table({}), 8 * 0.625 + 8 * 0.125);
    isNear(table({ likeness: 'x' }), (8 * 0.625 + 8 * 0.125) / 2);
    isNear(table({ isJoined: false }), 0.5);
    isNear(storedUsd(made, source).table, ((8e6 * 1_024) / 1e9) * 0.1 * 0.45);
  });

  it('of the state in files are a file an object, what is left of writes and reads, and merging', () => {
    const counted = (2e5 / 200) * (5e-6 + 4e-7);
    const rest = 0.25 + 1 + counted + 8.2e6 * 20e-6 * (1_769 / 1_024) * 0.0000133334;
    isNear(stateUsd(made, source, 1e6).segments, 1e5 * (5e-6 + 1.4 * 4e-7) + rest);
    isNear(stateUsd(made, source, 4e6).segments, 2.5e4 * (5e-6 + 1.4 * 4e-7) + rest);
    isNear(storedUsd(made, source).segments, (10 * 0.023 * 2) / 30);
  });

  it('of the state are below a dollar in objects of a megabyte, where every start is kept too', () => {
    const of = (id: string) => {
      const found = data.sources[id];
      assert.ok(found !== undefined);
      return stateUsd(data, found, 1e6).segments;
    };
    assert.ok(of('sysmon') < 1 && of('elastic-defend') < 1 && of('crowdstrike-fdr') < 1);
  });

  it('of objects fall with their size', () => {
    isNear(objectsUsd(data, 1e6) / objectsUsd(data, 4e6), 4);
  });

  it('of a month are all positive', () => {
    assert.ok(monthlyTerms(data).every(({ usd }) => usd > 0));
  });

  it('ask for no price or figure that is not there', () => {
    assert.throws(() => priceOf(data, 'nothing'), /prices\.yml has no nothing; it has lambda/);
    assert.throws(() => figureOf(data, 'nothing'), /measured\.yml has no nothing/);
  });
});
