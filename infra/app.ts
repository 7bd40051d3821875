// CDK context → cdk.out. Run by scripts/synth.ts, which checks the rules and builds the function first.

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
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
  const config = parseConfig(app.node.getAllContext());
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
