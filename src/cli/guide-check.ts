// Rules whose guide is not whole → diagnostics. A shipped rule must tell people what to do when it fires.

import { type Diagnostic, isJsonObject, type SourcePosition } from '../model/index.ts';
import { silentRules } from '../pipeline/index.ts';
import type { LoadedCorrelation, LoadedUnit } from '../sigma/index.ts';

const PARTS = ['triage', 'respond', 'harden', 'logging'] as const;

/** What the guide of a rule or correlation is looked for in. */
export interface Guided {
  readonly title: string;
  readonly guide: unknown;
  readonly position: SourcePosition;
}

/** Rules and correlations that make findings: nobody reads the guide of one that only others report. */
export function guidedOf(
  units: readonly LoadedUnit[],
  correlations: readonly LoadedCorrelation[],
): readonly Guided[] {
  const silent = silentRules(correlations.map(({ spec }) => spec));
  const all = [
    ...units.map(({ meta, position }) => ({
      id: String(meta['id']),
      title: String(meta['title']),
      guide: meta['guide'],
      position,
    })),
    ...correlations.map(({ spec: { id, title, guide }, position }) => ({
      id,
      title,
      guide,
      position,
    })),
  ];
  return all.filter(({ id }) => !silent.has(id));
}

/** One error per rule that lacks a part. */
export function guideDiagnostics(guided: readonly Guided[]): readonly Diagnostic[] {
  return guided.flatMap(({ title, guide, position }) => {
    const missing = missingParts(guide);
    return missing.length === 0 ? [] : [toDiagnostic(title, position, missing)];
  });
}

function missingParts(guide: unknown): readonly string[] {
  if (!isJsonObject(guide)) return PARTS;
  return PARTS.filter((part) => {
    const lines = guide[part];
    return !Array.isArray(lines) || lines.length === 0;
  });
}

function toDiagnostic(
  rule: string,
  position: SourcePosition,
  missing: readonly string[],
): Diagnostic {
  return {
    code: 'RULE_GUIDE_MISSING',
    severity: 'error',
    message: `rule "${rule}" has no guide for ${missing.join(', ')}; a shipped rule needs all four parts`,
    position,
    rule,
  };
}
