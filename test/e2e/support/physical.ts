// Templates and where they are deployed → physical names and ARNs, and with them their resources resolved.

import {
  ACCOUNT_ID,
  DEFAULT_REGION,
  functionArn,
  queueArn,
  s3Arn,
  topicArn,
} from '../../../src/local/index.ts';
import { type Fields, fieldsOf, TemplateError } from './fields.ts';
import { resolve, type Scope } from './intrinsics.ts';
import type { Assembly, Resource, Template } from './template.ts';

/** A resource with its references resolved. */
export interface ResolvedResource extends Resource {
  /** Name in its service. */
  readonly name: string;
}

/** A template whose references can be resolved, whatever has been created yet. */
export interface Deployable {
  /** Resources of a type. */
  ofType(type: string): readonly ResolvedResource[];
  /** ARN of a resource. */
  arnOf(logicalId: string): string;
  /** Output name → value. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** ARN of a resource by its name, for types that have one. */
const ARNS: Readonly<Record<string, (name: string) => string>> = {
  'AWS::S3::Bucket': (name) => s3Arn(name),
  'AWS::SQS::Queue': (name) => queueArn(name),
  'AWS::SNS::Topic': (name) => topicArn(name),
  'AWS::DynamoDB::Table': (name) =>
    `arn:aws:dynamodb:${DEFAULT_REGION}:${ACCOUNT_ID}:table/${name}`,
  'AWS::KMS::Key': (name) => `arn:aws:kms:${DEFAULT_REGION}:${ACCOUNT_ID}:key/${name}`,
  'AWS::Events::Rule': (name) => `arn:aws:events:${DEFAULT_REGION}:${ACCOUNT_ID}:rule/${name}`,
  'AWS::Lambda::Function': (name) => functionArn(name),
  'AWS::IAM::Role': (name) => `arn:aws:iam::${ACCOUNT_ID}:role/${name}`,
  'AWS::StepFunctions::StateMachine': (name) =>
    `arn:aws:states:${DEFAULT_REGION}:${ACCOUNT_ID}:stateMachine:${name}`,
  'AWS::Logs::LogGroup': (name) =>
    `arn:aws:logs:${DEFAULT_REGION}:${ACCOUNT_ID}:log-group:${name}:*`,
};

/** The property that gives a resource its name, for types that may be given one. */
const NAMED_BY: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': 'BucketName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
};

const MAX_BUCKET_NAME = 63;

/** What Ref gives for types where it is not the name. */
const REFS: Readonly<Record<string, 'arn' | 'url'>> = {
  'AWS::SNS::Topic': 'arn',
  'AWS::SQS::Queue': 'url',
};

/** The stacks of an assembly as one: what a later one reads of an earlier one is there. */
export function deployable(
  { templates }: Pick<Assembly, 'templates'>,
  queueUrl: (name: string) => string,
): Deployable {
  const stacks: Deployable[] = [];
  const outputs = new Map<string, Deployable['outputs']>();
  for (const template of templates) {
    const stack = deployableStack(template, queueUrl, (stackName, output) => {
      const value = outputs.get(stackName)?.[output];
      if (value !== undefined) return value;
      throw new TemplateError(
        `${template.stackName} reads ${output} of ${stackName}: none by then`,
      );
    });
    outputs.set(template.stackName, stack.outputs);
    stacks.push(stack);
  }
  return {
    ofType: (type) => stacks.flatMap((stack) => stack.ofType(type)),
    arnOf: (logicalId) => {
      const index = templates.findIndex(({ resources }) => resources.has(logicalId));
      const stack = stacks[index];
      if (stack !== undefined) return stack.arnOf(logicalId);
      throw new TemplateError(`no stack has ${logicalId}`);
    },
    outputs: Object.assign({}, ...outputs.values()),
  };
}

/** Names of a stack, fit for every service. */
function deployableStack(
  template: Template,
  queueUrl: (name: string) => string,
  stackOutput: Scope['stackOutput'],
): Deployable {
  const pseudo: Readonly<Record<string, string>> = {
    'AWS::AccountId': ACCOUNT_ID,
    'AWS::Partition': 'aws',
    'AWS::Region': DEFAULT_REGION,
    'AWS::StackName': template.stackName,
    'AWS::URLSuffix': 'amazonaws.com',
  };
  const find = (logicalId: string): Resource => {
    const resource = template.resources.get(logicalId);
    if (resource !== undefined) return resource;
    throw new TemplateError(
      `${logicalId} is referred to, but is no resource and no pseudo parameter`,
    );
  };
  const nameOf = ({ logicalId, properties, type }: Resource): string => {
    const given = properties[NAMED_BY[type] ?? ''];
    if (given !== undefined) return String(resolve(given, scope));
    const name = `${template.stackName}-${logicalId}`;
    // As CloudFormation does: S3 takes no capitals.
    return type === 'AWS::S3::Bucket' ? name.toLowerCase().slice(0, MAX_BUCKET_NAME) : name;
  };
  const arnOf = (resource: Resource): string => {
    const toArn = ARNS[resource.type];
    if (toArn === undefined) throw new TemplateError(`a ${resource.type} has no ARN here`);
    return toArn(nameOf(resource));
  };
  const scope: Scope = {
    stackOutput,
    ref: (name) => {
      if (Object.hasOwn(pseudo, name)) return pseudo[name] ?? '';
      const resource = find(name);
      const kind = REFS[resource.type];
      if (kind === 'arn') return arnOf(resource);
      return kind === 'url' ? queueUrl(nameOf(resource)) : nameOf(resource);
    },
    attribute: (logicalId, name) => {
      if (name === 'Arn') return arnOf(find(logicalId));
      throw new TemplateError(`attribute ${name} of ${logicalId} is not known here`);
    },
  };
  return {
    arnOf: (logicalId) => arnOf(find(logicalId)),
    ofType: (type) =>
      [...template.resources.values()]
        .filter((resource) => resource.type === type)
        .map((resource) => ({
          ...resource,
          name: nameOf(resource),
          properties: resolveFields(resource.properties, scope),
        })),
    outputs: Object.fromEntries(
      Object.entries(resolveFields(template.outputs, scope)).map(([name, value]) => [
        name,
        String(value),
      ]),
    ),
  };
}

function resolveFields(fields: Fields, scope: Scope): Fields {
  return fieldsOf(resolve(fields, scope), 'the resolved value');
}
