// Rule files → compiled rules and every diagnostic of all of them.

import {
  type CompiledCorrelation,
  type CompiledRule,
  type Diagnostic,
  err,
  ok,
  type Result,
  type SourcePosition,
} from '../model/index.ts';
import { defineCorrelation } from '../runtime/index.ts';
import { bindFilters } from './bind-filters.ts';
import type { FilterUnit, RuleUnit } from './codegen/module.ts';
import { compileNow } from './codegen/now.ts';
import { bindCorrelations, type LoadedCorrelation } from './correlation/bind.ts';
import { DiagnosticSink } from './diagnostics.ts';
import { type ParsedFile, parseFile } from './document.ts';
import { dropDuplicates, type Labelled } from './duplicates.ts';
import { fieldsOf } from './fields.ts';
import { lintNodes } from './lint/lint-nodes.ts';
import { lintReach } from './lint/reach.ts';
import type { LoadOptions } from './load-options.ts';
import { lower } from './lower.ts';
import { type NeededPlaceholders, placeholderNames } from './placeholder-names.ts';
import { resolvePlaceholders } from './placeholders.ts';
import { hasOwnership, type SigmaFilter } from './rule/filter.ts';
import type { SigmaRule } from './rule/rule.ts';
import type { RuleFile } from './rule-file.ts';
import { entryOf } from './yaml/node.ts';

/** A rule ready for code generation, and where it stands. */
export interface LoadedUnit extends RuleUnit {
  readonly position: SourcePosition;
}

/** A filter that ends. */
export interface FilterExpiry {
  readonly title: string;
  /** The last day on which it applies, as written. */
  readonly day: string;
  /** Epoch ms of that day's end, UTC. */
  readonly endMs: number;
  readonly position: SourcePosition;
}

/** Rules ready for code generation, and what was wrong with the others. */
export interface LoadedRuleset {
  readonly units: readonly LoadedUnit[];
  /** Each behind those that it refers to. */
  readonly correlations: readonly LoadedCorrelation[];
  readonly diagnostics: readonly Diagnostic[];
  /** YAML documents read, rejected ones included. */
  readonly documents: number;
  /** Documents that are rules or should have been, rejected ones included; `action:` documents are none. */
  readonly ruleDocuments: number;
  /** Filters that were understood. */
  readonly filters: number;
  readonly expiries: readonly FilterExpiry[];
  /** Rules and filters that were rejected because placeholders have no values. */
  readonly needsPlaceholders: readonly NeededPlaceholders[];
}

/** Rules and correlations ready to run; `rules[i]` is `units[i]`, compiled. */
export interface CompiledRuleset extends Omit<LoadedRuleset, 'correlations'> {
  readonly rules: readonly CompiledRule[];
  readonly correlations: readonly CompiledCorrelation[];
  readonly loadedCorrelations: readonly LoadedCorrelation[];
}

/** Parses, binds and lowers. Rules with errors are left out, each with its diagnostics; the others are kept. */
export function loadRuleset(files: readonly RuleFile[], options: LoadOptions = {}): LoadedRuleset {
  const sink = new DiagnosticSink();
  const parsed = files.map((file) => readFile(file, options, sink));
  const documents = parsed.flatMap((file) => file.documents);
  const resolver = new PlaceholderStep(options, sink);
  const labels = new Map<string, Labelled>();
  const rules = dropDuplicates(
    documents.flatMap((one) => (one.kind === 'rule' ? resolver.resolve(one.rule) : [])),
    sink,
    labels,
  );
  const correlations = dropDuplicates(
    documents.flatMap((one) => (one.kind === 'correlation' ? one.correlation : [])),
    sink,
    labels,
  );
  const owned: SigmaFilter[] = [];
  const unowned: SigmaFilter[] = [];
  for (const one of documents) {
    if (one.kind !== 'filter') continue;
    const list = isOwned(one.filter, options, sink) ? owned : unowned;
    list.push(...resolver.resolve(one.filter));
  }
  const filters = dropDuplicates(owned, sink, new Map(), 'filter');
  bindFilters({ rules, correlations }, unowned, sink); // for its report: they apply to nothing
  const bound = bindFilters({ rules, correlations }, filters, sink);
  return {
    units: rules.map((rule) => toUnit(rule, bound.get(rule) ?? [], options, sink)),
    correlations: bindCorrelations(correlations, rules, sink),
    diagnostics: [...parsed.flatMap((file) => file.diagnostics), ...sink.all],
    documents: parsed.reduce((sum, file) => sum + file.count, 0),
    ruleDocuments: parsed.reduce((sum, file) => sum + file.ruleCount, 0),
    filters: filters.length,
    expiries: filters.flatMap(toExpiry),
    needsPlaceholders: resolver.needed,
  };
}

