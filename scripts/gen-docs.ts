// The source tables and the shipped rules → docs/sources.md, the modifier table → docs/sigma-support.md, prices and
// measured figures → docs/cost.md and src/replay/cost-data.ts. Tests fail while they differ.

import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describeSigma } from '../src/sigma/index.ts';
import { describeSources } from '../src/source/index.ts';
import { describeCost } from './cost/describe-cost.ts';
import { describeReplayCosts } from './cost/describe-replay-costs.ts';
import { readCostData } from './cost/figures.ts';
import { COVERAGE_COMMAND, feedsOf } from './rule-feeds.ts';

/** Started, not imported: the command line is where processes begin. */
const CLI = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));

const coverage = execFileSync(process.execPath, [CLI, ...COVERAGE_COMMAND], { encoding: 'utf8' });
writeFileSync(new URL('../docs/sources.md', import.meta.url), describeSources(feedsOf(coverage)));
writeFileSync(new URL('../docs/sigma-support.md', import.meta.url), describeSigma());
writeFileSync(new URL('../docs/cost.md', import.meta.url), describeCost(readCostData()));
writeFileSync(
  new URL('../src/replay/cost-data.ts', import.meta.url),
  describeReplayCosts(readCostData()),
);
