// `npm run synth`, and the app of cdk.json: rules checked and tested, then compiled, bundled and synthesised.

import { globSync, readFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSynthRequest, type SynthRequest, SynthUsageError, USAGE } from './synth-arguments.ts';
import { dropDraft, keepDraft, openDraft } from './synth-output.ts';
import { appStep, buildSteps, ruleSteps, runUntilFailure } from './synth-steps.ts';

/** EX_USAGE of sysexits.h. */
const EXIT_USAGE = 64;
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** The `cdk` command says where it wants the assembly, and hands its context over by itself. */
const isCalledByCdk = process.env['CDK_OUTDIR'] !== undefined;

async function runSteps(env: Readonly<Record<string, string>>): Promise<number> {
  const steps = [...ruleSteps(ROOT, 'rules'), ...buildSteps(ROOT), appStep(ROOT, env)];
  const result = await runUntilFailure(ROOT, steps);
  if ('failed' in result) console.error(`synth stopped: ${result.failed} failed`);
  return result.exitCode;
}

async function synthesise({ context, output }: SynthRequest): Promise<number> {
  const draft = openDraft(output);
  const exitCode = await runSteps({
    CDK_OUTDIR: draft,
    CDK_CONTEXT_JSON: JSON.stringify(context),
    // CDK keeps a cache of asset digests in the home folder, and does without where it cannot.
    HOME: devNull,
  });
  if (exitCode === 0) keepDraft(draft, output);
  else dropDraft(draft);
  return exitCode;
}

function printResult(output: string): void {
  const inside = relative(ROOT, output);
  const shown = inside.startsWith('..') ? output : inside;
  for (const template of globSync('*.template.json', { cwd: output })) {
    console.log(`synthesised: ${join(shown, template)}`);
  }
  console.log(`next: npx cdk deploy --all --app ${shown}   (docs/deploy.md)`);
}

async function main(): Promise<number> {
  if (isCalledByCdk) return runSteps({});
  const cdkJson = readFileSync(join(ROOT, 'cdk.json'), 'utf8');
  const request = parseSynthRequest(ROOT, process.argv.slice(2), cdkJson);
  const exitCode = await synthesise(request);
  if (exitCode === 0) printResult(request.output);
  return exitCode;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof SynthUsageError)) throw error;
  console.error(`${error.message}\n${USAGE}`);
  process.exitCode = EXIT_USAGE;
}
