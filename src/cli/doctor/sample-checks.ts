// A sample of objects → whether what is in the bucket is known, and what the rules can make of it.

import { topNames, total } from '../../pipeline/index.ts';
import { listSources } from '../../source/index.ts';
import { number, plural } from '../plural.ts';
import type { RuleContext } from '../rule-context.ts';
import { type Check, ok, problem, warning } from './check.ts';
import { checkRules } from './rule-checks.ts';
import type { Sample, SampledSource } from './sample.ts';

/** Shares above which the alarms of a deployment ring too (docs/runbook.md). */
const MAX_REJECTED = 0.01;
const MAX_UNRECOGNISED = 0.05;
const MAX_UNATTRIBUTED = 0.2;
/** Kinds of events that are named. */
const MAX_NAMES = 12;

/** Checks `sample`, `records`, `source …` and `rules on …`. */
export function checkSample(sample: Sample, context: RuleContext): readonly Check[] {
  const { sources } = sample;
  return [
    checkReading(sample),
    ...checkRecords(sample),
    ...[...sources].flatMap(([source, seen]) => [
      checkSource(source, seen, sample),
      ...checkRules(source, seen, context),
    ]),
  ];
}

function checkReading({ objects, cut, faults, counts }: Sample): Check {
  const read = `${plural(objects, 'object')}, ${cut === 0 ? 'all whole' : `of ${cut} the first 8 MiB`}: ${plural(counts.records, 'record')}`;
  if (faults.length === 0) return ok('sample', read);
  return {
    ...problem('sample', {
      found: `${read}; ${plural(faults.length, 'object')} could not be read: ${faults.join('; ')}`,
      expected: 'objects that the credentials may read, whole, in a layout that decode knows',
      action:
        'ACCESS_DENIED and the like: s3:GetObject and, with a key of KMS, kms:Decrypt; else: npm run -s cli -- scan on one of them',
    }),
    isRefused: true,
  };
}

function checkRecords({ counts, sources }: Sample): readonly Check[] {
  const { records, rejected, unrecognised } = counts;
  if (records === 0) return [];
  const found = `${number(counts.evaluated)} recognised, ${number(unrecognised)} unrecognised, ${number(rejected)} rejected of ${plural(records, 'record')}`;
  if (sources.size === 0) {
    return [
      problem('records', {
        found,
        expected: 'records of a source of docs/sources.md',
        action: 'another prefix, another export, or a wrapper around the records',
      }),
    ];
  }
  if (rejected / records > MAX_REJECTED || unrecognised / records > MAX_UNRECOGNISED) {
    return [
      warning('records', {
        found,
        expected: 'at most 1 % rejected and 5 % unrecognised',
        action:
          'npm run -s cli -- scan on one of the objects; leave out what is no EDR log by prefixes',
      }),
    ];
  }
  return [ok('records', found)];
}

function checkSource(source: string, seen: SampledSource, { counts }: Sample): Check {
  const kinds = topNames(Object.fromEntries(seen.kinds), MAX_NAMES);
  const words = kinds.map(([kind, count]) => `${kind}: ${number(count)}`).join(', ');
  const connections = seen.categories.get('network_connection') ?? 0;
  const lost = total(
    Object.fromEntries(
      Object.entries(counts.unattributedPerHost).filter(([key]) => key.startsWith(`${source} `)),
    ),
  );
  const found = `events by kind: ${words}; ${plural(connections, 'connection')}, of ${number(lost)} no log names the program`;
  const name = `source ${source}`;
  const action = `${loggingAdvice(source)}${connections === 0 ? '. A sample may miss what is rare: look again at a busy hour' : ''}`;
  if (connections === 0) {
    return warning(name, {
      found,
      expected: 'network connections: rules of SMB read nothing else',
      action,
    });
  }
  if (lost / connections > MAX_UNATTRIBUTED) {
    return warning(name, {
      found,
      expected:
        'at most 20 % of the connections without a program, once starts of other objects are joined',
      action,
    });
  }
  return ok(name, found);
}

/** As docs/sources.md has it. */
export function loggingAdvice(source: string): string {
  const adapter = listSources().find(({ id }) => id === source);
  return adapter === undefined ? 'docs/sources.md' : `switch on: ${adapter.notes.logging}`;
}
