// Findings → stdout, in the format asked for.

import type { Finding } from '../../model/index.ts';
import type { Output } from '../output.ts';
import { safeJson } from '../safe-text.ts';
import type { ScanFlags } from './options.ts';
import type { ScanSummary } from './summary.ts';
import { explanationText, findingsTable } from './table.ts';

/** Prints; resolves when everything has been taken or the reader has gone. */
export async function printFindings(
  findings: readonly Finding[],
  summary: ScanSummary,
  flags: ScanFlags,
  output: Output,
): Promise<void> {
  switch (flags.format) {
    case 'ndjson':
      for (const finding of findings) await output.print(`${safeJson(finding)}\n`);
      return;
    case 'json':
      return output.print(`${safeJson({ findings, summary })}\n`);
    case 'table': {
      await output.print(findingsTable(findings, output.columns));
      if (flags.explain === true) await output.print(explanationText(findings));
    }
  }
}
