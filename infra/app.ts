// CDK context → cdk.out. Run by scripts/synth.ts, which checks and compiles the rules and builds the functions first.

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { correlations, rules } from '../dist/rules/ruleset.mjs';
import { parseConfig } from './config.ts';
import { InfraConfigError } from './errors.ts';
import { addChecks } from './nag.ts';
import { ScanStack } from './stacks/scan-stack.ts';

/** EX_USAGE of sysexits.h, as the command line's. */
const EXIT_USAGE = 64;
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

function synthesise(): void {
  // Not by itself at the process's end: after an error it would write what there is.
  const app = new App({ analyticsReporting: false, autoSynth: false });
  const ruleIds = new Set([...rules, ...correlations].map(({ id }) => id));
  const config = parseConfig(app.node.getAllContext(), ruleIds);
  const codeDirectory = join(ROOT, 'dist', 'functions');
  new ScanStack(app, 'SigmaLambda', { config, codeDirectory });
  addChecks(app);
  app.synth();
}

try {
  synthesise();
} catch (error) {
  if (!(error instanceof InfraConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = EXIT_USAGE;
}
