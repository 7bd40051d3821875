// One entry under `cases:` → a typed case.

import {
  type Diagnostic,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../model/index.ts';
import { CheckedMap } from './checked-map.ts';
import type { YamlFile } from './read-yaml.ts';

/** What the rule is expected to say. `suppressed`: it matches, but a filter drops the match. */
export const EXPECTATIONS = ['match', 'no-match', 'suppressed'] as const;

/** An expectation. */
export type Expectation = (typeof EXPECTATIONS)[number];

/** A case: raw records, as an EDR logs them, and what is expected of them together. */
export interface RuleCase {
  /** A sentence, unique in its file. */
  readonly name: string;
  readonly expect: Expectation;
  /** Id of the filter that suppresses. */
  readonly filter: string | undefined;
  readonly tags: readonly string[];
  /** The source the records must be recognised as. */
  readonly source: string | undefined;
  readonly records: readonly JsonObject[];
  /** Selections that must be among those that matched. */
  readonly matched: readonly string[];
  /** A connection whose program no log names must be among the events. */
  readonly isUnattributed: boolean;
  /** The logsource of no event may be the rule's: says that the rule must not even run. */
  readonly isUnrouted: boolean;
}

const KEYS = [
  'name',
  'expect',
  'filter',
  'tags',
  'source',
  'record',
  'records',
  'matched',
  'unattributed',
  'unrouted',
];

/** Reads the case at `cases[index]`; undefined after its problems were reported. */
export function parseCase(
  file: YamlFile,
  index: number,
  value: JsonValue,
  diagnostics: Diagnostic[],
): RuleCase | undefined {
  const map = new CheckedMap(file, ['cases', index], value, KEYS, diagnostics);
  const expect = map.word('expect', EXPECTATIONS);
  const filter = map.optionalText('filter');
  if ((expect === 'suppressed') !== (filter !== undefined)) {
    map.report('TEST_SHAPE', '"filter" goes with "expect: suppressed", and must stand there');
  }
  const isUnrouted = map.flag('unrouted');
  if (isUnrouted && expect !== 'no-match') {
    map.report('TEST_SHAPE', '"unrouted" goes with "expect: no-match"', 'unrouted');
  }
  const one = {
    name: map.text('name'),
    filter,
    tags: map.texts('tags'),
    source: map.optionalText('source'),
    records: readRecords(map),
    matched: map.texts('matched'),
    isUnattributed: map.flag('unattributed'),
    isUnrouted,
  };
  return expect === undefined || one.name === '' ? undefined : { expect, ...one };
}

function readRecords(map: CheckedMap): readonly JsonObject[] {
  const one = map.raw('record');
  const many = map.raw('records');
  const values: readonly JsonValue[] = Array.isArray(many) ? many : [one ?? null];
  const records = values.filter(isJsonObject);
  const isEitherOr = (one === undefined) !== (many === undefined);
  if (!isEitherOr || records.length === 0 || records.length < values.length) {
    map.report('TEST_SHAPE', 'expected "record", a map, or "records", a list of maps');
  }
  return records;
}
