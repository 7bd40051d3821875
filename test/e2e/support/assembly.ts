// CDK context → a cloud assembly on disk: what `cdk deploy` would be given, made as `npm run synth` makes it.

import { readFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { parseSynthRequest } from '../../../scripts/synth-arguments.ts';
import { appStep, buildSteps, runUntilFailure } from '../../../scripts/synth-steps.ts';
import { ROOT } from '../../infra/support/root.ts';
import { tempFolder } from '../../infra/support/temp-folder.ts';
import { parseTemplate, type Template } from './template.ts';

const STACK = 'SigmaLambda';

/**
 * The assembly of `npm run synth` with these `--context KEY=VALUE`, of the tree as it is. Without the gate of the
 * rules' own tests, which `npm run check` has passed or failed by then.
 */
export async function synthesise(context: readonly string[] = []): Promise<Template> {
  const flags = context.flatMap((pair) => ['--context', pair]);
  const folder = tempFolder();
  const args = [...flags, '--output', folder];
  const request = parseSynthRequest(ROOT, args, readFileSync(join(ROOT, 'cdk.json'), 'utf8'));
  const app = appStep(ROOT, {
    CDK_OUTDIR: request.output,
    CDK_CONTEXT_JSON: JSON.stringify(request.context),
    HOME: devNull,
  });
  const result = await runUntilFailure(ROOT, [...buildSteps(ROOT), app]);
  if ('failed' in result) throw new Error(`synth failed at ${result.failed}`);
  return readAssembly(folder);
}

/** The default stack: of the assembly that `npm run e2e` has just written, else synthesised here. */
export async function defaultAssembly(): Promise<Template> {
  const folder = process.env['SIGMA_LAMBDA_E2E_ASSEMBLY'];
  return folder === undefined ? await synthesise() : readAssembly(join(ROOT, folder));
}

function readAssembly(folder: string): Template {
  const text = readFileSync(join(folder, `${STACK}.template.json`), 'utf8');
  return parseTemplate(JSON.parse(text), { stackName: STACK, folder });
}
