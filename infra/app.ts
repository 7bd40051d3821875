// CDK context → configuration file → cdk.out. Run by scripts/synth.ts, which checks and compiles the rules and builds the functions first.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Annotations, App } from 'aws-cdk-lib';
import { correlations, rules, rulesHash } from '../dist/rules/ruleset.mjs';
import { parseConfig } from './config.ts';
import { readConfigFile } from './config-file.ts';
import { configPathOf } from './config-pointer.ts';
import { addStacks } from './deployment.ts';
import { InfraConfigError } from './errors.ts';
import { addChecks } from './nag.ts';
import { ownerSnippets } from './owner-snippets/snippets.ts';
import { RULES_HERE, routableRules, routeWarnings } from './rollback-routes.ts';
import { showRulesHash } from './rules-hash.ts';

/** EX_USAGE of sysexits.h, as the command line's. */
const EXIT_USAGE = 64;
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

function synthesise(): void {
  // Not by itself at the process's end: after an error it would write what there is.
  const app = new App({ analyticsReporting: false, autoSynth: false });
  const path = configPathOf(app.node.getAllContext());
  const ruleIds = new Set([...rules, ...correlations].map(({ id }) => id));
  const values = readConfigFile(resolve(ROOT, path), path);
  const routable = routableRules(ruleIds, app.node.tryGetContext(RULES_HERE));
  const config = parseConfig(values, { ruleIds: routable, what: path });
  const { compute } = addStacks(app, config, join(ROOT, 'dist', 'functions'));
  showRulesHash(compute, [compute.scan.function, compute.settle.function], rulesHash);
  for (const warning of routeWarnings(config.alerts.routing, ruleIds)) {
    Annotations.of(compute).addWarningV2('sigma-lambda:route-of-no-rule', warning);
  }
  addChecks(app);
  const { directory } = app.synth();
  for (const { path: name, text } of ownerSnippets(config)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
    process.stderr.write(`for another account's owner: ${name}\n`);
  }
}

try {
  synthesise();
} catch (error) {
  if (!(error instanceof InfraConfigError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = EXIT_USAGE;
}
