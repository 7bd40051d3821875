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

/** What a finding of a correlation must say. */
export interface ExpectedFinding {
  /** UTC day of the event that completes the window: `2026-11-20`. */
  readonly day: string;
  /** The greatest value of a window. */
  readonly value: number;
  /** Distinct events. */
  readonly count: number;
}

/** What the rule that another one is measured by says of the same records, and why ours says otherwise. */
export interface ParityClaim {
  /** The clause of that rule that decides, in its own words. */
  readonly clause: string;
  readonly theirs: 'match' | 'no-match';
  /** Why ours differs, or differs in more than the verdict. Must stand where the verdicts differ. */
  readonly note: string | undefined;
}

/** The tag of every case with a {@link ParityClaim}. */
export const PARITY_TAG = 'parity';

/** A case: raw records, as an EDR logs them, and what is expected of them together. */
export interface RuleCase {
  /** A sentence, unique in its file. */
  readonly name: string;
  readonly expect: Expectation;
  /** Id of the filter that suppresses. */
  readonly filter: string | undefined;
  readonly tags: readonly string[];
  readonly parity: ParityClaim | undefined;
  /** The source the records must be recognised as. */
  readonly source: string | undefined;
  readonly records: readonly JsonObject[];
  /** For a correlation: the findings there must be, by day; undefined where the case states none. */
  readonly findings: readonly ExpectedFinding[] | undefined;
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
  'parity',
  'source',
  'record',
  'records',
  'findings',
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
    ...readTags(file, index, map, expect, diagnostics),
    source: map.optionalText('source'),
    records: readRecords(map),
    findings: readFindings(file, index, map, diagnostics),
    matched: map.texts('matched'),
    isUnattributed: map.flag('unattributed'),
    isUnrouted,
  };
  return expect === undefined || one.name === '' ? undefined : { expect, ...one };
}

function readTags(
  file: YamlFile,
  index: number,
  map: CheckedMap,
  expect: Expectation | undefined,
  diagnostics: Diagnostic[],
): Pick<RuleCase, 'tags' | 'parity'> {
  const tags = map.texts('tags');
  const value = map.raw('parity');
  if (value === undefined) return { tags, parity: undefined };
  const path = ['cases', index, 'parity'];
  const claim = new CheckedMap(file, path, value, ['clause', 'theirs', 'note'], diagnostics);
  const theirs = claim.word('theirs', ['match', 'no-match'] as const) ?? 'no-match';
  const parity = { clause: claim.text('clause'), theirs, note: claim.optionalText('note') };
  const isSame = (theirs === 'match') === (expect === 'match');
  if (!isSame && parity.note === undefined) {
    claim.report('TEST_SHAPE', '"note" must say why ours differs from theirs');
  }
  return { tags: [...new Set([...tags, PARITY_TAG])], parity };
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

function readFindings(
  file: YamlFile,
  index: number,
  map: CheckedMap,
  diagnostics: Diagnostic[],
): readonly ExpectedFinding[] | undefined {
  const listed = map.raw('findings');
  if (listed === undefined) return undefined;
  if (!Array.isArray(listed) || listed.length === 0) {
    map.report('TEST_SHAPE', '"findings" must be a list of findings', 'findings');
    return undefined;
  }
  return listed.map((item, place) => {
    const path = ['cases', index, 'findings', place];
    const finding = new CheckedMap(file, path, item, ['day', 'value', 'count'], diagnostics);
    return {
      day: finding.text('day'),
      value: finding.number('value'),
      count: finding.number('count'),
    };
  });
}
