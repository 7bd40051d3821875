// The options of `scan` as commander delivers them → what a scan needs to know, checked.

import type { Level } from '../../model/index.ts';
import type { TimeWindow } from '../../pipeline/index.ts';
import type { SourceId } from '../../source/index.ts';
import { UsageError } from '../errors.ts';
import type { Format } from '../parse-options.ts';
import { STDIN_NAME } from './list-objects.ts';

/** Options of `scan`, parsed one by one. `filter` holds the ids that `--no-filter` names. */
export interface ScanFlags {
  readonly rules: readonly string[];
  readonly filter: readonly string[];
  readonly placeholders?: string;
  readonly tenant: string;
  readonly format: Format;
  readonly source?: SourceId;
  readonly since?: number;
  readonly until?: number;
  readonly failOn?: Level;
  readonly quarantine?: string;
  readonly explain?: boolean;
  readonly mapSecurityEvents?: boolean;
  /** Every line is parsed. */
  readonly strict?: boolean;
}

/** The window of `--since` and `--until`. */
export function windowOf({ since, until }: ScanFlags): TimeWindow {
  if (since !== undefined && until !== undefined && since >= until) {
    throw new UsageError('--since must be before --until');
  }
  return {
    ...(since === undefined ? {} : { sinceMs: since }),
    ...(until === undefined ? {} : { untilMs: until }),
  };
}

/** Standard input can be read once. */
export function checkPaths(paths: readonly string[]): void {
  if (paths.filter((path) => path === STDIN_NAME).length > 1) {
    throw new UsageError('- (standard input) is named twice, but can be read once');
  }
}
