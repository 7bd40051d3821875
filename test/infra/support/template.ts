// Context → the synthesised stack as assertions and as plain objects. The asset is a file that stands for the bundle.

import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { parseConfig } from '../../../infra/config.ts';
import { ScanStack } from '../../../infra/stacks/scan-stack.ts';
import { CDK_JSON } from './root.ts';
import { tempFolder } from './temp-folder.ts';

/** A statement of a policy, with resources as text: references in angle brackets. */
export interface Statement {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition?: unknown;
}

/** An app with the stack, without cdk-nag's checks (nag.test.ts has them: they take their time), not yet synthesised. */
export function appWith(context: Readonly<Record<string, unknown>> = {}): {
  readonly app: App;
  readonly stack: ScanStack;
} {
  const code = 'export const handler = () => undefined;\n';
  const codeDirectory = tempFolder({
    'scan/index.mjs': code,
    'settle/index.mjs': code,
    'notify/index.mjs': code,
  });
  const app = new App({
    analyticsReporting: false,
    context: { ...CDK_JSON.context, ...context },
    outdir: tempFolder(),
  });
  const config = parseConfig(app.node.getAllContext());
  const stack = new ScanStack(app, 'SigmaLambda', { config, codeDirectory });
  return { app, stack };
}

/** The template for a context. Throws where resources wait for each other in a ring. */
export function templateFor(context: Readonly<Record<string, unknown>> = {}): Template {
  const key = JSON.stringify(context);
  const template = templates.get(key) ?? Template.fromStack(appWith(context).stack);
  templates.set(key, template);
  return template;
}

/** Synthesised once: it takes half a second, and a template is only read. */
const templates = new Map<string, Template>();

/** The functions of the stack, by the construct that they are in. */
export type FunctionId = 'Scan' | 'Settle' | `Notify${string}`;

/** Properties of a resource of a type, the only one of a construct. */
export function onlyOf(
  template: Template,
  type: string,
  id: FunctionId | 'Logs',
): Readonly<Record<string, unknown>> {
  const found = Object.entries(template.findResources(type)).filter(([name]) => isOf(name, id));
  if (found.length !== 1) throw new Error(`${found.length} resources of type ${type} of ${id}`);
  return found[0]?.[1]['Properties'] ?? {};
}

/** Whether a logical id is of a construct, or of its only child. */
function isOf(logicalId: string, id: FunctionId | 'Logs'): boolean {
  return logicalId.startsWith(id);
}

/** Properties of the only resource of a type. */
export function only(template: Template, type: string): Readonly<Record<string, unknown>> {
  const found = Object.values(template.findResources(type));
  if (found.length !== 1) throw new Error(`${found.length} resources of type ${type}`);
  return found[0]?.['Properties'] ?? {};
}

/** All statements of a function's role, as the template has them. */
export function roleStatements(template: Template, id: FunctionId = 'Scan'): readonly Statement[] {
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

function toStatement(raw: Readonly<Record<string, unknown>>): Statement {
  return {
    sid: String(raw['Sid']),
    actions: [raw['Action']].flat().map(String),
    resources: [raw['Resource']].flat().map(readable),
    ...(raw['Condition'] === undefined ? {} : { condition: raw['Condition'] }),
  };
}

/** An intrinsic as one text: `<Ref>`, `<Resource.Attribute>`, joined. */
export function readable(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if ('Ref' in value) return `<${value.Ref}>`;
  if ('Fn::GetAtt' in value) return `<${[value['Fn::GetAtt']].flat().join('.')}>`;
  if ('Fn::Join' in value && Array.isArray(value['Fn::Join'])) {
    const [separator, parts] = value['Fn::Join'];
    return parts.map(readable).join(separator);
  }
  return JSON.stringify(value);
}
