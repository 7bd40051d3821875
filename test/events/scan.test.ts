// Scanning events/ with the shipped rules finds the story's two processes in each family, one also by its start, and says what became of all else.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { ScanSummary } from '../../src/cli/scan/summary.ts';
import type { Finding } from '../../src/model/index.ts';
import { FAMILIES } from '../../scripts/gen-events/families.ts';
import { runHere } from '../cli/run-here.ts';
import { FAMILY_CASES, type FamilyCase } from './family-cases.ts';

const EVENTS = fileURLToPath(new URL('../../events', import.meta.url));
const UNTRUSTED = 'a1874aa0-0b00-4515-ad76-0779bfb72335';
const SEQUENCE = '3be01e7a-b7e2-4e6b-b61f-1897ecfa6fd9';
const LOLBIN = '396b47f5-e279-4aee-8551-5afbf63dc1fe';
const THIRD_PARTY_VALID = 'a1529a6c-2e49-4ef1-8f18-42cfe79bd0fd';

const FILE_SERVER = '10.20.0.21';
const SCANNED = ['10.20.0.10', FILE_SERVER, '10.20.0.30', '10.20.0.41', '10.20.0.42', '10.20.1.22'];

const OBJECTS = new Map(FAMILIES.map(({ source, objects }) => [source, objects()]));

/** Sysmon's configuration leaves the backup agent's connections out. */
const BACKUP_SEEN = FAMILIES.map(({ source }) => source).filter((source) => source !== 'sysmon');

/** What the command line prints with `--format json`. */
interface ScanJson {
  readonly findings: readonly Finding[];
  readonly summary: ScanSummary;
}

async function scan(...args: readonly string[]): Promise<ScanJson> {
  const { code, stdout, stderr } = await runHere([
    'scan',
    '--map-security-events',
    '--format',
    'json',
    ...args,
  ]);
  assert.equal(code, 0, stderr);
  const json: ScanJson = JSON.parse(stdout);
  return json;
}

/** `level program × count → destinations`, with what the log says of host, user and signature. */
function gistOf({ rule, host, user, userSid, day, process, count, destinations }: Finding): string {
  const program = process.image?.split('\\').at(-1)?.toLowerCase();
  const reached = destinations
    .map(({ ip, port }) => `${ip}:${port}`)
    .toSorted()
    .join(' ');
  const names: Readonly<Record<string, string>> = {
    [UNTRUSTED]: 'untrusted',
    [LOLBIN]: 'lolbin',
    [SEQUENCE]: 'sequence',
  };
  const level = names[rule.id] ?? rule.title;
  const status = process.signatureStatus ?? '-';
  return `${day} ${level} ${program} ${count} ${host} ${user ?? userSid ?? '-'} ${status}: ${reached}`;
}

/** What is expected of a family, as {@link gistOf} writes it. */
function expectedGists(family: FamilyCase): readonly string[] {
  const { host, user, status, false: wrong = [] } = family;
  const { shells = [status[1]], start = [host, status[0]] } = family;
  const all = SCANNED.map((ip) => `${ip}:445`).join(' ');
  const tells = (what: string, where: string, signature: string) =>
    `2026-11-20 ${what} ${where} ${user} ${signature}`;
  return [
    `${tells('untrusted invoice_viewer.exe 6', host, status[0])}: ${all}`,
    ...(start === 'none'
      ? []
      : [`${tells('sequence invoice_viewer.exe 7', start[0], start[1])}: ${all}`]),
    ...shells.map((one) => `${tells('lolbin powershell.exe 1', host, one)}: ${FILE_SERVER}:445`),
    ...wrong.map((gist) => `2026-11-20 untrusted ${gist}: ${FILE_SERVER}:445`),
  ].toSorted();
}

/** A finding without its provenance. */
function coreOf({ delivery: _delivery, ...core }: Finding) {
  return core;
}

