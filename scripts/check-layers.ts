// `npm run check:layers [-- DIR]`: prints each arrow that breaks the layer table, and what was read. Exit 1 on any fault.

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isClean, type LayerReport, reportLayers } from './layer-report.ts';

function printReport({ faults, read, onDisk, arrows }: LayerReport): void {
  for (const { rule, from, to, comment } of faults) {
    console.error(`${rule}: ${from} → ${to}\n  ${comment}`);
  }
  if (read !== onDisk || read === 0) {
    console.error(
      `read ${read} of ${onDisk} source files, expected all and more than 0: nothing is proved. ` +
        'Does this dependency-cruiser support the installed TypeScript?',
    );
  }
  console.log(`layers: ${read} modules and ${arrows} arrows read, ${faults.length} faults`);
}

const root = process.argv[2] ?? dirname(dirname(fileURLToPath(import.meta.url)));
const report = await reportLayers(root);
printReport(report);
process.exitCode = isClean(report) ? 0 : 1;
