// Problems of rules and paths → lines for people.

import type { PathProblem } from '../adapters/local/index.ts';
import { type Diagnostic, safeText } from '../model/index.ts';

/** `path:line:col code severity message`. */
export function diagnosticLine({ position, code, severity, message }: Diagnostic): string {
  const place = `${position.path}:${position.line}:${position.column}`;
  return `${safeText(`${place} ${code} ${severity} ${message}`)}\n`;
}

/** `path: message`. */
export function problemLine({ path, message }: PathProblem): string {
  return `${safeText(`${path}: ${message}`)}\n`;
}
