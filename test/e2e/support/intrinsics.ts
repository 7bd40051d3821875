// A value of a template with intrinsic functions → the same value with every one of them resolved.

import { type Fields, fieldsOf, onlyKnown, TemplateError, textIn } from './fields.ts';

/** What references stand for. Both throw a TemplateError for what they do not know. */
export interface Scope {
  /** `Ref`: a resource's physical id, or a pseudo parameter. */
  ref(name: string): string;
  /** `Fn::GetAtt`. */
  attribute(logicalId: string, name: string): string;
  /** `Fn::GetStackOutput`, of a stack that is there. */
  stackOutput(stackName: string, output: string): string;
}

/** Resolves Ref, Fn::GetAtt, Fn::GetStackOutput, Fn::Join and Fn::Sub at any depth. Throws a TemplateError for any other function. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope));
  if (typeof value !== 'object' || value === null) return value;
  const members: Fields = { ...value };
  const [name = '', ...more] = Object.keys(members);
  if (more.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) {
    return apply(name, members[name], scope);
  }
  const entries = Object.entries(members).map(([key, item]) => [key, resolve(item, scope)]);
  return Object.fromEntries(entries);
}

function apply(name: string, argument: unknown, scope: Scope): string {
  switch (name) {
    case 'Ref':
      return scope.ref(String(argument));
    case 'Fn::GetAtt':
      return getAttribute(argument, scope);
    case 'Fn::GetStackOutput':
      return getStackOutput(argument, scope);
    case 'Fn::Join':
      return join(resolve(argument, scope));
    case 'Fn::Sub':
      return substitute(argument, scope);
    default:
      throw new TemplateError(`${name} is an intrinsic function the provisioner does not know`);
  }
}

/** `["Id", "Arn"]`, or `"Id.Arn"` as in YAML. */
function getAttribute(argument: unknown, scope: Scope): string {
  const [logicalId = '', ...path] = [argument].flat().join('.').split('.');
  return scope.attribute(logicalId, path.join('.'));
}

/** Of this region and account alone: nothing here is elsewhere. */
function getStackOutput(argument: unknown, scope: Scope): string {
  const fields = fieldsOf(resolve(argument, scope), 'Fn::GetStackOutput');
  onlyKnown(fields, ['StackName', 'OutputName', 'Region'], 'Fn::GetStackOutput');
  const here = scope.ref('AWS::Region');
  const { Region = here } = fields;
  if (Region !== here) throw new TemplateError(`an output of region ${String(Region)}`);
  return scope.stackOutput(textIn(fields, 'StackName'), textIn(fields, 'OutputName'));
}

function join(argument: unknown): string {
  const [separator, parts] = Array.isArray(argument) ? argument : [];
  if (typeof separator === 'string' && Array.isArray(parts)) return parts.join(separator);
  throw new TemplateError(`Fn::Join has ${JSON.stringify(argument)}; expected [text, list]`);
}

/** `${Name}`, `${Id.Attribute}` and `${!Literal}`; the second argument's own names come first. */
function substitute(argument: unknown, scope: Scope): string {
  const [text, own] = [argument].flat();
  const names = fieldsOf(resolve(own ?? {}, scope), 'Fn::Sub');
  return String(text).replaceAll(/\$\{([^}]+)\}/g, (_whole, name: string) => {
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (Object.hasOwn(names, name)) return String(names[name]);
    return name.includes('.') && !name.includes('::') ? getAttribute(name, scope) : scope.ref(name);
  });
}
