// Scanning events/ with the shipped rules finds the story's two processes in each family, and says what became of all else.

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { ScanSummary } from '../../src/cli/scan/summary.ts';
import type { Finding } from '../../src/model/index.ts';
import { runHere } from '../cli/run-here.ts';

const EVENTS = fileURLToPath(new URL('../../events', import.meta.url));
const UNTRUSTED = 'a1874aa0-0b00-4515-ad76-0779bfb72335';
const LOLBIN = '396b47f5-e279-4aee-8551-5afbf63dc1fe';
const THIRD_PARTY_VALID = 'a1529a6c-2e49-4ef1-8f18-42cfe79bd0fd';

const INVOICE_VIEWER = 'C:\\Users\\al\\Downloads\\invoice_viewer.exe';
const POWERSHELL = 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe';
const FILE_SERVER = '10.20.0.21';
/** In the order in which the scan reached them. */
const SCANNED = ['10.20.0.10', FILE_SERVER, '10.20.0.30', '10.20.1.22', '10.20.0.41', '10.20.0.42'];

/** What a family's objects are known to hold. */
const FAMILIES = [
  {
    source: 'sysmon',
    records: 139,
    host: 'ws-17.corp.example.com',
    unattributed: 1,
    suppressed: {},
  },
  {
    source: 'elastic-defend',
    records: 197,
    host: 'ws-17',
    unattributed: 0,
    suppressed: { [THIRD_PARTY_VALID]: 8 },
  },
] as const;

const OBJECTS_PER_FAMILY = 6;

/** What the command line prints with `--format json`. */
interface ScanJson {
  readonly findings: readonly Finding[];
  readonly summary: ScanSummary;
}

async function scan(...args: readonly string[]): Promise<ScanJson> {
  const { code, stdout, stderr } = await runHere(['scan', '--format', 'json', ...args]);
  assert.equal(code, 0, stderr);
  const json: ScanJson = JSON.parse(stdout);
  return json;
}

/** What a person reads first of a finding. */
function gistOf({ rule, host, user, day, process, count, destinations }: Finding) {
  const { image, pid } = process;
  const reached = destinations.map(({ ip, port }) => `${ip}:${port}`);
  return { rule: rule.id, level: rule.level, host, user, day, image, pid, count, reached };
}

/** A finding without its provenance. */
function coreOf({ delivery: _delivery, ...core }: Finding) {
  return core;
}

for (const { source, records, host, unattributed, suppressed } of FAMILIES) {
  describe(`scanning events/${source}`, () => {
    it('finds the scan of the unsigned program and the connection of PowerShell, and nothing else', async () => {
      const { findings } = await scan(`${EVENTS}/${source}`);
      const common = { host, user: 'CORP\\al', day: '2026-11-20' };
      const gists = findings.map(gistOf).toSorted((one, other) => other.count - one.count);
      assert.deepEqual(gists, [
        {
          rule: UNTRUSTED,
          level: 'medium',
          ...common,
          image: INVOICE_VIEWER,
          pid: 7520,
          count: SCANNED.length,
          reached: SCANNED.map((ip) => `${ip}:445`),
        },
        {
          rule: LOLBIN,
          level: 'low',
          ...common,
          image: POWERSHELL,
          pid: 9936,
          count: 1,
          reached: [`${FILE_SERVER}:445`],
        },
      ]);
    });

    it('accounts for every record', async () => {
      const { summary } = await scan(`${EVENTS}/${source}`);
      const { counts } = summary;
      assert.equal(summary.objectsScanned, OBJECTS_PER_FAMILY);
      assert.ok(summary.isComplete);
      assert.deepEqual(summary.unbalanced, []);
      assert.equal(counts.records, records);
      assert.equal(counts.evaluated, records);
      assert.equal(counts.unrecognised + counts.rejected + counts.skipped, 0);
      assert.deepEqual(counts.perSource, { [source]: records });
      assert.equal(counts.unattributed, unattributed);
      assert.deepEqual(counts.suppressedPerFilter, suppressed);
    });
  });
}

describe('scanning all of events/', () => {
  it('gives each family its findings and leaves the README out', async () => {
    const all = await scan(EVENTS);
    const apart = await Promise.all(FAMILIES.map(({ source }) => scan(`${EVENTS}/${source}`)));
    const ids = (findings: readonly Finding[]) => findings.map(({ id }) => id).toSorted();
    assert.deepEqual(ids(all.findings), ids(apart.flatMap(({ findings }) => findings)));
    assert.deepEqual(all.summary.leftOut, [`${EVENTS}/README.md`]);
  });

  it('finds the backup agent too once the third-party filter is switched off', async () => {
    const { findings } = await scan('--no-filter', THIRD_PARTY_VALID, EVENTS);
    const backups = findings.filter(({ process }) => process.image?.endsWith('\\ebagent.exe'));
    assert.deepEqual(
      backups.map(({ rule, source, count }) => ({ rule: rule.id, source, count })),
      [{ rule: UNTRUSTED, source: 'elastic-defend', count: 4 }],
    );
  });
});

describe('what Elastic Defend delivers twice', () => {
  it('changes no finding: with and without the second delivery they are the same', async () => {
    const folder = `${EVENTS}/elastic-defend`;
    const isExport = (name: string) => name.startsWith('export-');
    const names = readdirSync(folder);
    const once = names.filter((name) => !isExport(name)).map((name) => `${folder}/${name}`);
    const twice = await scan(folder);
    const first = await scan(...once);
    assert.equal(names.filter(isExport).length, 1);
    assert.deepEqual(first.findings.map(coreOf), twice.findings.map(coreOf));
    assert.ok(first.summary.counts.records < twice.summary.counts.records);
  });
});
