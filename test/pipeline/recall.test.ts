// Partial matches noted and read again where they are needed: the findings and counts of keeping all of them.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createMemoryPartialMatches } from '../../src/adapters/local/index.ts';
import { loadPack } from '../../src/cli/rule-pack.ts';
import { DECODER } from '../../src/decode/index.ts';
import { eventId, FindingFold, packEvidence } from '../../src/finding/index.ts';
import type { JsonObject } from '../../src/model/index.ts';
import { CorrelatedMatches, createRouting, scanObjects } from '../../src/pipeline/index.ts';
import type { ScanObject } from '../../src/ports/index.ts';
import { compileRuleset } from '../../src/sigma/index.ts';
import { createRegistry } from '../../src/source/index.ts';
import { runs } from '../support/runs.ts';

/** Printed by a failing property; run with it again to see the same. */
const SEED = 20_261_201;

const NOON_MS = Date.UTC(2026, 10, 20, 12);

const SHIPPED = await loadPack(['rules'], new Map());

const correlation = (id: string, type: string, rules: string, more = '') => `
---
title: ${id}
id: ${id}
correlation:
  type: ${type}
  rules: ${rules}
  group-by: [Computer, ProcessGuid]
  timespan: 1m
${more}`;

const PACK = compileRuleset([
  {
    path: 'rules.yml',
    text: `
title: Start
id: start
logsource: { category: process_creation }
detection: { s: { Image|exists: true }, condition: s }
---
title: Connection of the unsigned
id: unsigned
logsource: { category: network_connection }
detection: { s: { DestinationPort: 445 }, f: { Company: Example }, condition: s and not f }
---
title: Any connection
id: connection
logsource: { category: network_connection }
detection: { s: { Initiated: 'true' }, condition: s }
---
title: Site filter
owner: us
reason: known
expires: 2027-01-01
id: site
logsource: { category: network_connection }
filter: { rules: [connection], selection: { DestinationPort: 22 }, condition: not selection }
${correlation('ordered', 'temporal_ordered', '[start, unsigned]')}
${correlation('both', 'temporal', '[start, connection]', '  generate: true\n')}
${correlation('words', 'temporal', '[start, unsigned, connection]', '  condition: start and (unsigned or connection)\n')}
${correlation('either', 'temporal_ordered', '[start, connection]', '  condition: start or connection\n')}
${correlation('without', 'temporal', '[start, connection]', '  condition: start and not connection\n')}
${correlation('count', 'event_count', '[connection]', '  condition: { gte: 2 }\n')}
${correlation('outer', 'temporal', '[ordered, count]')}
`,
  },
]);
assert.deepEqual(
  PACK.diagnostics.filter(({ code }) => code !== 'LINT_MISSING_LEVEL'),
  [],
);

interface Scanned {
  readonly objects: readonly ScanObject[];
  readonly maxKept: number | undefined;
  readonly maxWaiting?: number;
  readonly window?: { readonly sinceMs: number };
}

/** Scans with so many partial matches kept at once; all of them, where that is undefined. */
async function scan(
  { objects, maxKept, maxWaiting, window = undefined }: Scanned,
  { rules, correlations }: Pick<typeof PACK, 'rules' | 'correlations'> = PACK,
) {
  const fold = new FindingFold('acme');
  const matches = new CorrelatedMatches({
    tenant: 'acme',
    correlations,
    store: createMemoryPartialMatches(),
    fold,
    reader: { eventId, packEvidence },
    ...(maxKept !== undefined && {
      candidates: { store: createMemoryPartialMatches(), maxKept },
    }),
  });
  const deps = {
    decoder: DECODER,
    quarantine: { keep: async () => undefined },
    evaluation: {
      registry: createRegistry(),
      routing: createRouting(rules, new Set(), correlations),
      window: window ?? {},
      onMatch: matches.add.bind(matches),
    },
    flush: () => matches.keep(),
    recall: matches.recall,
  };
  const outcomes = await scanObjects(objects, deps, maxWaiting === undefined ? {} : { maxWaiting });
  await matches.settle(Number.POSITIVE_INFINITY);
  return { findings: fold.findings(), outcomes, noted: matches.recall?.noted };
}

interface Happening {
  readonly isStart: boolean;
  readonly process: number;
  readonly at: number;
  readonly port: number;
  readonly company: string | undefined;
}

function recordOf({ isStart, process, at, port, company }: Happening): JsonObject {
  return {
    '@timestamp': new Date(NOON_MS + at * 1_000).toISOString(),
    EventID: isStart ? 1 : 3,
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    Hostname: 'ws-17.example.com',
    ProcessGuid: `{0197231E-9BE6-6934-5301-00000000000${process}}`,
    ProcessId: String(1_000 + process),
    Image: `C:\\Users\\al\\scan${process}.exe`,
    ...(isStart
      ? { CommandLine: 'scan.exe', ...(company !== undefined && { Company: company }) }
      : { Initiated: 'true', Protocol: 'tcp', DestinationIp: '192.0.2.9', DestinationPort: port }),
  };
}

