// `npm run synth`, and the app of cdk.json: rules checked and tested, then compiled, bundled and synthesised.

import { globSync, readFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openRuleset, type SynthRules, WORKING_RULES } from './synth-ruleset.ts';
import { GitError } from './git-objects.ts';
import { RulesetUnknownError } from './ruleset-pick.ts';
import { parseSynthRequest, type SynthRequest, SynthUsageError, USAGE } from './synth-arguments.ts';
import { dropDraft, keepDraft, openDraft } from './synth-output.ts';
import { appStep, buildSteps, ruleSteps, runUntilFailure } from './synth-steps.ts';

/** EX_USAGE of sysexits.h. */
const EXIT_USAGE = 64;
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** The `cdk` command says where it wants the assembly, and hands its context over by itself. */
const isCalledByCdk = process.env['CDK_OUTDIR'] !== undefined;

async function runSteps(rules: SynthRules, env: Readonly<Record<string, string>>): Promise<number> {
  const steps = [
    ...ruleSteps(ROOT, rules.path),
    ...buildSteps(ROOT).map((step) => ({ ...step, env: rules.env })),
    appStep(ROOT, env),
  ];
  const result = await runUntilFailure(ROOT, steps);
  if ('failed' in result) console.error(`synth stopped: ${result.failed} failed`);
  return result.exitCode;
}

async function synthesise(rules: SynthRules, { context, output }: SynthRequest): Promise<number> {
  const draft = openDraft(output);
  const exitCode = await runSteps(rules, {
    CDK_OUTDIR: draft,
    CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...rules.context }),
    // CDK keeps a cache of asset digests in the home folder, and does without where it cannot.
    HOME: devNull,
  });
  if (exitCode === 0) keepDraft(draft, output);
  else dropDraft(draft);
  return exitCode;
}

function printResult(output: string, rules: SynthRules): void {
  const inside = relative(ROOT, output);
  const shown = inside.startsWith('..') ? output : inside;
  for (const template of globSync('*.template.json', { cwd: output })) {
    console.log(`synthesised: ${join(shown, template)}`);
  }
  console.log(rules.words);
  console.log(`next: npx cdk deploy --all --app ${shown}   (docs/deploy.md)`);
}

async function main(): Promise<number> {
  if (isCalledByCdk) return runSteps(WORKING_RULES, {});
  const cdkJson = readFileSync(join(ROOT, 'cdk.json'), 'utf8');
  const request = parseSynthRequest(ROOT, process.argv.slice(2), cdkJson);
  const rules = openRuleset(ROOT, request.ruleset);
  try {
    const exitCode = await synthesise(rules, request);
    if (exitCode === 0) printResult(request.output, rules);
    return exitCode;
  } finally {
    rules.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  if (error instanceof SynthUsageError) console.error(`${error.message}\n${USAGE}`);
  else if (error instanceof GitError || error instanceof RulesetUnknownError) {
    console.error(error.message);
  } else throw error;
  process.exitCode = EXIT_USAGE;
}
