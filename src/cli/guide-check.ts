// Rules whose guide is not whole → diagnostics. A shipped rule must tell people what to do when it fires.

import { type Diagnostic, isJsonObject, type SourcePosition } from '../model/index.ts';
import type { LoadedUnit } from '../sigma/index.ts';

const PARTS = ['triage', 'respond', 'harden', 'logging'] as const;

/** One error per rule that lacks a part. */
export function guideDiagnostics(units: readonly LoadedUnit[]): readonly Diagnostic[] {
  return units.flatMap(({ meta, position }) => {
    const missing = missingParts(meta['guide']);
    return missing.length === 0 ? [] : [toDiagnostic(String(meta['title']), position, missing)];
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
