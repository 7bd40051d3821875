// What is wrong with a rule, a filter or a test file, where, and what was expected instead.

/** `error` rejects the document; `warning` is a lint that leaves it loaded. */
export type DiagnosticSeverity = 'error' | 'warning';

/** A place in a text file. Line and column count from 1. */
export interface SourcePosition {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** One problem. Tests match on `code`; `message` says what, where, found and expected, and may be reworded. */
export interface Diagnostic {
  /** Stable, for example `SIGMA_UNKNOWN_MODIFIER`. */
  readonly code: string;
  readonly severity: DiagnosticSeverity;
  readonly message: string;
  readonly position: SourcePosition;
  /** Title or id of the document, where it could be read. */
  readonly rule?: string;
}
