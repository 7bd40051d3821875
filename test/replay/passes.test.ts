// Two passes and a judge say what one scan of all objects says, however the records are split and in whatever order.

import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { fileObject, findFiles } from '../../src/adapters/local/index.ts';
import { loadPack } from '../../src/cli/rule-pack.ts';
import { decodeObject, parseRecord } from '../../src/decode/index.ts';
import type { Finding, JsonObject, ScanCounts } from '../../src/model/index.ts';
import { silentRules, unbalanced } from '../../src/pipeline/index.ts';
import type { ScanObject } from '../../src/ports/index.ts';
import { scanListed } from '../pipeline/join-scan.ts';
import { runs } from '../support/runs.ts';
import { replayInMemory } from './in-memory.ts';

const { signal } = new AbortController();
const files = findFiles('events').files.map(({ path, size }) => fileObject(path, size, signal));

const LOGS = fileURLToPath(
  new URL('../../../shared/data/sysmon-otrf/purplesharp_sysmon_1_3_5.ndjson.gz', import.meta.url),
);
const skip = existsSync(LOGS) ? false : 'left out: ../shared is absent';

/** Everything but where the evidence stood: a record that is there twice has two places. */
function coresOf(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ delivery: _, ...core }) => JSON.stringify(core)).sort();
}

async function recordsOf(object: ScanObject): Promise<readonly JsonObject[]> {
  const records: JsonObject[] = [];
  for await (const item of decodeObject(object.open())) {
    if (item.kind !== 'batch') continue;
    for (let index = 0; index < item.batch.count; index++) {
      const parsed = parseRecord(item.batch, index);
      if (parsed.ok) records.push(parsed.value);
    }
  }
  return records;
}

function objectOf(name: string, records: readonly JsonObject[]): ScanObject {
  const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
  return {
    name,
    size: text.length,
    async *open() {
      yield new TextEncoder().encode(text);
    },
  };
}

describe('the passes of a replay', () => {
  it('find what one scan of all sample objects finds, with the same counts', async () => {
    const scanned = await scanListed(files);
    const replayed = await replayInMemory(files);
    assert.ok(scanned.findings.length > 30, `${scanned.findings.length} findings`);
    assert.deepEqual(coresOf(replayed.findings), coresOf(scanned.findings));
    assert.deepEqual(unbalanced(replayed.counts), []);
    assert.equal(replayed.counts.joined, scanned.counts.joined);
    // Of a rule that only correlations report, matches that no connection asks for need not be looked at.
    const { correlations } = await loadPack(['rules'], new Map());
    const silent = silentRules(correlations);
    const loud = ({ counts }: { readonly counts: ScanCounts }) =>
      Object.entries(counts.matchesPerRule).filter(([rule]) => !silent.has(rule));
    assert.deepEqual(loud(replayed), loud(scanned));
  });

  it('find it however the records are split over objects, in whatever order these are read', async () => {
    const records = (await Promise.all(files.map(recordsOf))).flat();
    const whole = coresOf((await scanListed([objectOf('whole', records)])).findings);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 12 }),
        fc.infiniteStream(fc.nat()),
        async (count, stream) => {
          const next = () => Number(stream.next().value);
          const split = Array.from({ length: count }, (): JsonObject[] => []);
          for (const record of records) split[next() % count]?.push(record);
          const objects = split.map((own, index) => objectOf(`${index}`, own));
          const order = next() % 2 === 0 ? objects : objects.toReversed();
          const { findings } = await replayInMemory(objects, order);
          assert.deepEqual(coresOf(findings), whole);
        },
      ),
      { numRuns: runs(8), seed: 20_261_130 },
    );
  });

  it('find what one scan of recorded attacks finds, each record in one of four objects', {
    skip,
  }, async () => {
    const recorded = fileObject(LOGS, statSync(LOGS).size, signal);
    const records = await recordsOf(recorded);
    const split = [0, 1, 2, 3].map((part) => records.filter((_, index) => index % 4 === part));
    const objects = split.map((own, index) => objectOf(`${index}`, own));
    const { findings } = await replayInMemory(objects.toReversed(), objects);
    const scanned = (await scanListed([objectOf('whole', records)])).findings;
    assert.equal(scanned.length, 2);
    assert.deepEqual(coresOf(findings), coresOf(scanned));
  });

  it('keep no match of a process start before a connection asks for it', async () => {
    const { rules } = await loadPack(['rules'], new Map());
    const starts = new Set(
      rules
        .filter(({ logsource }) => logsource.category === 'process_creation')
        .map(({ id }) => id),
    );
    assert.ok(starts.size > 0);
    const { firstParts, offers } = await replayInMemory(files);
    assert.ok(firstParts.length > 0);
    assert.deepEqual(
      firstParts.filter(({ part }) => starts.has(part.rule)),
      [],
    );
    assert.ok(offers.length > 0);
  });
});
