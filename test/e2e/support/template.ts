// A CloudFormation template as JSON → its resources, every one of a type and with properties that are known here.

import {
  type Fields,
  fieldsOf,
  objectIn,
  onlyKnown,
  TemplateError,
  textIn,
  textsIn,
} from './fields.ts';
import { KNOWN } from './known-properties.ts';

/** A resource as the template has it: references not resolved. */
export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Fields;
  readonly metadata: Fields;
  /** Logical ids of what is created before it. */
  readonly dependsOn: readonly string[];
}

/** A template. */
export interface Template {
  readonly stackName: string;
  readonly resources: ReadonlyMap<string, Resource>;
  /** Output name → value, not resolved. */
  readonly outputs: Fields;
}

/** What a synthesis has written: templates in the order in which they are deployed. */
export interface Assembly {
  readonly templates: readonly Template[];
  /** Assets lie in it. */
  readonly folder: string;
}

/** Parses a template. Throws a TemplateError for a resource type or property that the provisioner would not honour. */
export function parseTemplate(json: unknown, stackName: string): Template {
  const template = fieldsOf(json, 'the template');
  // Parameters and Rules are the CDK's check of its bootstrap version.
  const sections = ['Description', 'Resources', 'Outputs', 'Parameters', 'Rules'];
  onlyKnown(template, sections, 'the template');
  const resources = Object.entries(objectIn(template, 'Resources')).map(
    ([logicalId, value]) => [logicalId, parseResource(logicalId, value)] as const,
  );
  const outputs = Object.entries(objectIn(template, 'Outputs')).map(
    ([name, value]) => [name, fieldsOf(value, name)['Value']] as const,
  );
  return { stackName, resources: new Map(resources), outputs: Object.fromEntries(outputs) };
}

function parseResource(logicalId: string, value: unknown): Resource {
  const fields = fieldsOf(value, logicalId);
  const policies = ['UpdateReplacePolicy', 'DeletionPolicy'];
  onlyKnown(fields, ['Type', 'Properties', 'DependsOn', 'Metadata', ...policies], logicalId);
  const type = textIn(fields, 'Type');
  const known = KNOWN.get(type);
  if (known === undefined) {
    throw new TemplateError(`${logicalId} is a ${type}, which the provisioner does not know`);
  }
  const properties = objectIn(fields, 'Properties');
  onlyKnown(properties, [...known.built, ...known.aside], logicalId);
  return {
    logicalId,
    type,
    properties,
    metadata: objectIn(fields, 'Metadata'),
    dependsOn: textsIn(fields, 'DependsOn'),
  };
}
