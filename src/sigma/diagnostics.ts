// Collects what is wrong with one document: every problem, not the first.

import type { Diagnostic, DiagnosticSeverity, SourcePosition } from '../model/index.ts';

/** Stable codes; tests and users match on them. docs/design/engine.md says of each what it is about. */
export const SIGMA_CODES = [
  'YAML_SYNTAX',
  'YAML_TOO_LARGE',
  'YAML_TOO_COMPLEX',
  'SIGMA_NOT_A_RULE',
  'SIGMA_MISSING_FIELD',
  'SIGMA_FIELD_TYPE',
  'SIGMA_UNKNOWN_LEVEL',
  'SIGMA_EMPTY_DETECTION',
  'SIGMA_VALUE_TYPE',
  'SIGMA_UNKNOWN_MODIFIER',
  'SIGMA_MODIFIER_CONFLICT',
  'SIGMA_MODIFIER_TYPE',
  'SIGMA_CIDR',
  'SIGMA_REGEX',
  'SIGMA_PLACEHOLDER',
  'SIGMA_ACTION',
  'SIGMA_CONDITION_SYNTAX',
  'SIGMA_CONDITION_PIPE',
  'SIGMA_UNKNOWN_IDENTIFIER',
  'SIGMA_NO_IDENTIFIER_MATCHES',
  'SIGMA_FILTER_NO_RULE',
  'SIGMA_FILTER_KEY',
  'SIGMA_FILTER_EXPIRY',
  'SIGMA_FILTER_EXPIRED',
  'SIGMA_DUPLICATE_ID',
  'SIGMA_DUPLICATE_NAME',
  'SIGMA_TOO_LARGE',
  'SIGMA_CORRELATION_ALIAS',
  'SIGMA_CORRELATION_CONDITION',
  'SIGMA_CORRELATION_CYCLE',
  'SIGMA_CORRELATION_KEY',
  'SIGMA_CORRELATION_NO_RULE',
  'SIGMA_CORRELATION_TIMESPAN',
  'SIGMA_CORRELATION_TYPE',
  'SIGMA_UNSUPPORTED_TIMEFRAME',
  'LINT_ACTION_DEPRECATED',
  'LINT_CORRELATION_ALIAS',
  'LINT_CORRELATION_GROUP',
  'LINT_CORRELATION_TIMEFRAME',
  'LINT_UNUSED_IDENTIFIER',
  'LINT_NUMBER_OF',
  'LINT_MISSING_LEVEL',
  'LINT_SINGLE_VALUE_ALL',
  'LINT_SINGLE_NAME_OF',
  'LINT_UNREACHABLE',
  'LINT_DUPLICATE_VALUE',
  'LINT_TAG',
  'LINT_ID',
  'LINT_DATE',
  'LINT_STATUS',
  'LINT_TITLE',
  'LINT_UNKNOWN_KEY',
  'LINT_FILTER_EXPIRY',
  'LINT_FILTER_UNFILLED',
  'LINT_RELATED',
  'LINT_LOGSOURCE',
  'LINT_TAXONOMY',
  'LINT_NO_PLACEHOLDER',
] as const;

/** A stable code. */
export type SigmaCode = (typeof SIGMA_CODES)[number];

/** Receives problems while a document is read. */
export class DiagnosticSink {
  readonly #found: Diagnostic[] = [];
  #rule: string | undefined;

  /** From here on problems name this rule. */
  nameRule(rule: string): void {
    this.#rule = rule;
  }

  /** A problem that rejects the document. */
  error(code: SigmaCode, position: SourcePosition, message: string): void {
    this.#add('error', code, position, message);
  }

  /** A lint: the document still loads. */
  warning(code: SigmaCode, position: SourcePosition, message: string): void {
    this.#add('warning', code, position, message);
  }

  get hasErrors(): boolean {
    return this.#found.some((diagnostic) => diagnostic.severity === 'error');
  }

  get all(): readonly Diagnostic[] {
    return this.#found;
  }

  #add(severity: DiagnosticSeverity, code: SigmaCode, position: SourcePosition, message: string) {
    const rule = this.#rule;
    this.#found.push({
      code,
      severity,
      message,
      position,
      ...(rule === undefined ? {} : { rule }),
    });
  }
}
