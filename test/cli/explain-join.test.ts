// `explain` judges connections as a scan does: completed by what other events of the same input say of their process.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { collectJoin } from '../../src/cli/explain/collect-join.ts';
import type { JsonObject, LogEvent } from '../../src/model/index.ts';
import { createRouting } from '../../src/pipeline/index.ts';
import type { ScanObject } from '../../src/ports/index.ts';
import { createRegistry } from '../../src/source/index.ts';
import { makeFolder } from '../adapters/folder.ts';
import { aRule } from '../finding/builders.ts';
import { CONNECTION, flat, GUID } from '../source/records.ts';
import { runCli } from './run-cli.ts';
import { runHere } from './run-here.ts';

const LOLBIN = '396b47f5-e279-4aee-8551-5afbf63dc1fe';
const UNTRUSTED = 'a1874aa0-0b00-4515-ad76-0779bfb72335';
const BASE = '7c3f9a52-1d0e-4b86-9a47-2f6c8e51b0d3';
const SCAN = 'C:\\Users\\al\\scan.exe';
const EVENTS = fileURLToPath(new URL('../../events', import.meta.url));

function connection(data: JsonObject = {}): JsonObject {
  return flat(3, { ...CONNECTION, Image: SCAN, ...data });
}

/** The start of the process, under its own name a LOLBin. */
function start(data: JsonObject = {}): JsonObject {
  const process = { ProcessGuid: GUID, ProcessId: '7520', Image: SCAN };
  return flat(1, {
    ...process,
    CommandLine: 'scan /t',
    OriginalFileName: 'PowerShell.EXE',
    ...data,
  });
}

function ndjson(...records: readonly JsonObject[]): string {
  return records.map((one) => `${JSON.stringify(one)}\n`).join('');
}

/** Explanations of the connections in objects, by `rule`. */
async function explain(t: TestContext, files: Readonly<Record<string, string>>, rule = LOLBIN) {
  const folder = makeFolder(t, files);
  const { code, stdout, stderr } = await runHere(['explain', rule, folder, '--format', 'json']);
  assert.equal(code, 0, stderr);
  const { explanations } = JSON.parse(stdout);
  return explanations.filter(
    ({ logsource }: LogEvent) => logsource.category === 'network_connection',
  );
}

describe('explain with the join', () => {
  for (const [what, files, from] of [
    ['before it', { 'a.json': ndjson(start(), connection()) }, ['a.json', 0]],
    ['after it', { 'a.json': ndjson(connection(), start()) }, ['a.json', 1]],
    [
      'in another object',
      { 'a.json': ndjson(connection()), 'b.json': ndjson(start()) },
      ['b.json', 0],
    ],
  ] as const) {
    it(`completes a connection from its start ${what}, and says which fields came from where`, async (t) => {
      const [explained, ...more] = await explain(t, files);
      assert.deepEqual(more, []);
      assert.equal(explained.verdict, 'match');
      const [joined, ...others] = explained.joined;
      assert.deepEqual(others, []);
      assert.deepEqual(joined.fields, ['CommandLine', 'OriginalFileName']);
      assert.deepEqual([joined.eventKind, joined.time], ['1', '2026-11-20T10:15:02.118Z']);
      const [name, ordinal] = from;
      assert.ok(joined.delivery.object.endsWith(name));
      assert.equal(joined.delivery.ordinal, ordinal);
    });
  }

  it('prints the joined fields and their event', async (t) => {
    const folder = makeFolder(t, { 'a.json': ndjson(connection(), start()) });
    const path = join(folder, 'a.json');
    const { stdout } = await runHere(['explain', LOLBIN, path, '--record', '0']);
    assert.match(
      stdout,
      /\n {2}joined: CommandLine, OriginalFileName from 1, 2026-11-20T10:15:02\.118Z: .*a\.json record 1, byte \d+\n/,
    );
    assert.match(stdout, /yes OriginalFileName .*; the event has 'PowerShell\.EXE'/);
  });

  it('names each event where several filled something', async (t) => {
    const signature = { Signed: 'false', Signature: '-', SignatureStatus: 'Unsigned' };
    const image = { ProcessGuid: GUID, ProcessId: '7520', Image: SCAN, ImageLoaded: SCAN };
    const records = ndjson(connection(), start(), flat(7, { ...image, ...signature }));
    const [explained] = await explain(t, { 'a.json': records });
    assert.deepEqual(
      explained.joined
        .map((one: { fields: string[]; eventKind: string; delivery: { ordinal: number } }) => [
          one.eventKind,
          one.delivery.ordinal,
          one.fields.includes('SignatureStatus'),
        ])
        .sort(),
      [
        ['1', 1, false],
        ['7', 2, true],
      ],
    );
  });

  it('explains a connection whose log names no program by the start that does', async (t) => {
    const unknown = connection({ Image: '<unknown process>' });
    const [alone] = await explain(t, { 'a.json': ndjson(unknown) });
    assert.equal(alone.verdict, 'unattributed');
    assert.equal(alone.joined, undefined);
    const [completed] = await explain(t, { 'a.json': ndjson(unknown, start()) });
    assert.equal(completed.verdict, 'match');
  });

  it('shows the process of a connection too that no join could make match', async (t) => {
    const web = connection({ DestinationPort: '443', Image: '<unknown process>' });
    const [explained] = await explain(t, { 'a.json': ndjson(web, start()) });
    assert.equal(explained.verdict, 'no-match');
    assert.deepEqual(
      explained.nearestMiss.map(({ test }: { test: { field: string } }) => test.field),
      ['DestinationPort'],
    );
  });

  it('proposes a filter with the joined fields, which suppresses in a scan', async (t) => {
    const folder = makeFolder(t, { 'a.json': ndjson(connection({ Image: '-' }), start()) });
    const path = join(folder, 'a.json');
    const { stdout } = await runHere(['explain', BASE, path, '--record', '0']);
    assert.match(stdout, /\n {4}Image: 'C:\\Users\\al\\scan\.exe'\n {4}CommandLine: 'scan \/t'\n/);
  });

  it('reads standard input again for it', async () => {
    const input = ndjson(connection(), start());
    const { code, stdout } = await runCli(['explain', LOLBIN, '-', '--record', '0'], input);
    assert.equal(code, 0);
    assert.match(stdout, /verdict: MATCH/);
  });

  for (const rule of [UNTRUSTED, LOLBIN, BASE]) {
    it(`comes to the verdicts of a scan, for every record of events/ and rule ${rule}`, async () => {
      const scanned = await runHere(['scan', EVENTS, '--format', 'json']);
      const { matchesPerRule } = JSON.parse(scanned.stdout).summary.counts;
      const explained = await runHere(['explain', rule, EVENTS, '--format', 'json']);
      const { match = 0, suppressed = 0 } = JSON.parse(explained.stdout).summary.verdicts;
      assert.equal(match + suppressed, matchesPerRule[rule] ?? 0);
      assert.ok(match > 0);
    });
  }
});

