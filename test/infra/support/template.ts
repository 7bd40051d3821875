// Settings → the synthesised stacks as assertions and as plain objects. The asset is a file that stands for the bundle.

import { App, type AppProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { parseConfig } from '../../../infra/config.ts';
import { addStacks, type DeploymentStacks } from '../../../infra/deployment.ts';
import { CDK_JSON } from './root.ts';
import { tempFolder } from './temp-folder.ts';

/** A statement of a policy, with resources as text: references in angle brackets. */
export interface Statement {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: unknown;
}

/** What a configuration file would say. */
export type Settings = Readonly<Record<string, unknown>>;

/** A bucket that the stack creates, watched behind the prefixes. */
export function created(...prefixes: readonly string[]): Settings {
  return { buckets: [{ mode: 'created', prefixes }] };
}

/** Whether CDK holds every property against what CloudFormation takes before it writes a template. */
type OwnChecks = Pick<AppProps, 'builtinCloudFormationValidation'>;

/** As in a deployment. */
export const CHECKED: OwnChecks = {};

const UNCHECKED: OwnChecks = { builtinCloudFormationValidation: false };

/**
 * An app with the stacks, not yet synthesised; without what takes longer than the template does: cdk-nag's checks and CDK's
 * own (nag.test.ts and samples.test.ts have both), and where each construct was made. A canary is there where it is asked for:
 * it adds to everything a little, and canary.test.ts has it.
 */
export function appWith(
  settings: Settings = {},
  checks = UNCHECKED,
): DeploymentStacks & { readonly app: App } {
  const code = 'export const handler = () => undefined;\n';
  const codeDirectory = tempFolder({
    'scan/index.mjs': code,
    'settle/index.mjs': code,
    'notify/index.mjs': code,
    'canary/index.mjs': code,
    'fdr/index.mjs': code,
    'replay/index.mjs': code,
  });
  const app = new App({
    ...checks,
    analyticsReporting: false,
    stackTraces: false,
    treeMetadata: false,
    context: CDK_JSON.context,
    outdir: tempFolder(),
  });
  return { app, ...addStacks(app, parseConfig({ canary: 'off', ...settings }), codeDirectory) };
}

/** Both templates of a deployment. */
interface Templates {
  readonly state: Template;
  readonly compute: Template;
}

/** The template of what works, for what a file says. Throws where resources wait for each other in a ring. */
export function templateFor(settings: Settings = {}): Template {
  return templatesFor(settings).compute;
}

/** The template of what is kept. */
export function stateTemplateFor(settings: Settings = {}): Template {
  return templatesFor(settings).state;
}

function templatesFor(settings: Settings): Templates {
  const key = JSON.stringify(settings);
  const known = templates.get(key);
  if (known !== undefined) return known;
  const { state, compute } = appWith(settings);
  // The other first: what it reads of this one are outputs of this one.
  const made = { compute: Template.fromStack(compute), state: Template.fromStack(state) };
  templates.set(key, made);
  return made;
}

/** Synthesised once: it takes half a second, and a template is only read. */
const templates = new Map<string, Templates>();

/** The functions of the stack, by the construct that they are in. */
export type FunctionId =
  | 'Scan'
  | 'Settle'
  | 'CanaryFunction'
  | 'CanaryRole'
  | `Notify${string}`
  | `Fdr${string}`
  | `Replay${string}`;

/** Properties of a resource of a type, the only one of a construct. */
export function onlyOf(
  template: Template,
  type: string,
  id: string,
): Readonly<Record<string, unknown>> {
  const found = Object.entries(template.findResources(type)).filter(([name]) => isOf(name, id));
  if (found.length !== 1) throw new Error(`${found.length} resources of type ${type} of ${id}`);
  return found[0]?.[1]['Properties'] ?? {};
}

/** Whether a logical id is of a construct, or of its only child. */
function isOf(logicalId: string, id: string): boolean {
  return logicalId.startsWith(id);
}

/** Properties of the only resource of a type. */
export function only(template: Template, type: string): Readonly<Record<string, unknown>> {
  const found = Object.values(template.findResources(type));
  if (found.length !== 1) throw new Error(`${found.length} resources of type ${type}`);
  return found[0]?.['Properties'] ?? {};
}

/** All statements of a function's role, as the template has them. */
export function roleStatements(template: Template, id = 'Scan'): readonly Statement[] {
  const of = (type: string) =>
    Object.entries(template.findResources(type)).flatMap(([name, resource]) =>
      isOf(name, id) ? [resource] : [],
    );
  const attached = of('AWS::IAM::Policy');
  const roles = of('AWS::IAM::Role');
  const inline = roles.flatMap((role) => role['Properties']?.['Policies'] ?? []);
  const documents = [
    ...attached.map((policy) => policy['Properties']['PolicyDocument']),
    ...inline.map((policy: { PolicyDocument: unknown }) => policy.PolicyDocument),
  ];
  return documents.flatMap(({ Statement }) => Statement.map(toStatement));
}

/** The same without what lets it use the key of what is kept, which data-key.test.ts looks at. */
export function ownStatements(template: Template, id?: string): readonly Statement[] {
  return roleStatements(template, id).filter(({ sid }) => !sid.startsWith('UseKeyBy'));
}

function toStatement(raw: Readonly<Record<string, unknown>>): Statement {
  return {
    sid: String(raw['Sid']),
    actions: [raw['Action']].flat().map(String),
    resources: [raw['Resource']].flat().map(readable),
    ...(raw['Condition'] === undefined ? {} : { condition: raw['Condition'] }),
  };
}

/** An output that CDK made of a reference, as the reference: of a resource of the other stack. */
function kept(output: string): string {
  const [, kind, id, attribute] =
    /^PublishOutput(Ref|FnGetAtt)(\w+?[0-9A-F]{8})([A-Z][a-z]+)?[0-9A-F]{8}$/.exec(output) ?? [];
  if (kind === undefined) return output;
  return attribute === undefined ? `${id}` : `${id}.${attribute}`;
}

/** An intrinsic as one text: `<Ref>`, `<Resource.Attribute>`, joined. */
export function readable(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if ('Ref' in value) return `<${value.Ref}>`;
  if ('Fn::GetAtt' in value) return `<${[value['Fn::GetAtt']].flat().join('.')}>`;
  if ('Fn::GetStackOutput' in value) {
    return `<${kept(String(Object(value['Fn::GetStackOutput']).OutputName))}>`;
  }
  if ('Fn::Join' in value && Array.isArray(value['Fn::Join'])) {
    const [separator, parts] = value['Fn::Join'];
    return parts.map(readable).join(separator);
  }
  return JSON.stringify(value);
}
