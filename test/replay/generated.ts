// Happenings → records, objects, and what one scan of them all says: with correlations of every kind that a replay treats differently.

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { JsonObject } from '../../src/model/index.ts';
import { sumCounts } from '../../src/pipeline/index.ts';
import type { ScanObject } from '../../src/ports/index.ts';
import { compileRuleset } from '../../src/sigma/index.ts';
import { type ScanRules, scanTogether } from '../pipeline/scan-together.ts';

export const NOON_MS = Date.UTC(2026, 10, 20, 12);

const correlation = (
  id: string,
  type: string,
  rules: string,
  more = '',
  by = 'Computer, ProcessGuid',
) => `
---
title: ${id}
id: ${id}
level: high
correlation:
  type: ${type}
  rules: ${rules}
  group-by: [${by}]
  timespan: 1m
${more}`;

/** `deferred…` leave their starts to the second pass; the others must not. */
export const PACK = compileRuleset([
  {
    path: 'rules.yml',
    text: `
title: Start
id: start
level: low
logsource: { category: process_creation }
detection: { s: { Image|exists: true }, condition: s }
---
title: Start of an example
id: example
level: low
logsource: { category: process_creation }
detection: { s: { Company: Example }, condition: s }
---
title: Connection of the unsigned
id: unsigned
level: low
logsource: { category: network_connection }
detection: { s: { DestinationPort: 445 }, f: { Company: Example }, condition: s and not f }
---
title: Any connection
id: connection
level: low
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
${correlation('deferred-ordered', 'temporal_ordered', '[start, unsigned]')}
${correlation('deferred-both', 'temporal', '[start, connection]', '  generate: true\n')}
${correlation('deferred-three', 'temporal', '[start, example, unsigned]')}
${correlation('starts', 'temporal', '[start, example]')}
${correlation('by-image', 'temporal', '[start, connection]', '', 'Image')}
${correlation('by-company', 'temporal', '[start, connection]', '', 'Company')}
${correlation('some', 'temporal', '[start, example, unsigned]', '  condition: { gte: 2 }\n')}
${correlation('words', 'temporal', '[start, unsigned, connection]', '  condition: start and (unsigned or connection)\n')}
${correlation('without', 'temporal', '[start, connection]', '  condition: start and not connection\n')}
${correlation('count', 'event_count', '[connection]', '  condition: { gte: 2 }\n')}
${correlation('few', 'event_count', '[start]', '  condition: { lt: 2 }\n')}
${correlation('values', 'value_count', '[connection]', '  condition: { gte: 2, field: DestinationPort }\n', 'Computer')}
${correlation('mean', 'value_avg', '[connection]', '  condition: { gte: 100, field: DestinationPort }\n')}
${correlation('outer', 'temporal', '[deferred-ordered, count]')}
${correlation('outer-start', 'temporal', '[count, start]')}
`,
  },
]);
assert.deepEqual(PACK.diagnostics, []);

/** A start of a process, or a connection of it. */
export interface Happening {
  readonly isStart: boolean;
  readonly process: number;
  /** Seconds after noon. */
  readonly at: number;
  readonly port: number;
  /** Of a start: what its connections are completed by. */
  readonly company: string | undefined;
}

export const happening: fc.Arbitrary<Happening> = fc.record({
  isStart: fc.boolean(),
  process: fc.integer({ min: 0, max: 5 }),
  at: fc.integer({ min: 0, max: 150 }),
  port: fc.constantFrom(445, 22, 443),
  company: fc.constantFrom(undefined, 'Example'),
});

function recordOf({ isStart, process, at, port, company }: Happening): JsonObject {
  return {
    '@timestamp': new Date(NOON_MS + at * 1_000).toISOString(),
    EventID: isStart ? 1 : 3,
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    Hostname: 'ws-17.example.com',
    ProcessGuid: `{0197231E-9BE6-6934-5301-${process.toString(16).toUpperCase().padStart(12, '0')}}`,
    ProcessId: String(1_000 + process),
    Image: `C:\\Users\\al\\scan${process % 4}.exe`,
    ...(isStart
      ? { CommandLine: 'scan.exe', ...(company !== undefined && { Company: company }) }
      : { Initiated: 'true', Protocol: 'tcp', DestinationIp: '192.0.2.9', DestinationPort: port }),
  };
}

/** One object a list; a record that cannot be read stands before each, and the last object is cut short. */
export function listed(objects: readonly (readonly Happening[])[]): readonly ScanObject[] {
  return objects.map((happenings, index): ScanObject => {
    const lines = happenings.map((one) => `${JSON.stringify(recordOf(one))}\n`);
    const isLast = index === objects.length - 1;
    const text = ['no record\n', ...lines].join('') + (isLast ? '{"EventID": 3, "Ima' : '');
    const open = async function* () {
      yield new TextEncoder().encode(text);
    };
    return { name: `${index}.ndjson`, size: undefined, open };
  });
}

/** All objects at once, with everything in memory. */
export async function scanWhole(objects: readonly ScanObject[], rules: ScanRules = PACK) {
  const { fold, matches, outcomes } = await scanTogether(objects, rules);
  await matches.settle(Number.POSITIVE_INFINITY);
  return { findings: fold.findings(), counts: sumCounts(outcomes.map(({ counts }) => counts)) };
}