/** What is left of a file: its YAML, with a place for each node, is half of what thousands of rules would take until all are read. */
interface ReadFile extends Omit<ParsedFile, 'nodes' | 'unreadable'> {
  readonly ruleCount: number;
}

function readFile(file: RuleFile, options: LoadOptions, sink: DiagnosticSink): ReadFile {
  const parsed = parseFile(file);
  if (options.lints === 'all') lintNodes(parsed.nodes, sink);
  const { count, documents, diagnostics } = parsed;
  return { count, documents, diagnostics, ruleCount: countRules(parsed) };
}

/** Loads and compiles just in time. */
export function compileRuleset(
  files: readonly RuleFile[],
  options: LoadOptions = {},
): CompiledRuleset {
  const { correlations: loadedCorrelations, ...loaded } = loadRuleset(files, options);
  const correlations = loadedCorrelations.map(({ spec }) => defineCorrelation(spec));
  return { ...loaded, loadedCorrelations, correlations, rules: compileNow(loaded.units) };
}

/** Compiles the one rule of a text, with the filters beside it; an error if there is no rule or any fault. */
export function compileRule(
  text: string,
  path: string,
  options: LoadOptions = {},
): Result<CompiledRule, readonly Diagnostic[]> {
  const { rules, diagnostics } = compileRuleset([{ path, text }], options);
  const [rule] = rules;
  const hasErrors = diagnostics.some(({ severity }) => severity === 'error');
  return rule === undefined || hasErrors ? err(diagnostics) : ok(rule);
}

/** Puts placeholders' values in, and remembers who lacks some. */
class PlaceholderStep {
  readonly needed: NeededPlaceholders[] = [];
  readonly #options: LoadOptions;
  readonly #sink: DiagnosticSink;

  constructor(options: LoadOptions, sink: DiagnosticSink) {
    this.#options = options;
    this.#sink = sink;
  }

  /** The document without placeholders; nothing after a problem was reported. */
  resolve<T extends SigmaRule | SigmaFilter>(document: T): T[] {
    const { placeholders = new Map() } = this.#options;
    this.#sink.nameRule(document.title);
    const searches = resolvePlaceholders(document.searches, placeholders, this.#sink);
    if (searches !== undefined) return [{ ...document, searches }];
    const names = placeholderNames(document.searches).filter(
      (name) => (placeholders.get(name)?.length ?? 0) === 0,
    );
    const { title, position } = document;
    if (names.length > 0) this.needed.push({ title, path: position.path, names });
    return [];
  }
}

function isOwned(filter: SigmaFilter, options: LoadOptions, sink: DiagnosticSink): boolean {
  if (options.filterPolicy === 'specification') return true;
  sink.nameRule(filter.title);
  return hasOwnership(filter, sink);
}

/** What is no YAML counts as a rule: a pack that lost one must not look whole. */
function countRules({ nodes, unreadable }: ParsedFile): number {
  const isFilter = nodes.map(
    (node) => node.kind === 'map' && entryOf(node, 'filter') !== undefined,
  );
  return unreadable + isFilter.filter((is) => !is).length;
}

function toUnit(
  rule: SigmaRule,
  filters: readonly SigmaFilter[],
  options: LoadOptions,
  sink: DiagnosticSink,
): LoadedUnit {
  const expr = lower(rule.searches);
  sink.nameRule(rule.title);
  if (options.lints === 'all') lintReach(expr, rule, sink);
  const { searches: _searches, position, ...meta } = rule;
  const bound = filters.map(toFilterUnit);
  return { meta: { ...meta, fields: fieldsOf(expr) }, expr, filters: bound, position };
}

function toFilterUnit(filter: SigmaFilter): FilterUnit {
  const expr = lower(filter.searches);
  const { id, title, owner, reason, expiry } = filter;
  const ends = expiry === undefined ? {} : { expiresMs: expiry.endMs };
  return { meta: { id, title, owner, reason, ...ends, fields: fieldsOf(expr) }, expr };
}

function toExpiry({ title, expiry }: SigmaFilter): FilterExpiry[] {
  return expiry === undefined ? [] : [{ title, ...expiry }];
}