const happening: fc.Arbitrary<Happening> = fc.record({
  isStart: fc.boolean(),
  process: fc.integer({ min: 0, max: 5 }),
  at: fc.integer({ min: 0, max: 150 }),
  port: fc.constantFrom(445, 22, 443),
  company: fc.constantFrom(undefined, 'Example'),
});

/** One object a list; a record that cannot be read stands before each, and the last object is cut short. */
function listed(objects: readonly (readonly Happening[])[], opened: number[] = []) {
  return objects.map((happenings, index): ScanObject => {
    const lines = happenings.map((one) => `${JSON.stringify(recordOf(one))}\n`);
    const isLast = index === objects.length - 1;
    const text = ['no record\n', ...lines].join('') + (isLast ? '{"EventID": 3, "Ima' : '');
    const open = async function* () {
      opened[index] = (opened[index] ?? 0) + 1;
      yield new TextEncoder().encode(text);
    };
    return { name: `${index}.ndjson`, size: undefined, open };
  });
}

const aStart = (process: number, at = 0): Happening => ({
  isStart: true,
  process,
  at,
  port: 0,
  company: undefined,
});
const aConnection = (process: number, at = 1): Happening => ({
  ...aStart(process, at),
  isStart: false,
  port: 445,
});

describe(`partial matches that are noted (seed ${SEED})`, () => {
  it('give the findings, counts and problems that keeping them gives', async () => {
    const timelines = fc.record({
      objects: fc.array(fc.array(happening, { maxLength: 12 }), { minLength: 1, maxLength: 4 }),
      maxKept: fc.constantFrom(0, 1, 5),
      maxWaiting: fc.constantFrom(0, 2, 20_000),
      since: fc.constantFrom(-1, 40),
    });
    const property = fc.asyncProperty(
      timelines,
      async ({ objects, maxKept, maxWaiting, since }) => {
        const how = { maxWaiting, window: { sinceMs: NOON_MS + since * 1_000 } };
        const kept = await scan({ objects: listed(objects), maxKept: undefined, ...how });
        const noted = await scan({ objects: listed(objects), maxKept, ...how });
        assert.deepEqual(noted.findings, kept.findings);
        assert.deepEqual(noted.outcomes, kept.outcomes);
      },
    );
    await fc.assert(property, { seed: SEED, numRuns: runs(60) });
  });

  it('give the shipped findings too, of start and connection in different objects', async () => {
    const objects = [
      [aConnection(1), aConnection(2, 90)],
      [aStart(1), aStart(2), aStart(3)],
    ];
    const noted = await scan({ objects: listed(objects), maxKept: 0 }, SHIPPED);
    const kept = await scan({ objects: listed(objects), maxKept: undefined }, SHIPPED);
    assert.deepEqual(noted.findings, kept.findings);
    const sequences = noted.findings.filter(({ correlation }) => correlation !== undefined);
    assert.equal(sequences.length, 1);
  });

  it('are read again in the objects that have some, and only if a group has all it takes', async () => {
    const read = async (objects: readonly (readonly Happening[])[]) => {
      const opened: number[] = [];
      await scan({ objects: listed(objects, opened), maxKept: 0, maxWaiting: 0 }, SHIPPED);
      return opened;
    };
    assert.deepEqual(await read([[aStart(1), aStart(2)], [aConnection(3)]]), [1, 1]);
    const other = { ...aConnection(1), port: 443 };
    assert.deepEqual(await read([[aStart(1)], [other], [aConnection(1)]]), [2, 1, 2]);
  });

  it('are kept as long as they are few: then nothing is read again', async () => {
    const opened: number[] = [];
    const objects = listed([[aStart(1), aConnection(1)]], opened);
    const { noted } = await scan({ objects, maxKept: 2, maxWaiting: 0 }, SHIPPED);
    assert.deepEqual([opened, noted], [[1], 0]);
  });

  it('are a problem of the object whose further reading fails', async () => {
    let readings = 0;
    const [whole] = listed([[aStart(1), aConnection(1)], []]);
    assert.ok(whole !== undefined);
    const object: ScanObject = {
      ...whole,
      async *open() {
        if (++readings > 1) throw new Error('the disk is gone');
        yield* whole.open();
      },
    };
    const { outcomes, findings } = await scan({ objects: [object], maxKept: 0, maxWaiting: 0 });
    assert.equal(outcomes[0]?.problem?.code, 'READ_FAILED');
    assert.ok(!findings.some(({ rule }) => rule.id === 'ordered'));
  });
});
