// Settings → a cloud assembly on disk: what `cdk deploy` would be given, made as `npm run synth` makes it.

import { readFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { parseSynthRequest } from '../../../scripts/synth-arguments.ts';
import { appStep, buildSteps, runUntilFailure } from '../../../scripts/synth-steps.ts';
import { ROOT } from '../../infra/support/root.ts';
import { tempFolder } from '../../infra/support/temp-folder.ts';
import { fieldsOf, objectIn, TemplateError, textIn, textsIn } from './fields.ts';
import { type Assembly, parseTemplate } from './template.ts';

/** What a configuration file says. */
export type Settings = Readonly<Record<string, unknown>>;

/**
 * The assembly of `npm run synth` with a configuration file that says this, of the tree as it is. Without the gate of the
 * rules' own tests, which `npm run check` has passed or failed by then.
 */
export async function synthesise(settings: Settings = {}): Promise<Assembly> {
  const folder = tempFolder();
  // JSON is YAML.
  const site = join(tempFolder({ 'site.yml': JSON.stringify(settings) }), 'site.yml');
  const args = ['--config', site, '--output', folder];
  const request = parseSynthRequest(ROOT, args, readFileSync(join(ROOT, 'cdk.json'), 'utf8'));
  const app = appStep(ROOT, {
    CDK_OUTDIR: request.output,
    CDK_CONTEXT_JSON: JSON.stringify(request.context),
    HOME: devNull,
    // CDK's own checks of each property, which test/infra has, take longer than the template does.
    CDK_VALIDATION: 'false',
  });
  const result = await runUntilFailure(ROOT, [...buildSteps(ROOT, '--if-stale'), app]);
  if ('failed' in result) throw new Error(`synth failed at ${result.failed}`);
  return readAssembly(folder);
}

/** The default stacks: of the assembly that `npm run e2e` has just written, else synthesised here. */
export async function defaultAssembly(): Promise<Assembly> {
  const folder = process.env['SIGMA_LAMBDA_E2E_ASSEMBLY'];
  return folder === undefined ? await synthesise() : readAssembly(join(ROOT, folder));
}

/** A stack of the manifest. */
interface Artifact {
  readonly id: string;
  readonly stackName: string;
  readonly templateFile: string;
  readonly dependencies: readonly string[];
}

/** As `cdk deploy --all` does: a stack after all that it depends on. */
function readAssembly(folder: string): Assembly {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const artifacts = stacksOf(read('manifest.json'));
  const templates = inOrder(artifacts).map(({ stackName, templateFile }) =>
    parseTemplate(read(templateFile), stackName),
  );
  return { templates, folder };
}

function stacksOf(manifest: unknown): readonly Artifact[] {
  const artifacts = objectIn(fieldsOf(manifest, 'the manifest'), 'artifacts');
  return Object.entries(artifacts).flatMap(([id, value]) => {
    const artifact = fieldsOf(value, id);
    if (artifact['type'] !== 'aws:cloudformation:stack') return [];
    const properties = objectIn(artifact, 'properties');
    const stackName = textIn(properties, 'stackName');
    const templateFile = textIn(properties, 'templateFile');
    return [{ id, stackName, templateFile, dependencies: textsIn(artifact, 'dependencies') }];
  });
}

function inOrder(artifacts: readonly Artifact[]): readonly Artifact[] {
  const ids = new Set(artifacts.map(({ id }) => id));
  const ordered = new Map<string, Artifact>();
  while (ordered.size < artifacts.length) {
    const ready = artifacts.filter(
      ({ id, dependencies }) =>
        !ordered.has(id) && dependencies.every((one) => !ids.has(one) || ordered.has(one)),
    );
    if (ready.length === 0) throw new TemplateError('stacks wait for each other in a ring');
    for (const artifact of ready) ordered.set(artifact.id, artifact);
  }
  return [...ordered.values()];
}