it('a finding’s matched is what explain says decided, without the tests that did not', async (t) => {
  const folder = makeFolder(t, { 'a.json': ndjson(connection(), start()) });
  const scanned = await runHere(['scan', folder, '--format', 'ndjson']);
  const found = scanned.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .find(({ rule }) => rule.id === LOLBIN);
  const [explained] = await explain(t, { 'a.json': ndjson(connection(), start()) });
  const tests = testsOf(explained.trace, '');
  assert.ok(found.matched.length > 5);
  for (const one of found.matched) {
    const same = tests.find(
      ({ selection, test }) =>
        selection === one.selection &&
        test.field === one.field &&
        test.modifier === one.modifier &&
        test.holds === one.holds,
    );
    assert.ok(same !== undefined, JSON.stringify(one));
    assert.deepEqual(same.test.eventValue, one.eventValue);
    const wanted: readonly unknown[] = Array.isArray(one.ruleValue)
      ? one.ruleValue
      : [one.ruleValue];
    // A list of more than 20 values gives those that held alone.
    const known = same.test.values ?? (one.holds ? same.test.held : wanted);
    assert.ok(
      wanted.every((value) => known?.includes(value)),
      JSON.stringify(one),
    );
  }
});

interface PlainTrace {
  readonly kind: string;
  readonly name?: string;
  readonly item?: PlainTrace;
  readonly items?: readonly PlainTrace[];
  readonly holds: boolean;
  readonly field?: string;
  readonly modifier?: string;
  readonly values?: readonly unknown[];
  readonly held?: readonly unknown[];
  readonly eventValue?: unknown;
}

function testsOf(
  trace: PlainTrace,
  selection: string,
): readonly { readonly selection: string; readonly test: PlainTrace }[] {
  if (trace.kind === 'test') return [{ selection, test: trace }];
  const below = trace.items ?? (trace.item === undefined ? [] : [trace.item]);
  return below.flatMap((item) => testsOf(item, trace.name ?? selection));
}

it('connections beyond the limit are counted, and explained with what their own log says', async () => {
  const guids = ['A', 'B', 'C'].map((letter) => GUID.replace('0B00', `0${letter}0A`));
  const records = [
    ...guids.map((ProcessGuid) => connection({ ProcessGuid })),
    ...guids.map((ProcessGuid) => start({ ProcessGuid })),
  ];
  const object: ScanObject = {
    name: 'a',
    size: undefined,
    async *open() {
      yield new TextEncoder().encode(ndjson(...records));
    },
  };
  const registry = createRegistry();
  const routing = createRouting([aRule({ fields: ['OriginalFileName'] })]);
  const input = { objects: [object], registry, routing, ordinal: undefined, maxAsking: 2 };
  const found = await collectJoin(input);
  const completed = records.slice(0, 3).map((record) => {
    const reading = registry.read(record);
    const [event] = reading.kind === 'events' ? reading.events : [];
    assert.ok(event !== undefined);
    return found.complete(event).joined.length;
  });
  assert.deepEqual([completed, found.overflow], [[1, 1, 0], 1]);
});