for (const family of FAMILY_CASES) {
  const { source, records } = family;
  describe(`scanning events/${source}`, () => {
    it('finds the scan of the unsigned program and the connection of PowerShell, and no more than the log makes it', async () => {
      const { findings } = await scan(`${EVENTS}/${source}`);
      assert.deepEqual(findings.map(gistOf).toSorted(), expectedGists(family));
    });

    it('accounts for every record where every line is parsed', async () => {
      const { summary } = await scan('--strict', `${EVENTS}/${source}`);
      const { counts } = summary;
      assert.equal(summary.objectsScanned, OBJECTS.get(source)?.length);
      assert.ok(summary.isComplete);
      assert.deepEqual(summary.unbalanced, []);
      assert.equal(counts.records, records);
      assert.equal(counts.evaluated, records);
      assert.equal(counts.unrecognised + counts.rejected + counts.skipped, 0);
      assert.deepEqual(counts.perSource, { [source]: family.events ?? records });
      assert.equal(counts.unattributed, family.unattributed ?? 0);
      const { suppressed } = family;
      assert.deepEqual(
        counts.suppressedPerFilter,
        suppressed === undefined ? {} : { [THIRD_PARTY_VALID]: suppressed },
      );
    });
  });
}

describe('scanning events/sysmon without --strict', () => {
  it('passes lines over unparsed, counts them as skipped, and finds the same', async () => {
    const [quick, strict] = [
      await scan(`${EVENTS}/sysmon`),
      await scan('--strict', `${EVENTS}/sysmon`),
    ];
    const { counts } = quick.summary;
    assert.deepEqual(quick.findings.map(coreOf), strict.findings.map(coreOf));
    assert.equal(counts.records, strict.summary.counts.records);
    assert.ok(counts.skipped > 0);
    assert.equal(counts.skipped, counts.prefiltered);
    assert.equal(counts.evaluated + counts.skipped, counts.records);
  });
});

describe('events/README.md', () => {
  it('says of each family how many objects and records it has, what is unattributed and what fires besides', () => {
    const text = readFileSync(`${EVENTS}/README.md`, 'utf8');
    for (const { source, records, unattributed = 0, false: wrong = [] } of FAMILY_CASES) {
      const programs = wrong.map((gist) => gist.split(' ')[0]).join(', ') || '–';
      const row = `| ${source} | ${OBJECTS.get(source)?.length} | ${records} | ${programs} | ${unattributed} |`;
      assert.ok(text.includes(row), row);
    }
  });
});

describe('README.md', () => {
  it('shows what a scan of one family prints in a terminal of 120 columns', async () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const { stdout } = await runHere(['scan', `${EVENTS}/elastic-defend`]);
    assert.ok(readme.includes(`\`\`\`\n${stdout.trimEnd()}\n\`\`\`\n`), stdout);
  });
});

describe('scanning all of events/', () => {
  it('gives each family its findings and leaves the README out', async () => {
    const all = await scan(EVENTS);
    const apart: Finding[] = [];
    for (const { source } of FAMILIES) {
      apart.push(...(await scan(`${EVENTS}/${source}`)).findings);
    }
    const core = (findings: readonly Finding[]) =>
      findings.map(coreOf).toSorted((one, other) => one.id.localeCompare(other.id));
    assert.deepEqual(core(all.findings), core(apart));
    assert.deepEqual(all.summary.leftOut, [`${EVENTS}/README.md`]);
  });

  it('finds the backup agent too once the third-party filter is switched off', async () => {
    const { findings } = await scan('--no-filter', THIRD_PARTY_VALID, EVENTS);
    const backups = findings.filter(({ process }) => process.image?.endsWith('\\ebagent.exe'));
    assert.deepEqual(
      backups
        .map(({ rule, source, count }) => ({ rule: rule.id, source, count }))
        .toSorted((one, other) => one.source.localeCompare(other.source)),
      BACKUP_SEEN.map((source) => ({ rule: UNTRUSTED, source, count: 4 })),
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
