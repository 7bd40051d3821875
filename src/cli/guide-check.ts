// Rules whose guide is not whole → diagnostics. A shipped rule must tell people what to do when it fires.

import { type Diagnostic, isJsonObject } from '../model/index.ts';
import { loadRuleset, type RuleFile } from '../sigma/index.ts';

const PARTS = ['triage', 'respond', 'harden', 'logging'] as const;

/** One error per rule that lacks a part. */
export function guideDiagnostics(files: readonly RuleFile[]): readonly Diagnostic[] {
  return files.flatMap((file) =>
    loadRuleset([file]).units.flatMap(({ meta }) => {
      const missing = missingParts(meta['guide']);
      return missing.length === 0 ? [] : [toDiagnostic(file, String(meta['title']), missing)];
    }),
  );
}

function missingParts(guide: unknown): readonly string[] {
  if (!isJsonObject(guide)) return PARTS;
  return PARTS.filter((part) => {
    const lines = guide[part];
    return !Array.isArray(lines) || lines.length === 0;
  });
}

function toDiagnostic(file: RuleFile, rule: string, missing: readonly string[]): Diagnostic {
  const line = file.text.split('\n').findIndex((text) => /^guide\s*:/.test(text)) + 1;
  return {
    code: 'RULE_GUIDE_MISSING',
    severity: 'error',
    message: `rule "${rule}" has no guide for ${missing.join(', ')}; a shipped rule needs all four parts`,
    position: { path: file.path, line: Math.max(1, line), column: 1 },
    rule,
  };
}
