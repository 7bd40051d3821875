// Folders of rules → everything that is wrong with them, and how many load.

import type { PathProblem } from '../../adapters/local/index.ts';
import type { Diagnostic } from '../../model/index.ts';
import {
  expiryDiagnostics,
  type LoadedRuleset,
  type LoadOptions,
  loadRuleset,
  type NeededPlaceholders,
  type Placeholders,
} from '../../sigma/index.ts';
import { guideDiagnostics, guidedOf } from '../guide-check.ts';
import { isShipped, ownDiagnostics, type RuleSources, readRuleSources } from '../rule-context.ts';

/** What a check is told. */
export interface CheckSettings {
  readonly placeholders: Placeholders;
  /** Of rules that are not shipped too. */
  readonly isGuideRequired: boolean;
  /** Epoch ms: what filters' ends are compared with. */
  readonly nowMs: number;
}

/** What a check counts. */
export interface CheckSummary {
  /** YAML documents, faulty ones included. */
  readonly documents: number;
  /** Rules that load, correlations among them. */
  readonly rules: number;
  /** Documents that are rules or should have been. */
  readonly ruleDocuments: number;
  readonly filters: number;
  readonly errors: number;
  readonly warnings: number;
  /** Rules and filters that load once these placeholders have values. */
  readonly needsPlaceholders: readonly NeededPlaceholders[];
}

/** What a check found. */
export interface CheckReport {
  readonly diagnostics: readonly Diagnostic[];
  readonly summary: CheckSummary;
  readonly problems: readonly PathProblem[];
}

/** Checks every rule and filter under the paths. */
export function checkRules(paths: readonly string[], settings: CheckSettings): CheckReport {
  const sources = readRuleSources(paths);
  const options: LoadOptions = { placeholders: settings.placeholders, lints: 'all' };
  const own = loadRuleset(sources.rules, options);
  const loaded = looksAround(own)
    ? loadRuleset([...sources.rules, ...sources.around], options)
    : own;
  const guarded = guidedOf(loaded.units, loaded.correlations).filter(
    ({ position }) => settings.isGuideRequired || isShipped(position.path),
  );
  const all = [
    ...loaded.diagnostics,
    ...guideDiagnostics(guarded),
    ...expiryDiagnostics(loaded.expiries, settings.nowMs),
  ];
  const diagnostics = ownDiagnostics(all, sources.rules);
  const summary = summarise(sources, own, diagnostics);
  return { diagnostics, summary, problems: sources.problems };
}

/** True where rules beside the checked ones may be meant: reading thousands a second time takes seconds. */
function looksAround({ filters, diagnostics }: LoadedRuleset): boolean {
  return filters > 0 || diagnostics.some(({ code }) => code === 'SIGMA_CORRELATION_NO_RULE');
}

function summarise(
  { rules }: RuleSources,
  { units, correlations, documents, ruleDocuments, filters, needsPlaceholders }: LoadedRuleset,
  diagnostics: readonly Diagnostic[],
): CheckSummary {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const own = new Set(rules.map(({ path }) => path));
  return {
    documents,
    rules: units.length + correlations.length,
    ruleDocuments,
    filters,
    errors,
    warnings: diagnostics.length - errors,
    needsPlaceholders: needsPlaceholders.filter(({ path }) => own.has(path)),
  };
}
