// Some objects → what the engine makes of them: records by source, kinds of events, and the fields that they really have.

import { DECODER } from '../../decode/index.ts';
import type { CompiledRule, LogEvent, ScanCounts } from '../../model/index.ts';
import {
  type BeyondScan,
  createRouting,
  problemText,
  scanObjects,
  sumCounts,
} from '../../pipeline/index.ts';
import type { ScanObject } from '../../ports/index.ts';
import { createRegistry, logsourceApplies } from '../../source/index.ts';
import { cutObject, MAX_SAMPLE_BYTES } from './cut-object.ts';

/** What a sample showed. */
export interface Sample {
  readonly counts: ScanCounts;
  /** By source. */
  readonly sources: ReadonlyMap<string, SampledSource>;
  /** Objects that could not be read to where the sample ends, each with the reason. */
  readonly faults: readonly string[];
  readonly objects: number;
  /** Of those: read only up to the cap. */
  readonly cut: number;
}

/** What was seen of a source. */
export interface SampledSource {
  /** Events by the vendor's own kind. */
  readonly kinds: ReadonlyMap<string, number>;
  /** Events by category; `-` for those that have none. */
  readonly categories: ReadonlyMap<string, number>;
  /** By rule id, of the events of its logsource: how many, and the fields that one had. */
  readonly rules: ReadonlyMap<string, SeenOfRule>;
  /** Fields that any event had, of those that any rule reads. */
  readonly fields: ReadonlySet<string>;
}

/** The events that a rule runs on. */
export interface SeenOfRule {
  readonly events: number;
  readonly fields: ReadonlySet<string>;
}

/** Reads the first `maxBytes` of each object, joins them as a scan does, and keeps nothing of what they hold. */
export async function takeSample(
  objects: readonly ScanObject[],
  rules: readonly CompiledRule[],
  maxBytes: number = MAX_SAMPLE_BYTES,
): Promise<Sample> {
  const noted = new Map<string, SourceNotes>();
  const cuts = objects.map((object) => cutObject(object, maxBytes));
  // Each event once, though lines, or objects, are read again for the join.
  const beyond: BeyondScan = {
    see: (event) => note(event, rules, noted),
    takes: () => new Set(),
  };
  const deps = {
    decoder: DECODER,
    quarantine: { keep: () => Promise.resolve() },
    evaluation: {
      registry: createRegistry(),
      routing: createRouting(rules),
      window: {},
      onMatch: () => 'new' as const,
    },
  };
  const outcomes = await scanObjects(cuts, deps, { beyond });
  const faults = outcomes.flatMap(({ object, problem }, index) =>
    problem === undefined || cuts[index]?.isCut === true
      ? []
      : [`${object}: ${problemText(problem)}`],
  );
  return {
    counts: sumCounts(outcomes.map(({ counts }) => counts)),
    sources: noted,
    faults,
    objects: objects.length,
    cut: cuts.filter(({ isCut }) => isCut).length,
  };
}

interface SourceNotes {
  readonly kinds: Map<string, number>;
  readonly categories: Map<string, number>;
  readonly rules: Map<string, { events: number; readonly fields: Set<string> }>;
  readonly fields: Set<string>;
}

/** Kinds of a source that are told apart: a log that names its own must not fill memory. */
const MAX_KINDS = 200;

function note(
  event: LogEvent,
  rules: readonly CompiledRule[],
  noted: Map<string, SourceNotes>,
): void {
  const { kinds, categories, rules: ofRules, fields } = notesOf(event.source, noted);
  const isRoom = kinds.has(event.eventKind) || kinds.size < MAX_KINDS;
  add(kinds, isRoom ? event.eventKind : '(other kinds)');
  add(categories, event.logsource.category ?? '-');
  const has = new Map<string, boolean>();
  const hasField = (field: string) => {
    const known = has.get(field) ?? isThere(event, field);
    has.set(field, known);
    return known;
  };
  for (const rule of rules) {
    const own = rule.fields.filter(hasField);
    for (const field of own) fields.add(field);
    if (!logsourceApplies(rule.logsource, event)) continue;
    const seen = ofRules.get(rule.id) ?? { events: 0, fields: new Set() };
    seen.events++;
    for (const field of own) seen.fields.add(field);
    ofRules.set(rule.id, seen);
  }
}

/** A field that is empty in every event is as good as none. */
function isThere(event: LogEvent, field: string): boolean {
  const value = event.field(field);
  return value !== undefined && value !== null && value !== '';
}

function notesOf(source: string, noted: Map<string, SourceNotes>): SourceNotes {
  const notes = noted.get(source) ?? {
    kinds: new Map(),
    categories: new Map(),
    rules: new Map(),
    fields: new Set(),
  };
  noted.set(source, notes);
  return notes;
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
