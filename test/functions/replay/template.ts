// The stacks with replays on → the replay function as they describe it: its variables, its role, and what it works on.

import type { Template } from 'aws-cdk-lib/assertions';
import { Template as Synthesised } from 'aws-cdk-lib/assertions';
import { type Access, accessOf } from '../../e2e/support/access.ts';
import { objectIn, textIn } from '../../e2e/support/fields.ts';
import { deployable } from '../../e2e/support/physical.ts';
import { type Assembly, parseTemplate } from '../../e2e/support/template.ts';
import { withoutAction } from '../../e2e/support/without-action.ts';
import { appWith } from '../../infra/support/template.ts';

/** A replay function. */
export interface DescribedReplay {
  readonly variables: Readonly<Record<string, string>>;
  readonly roleName: string;
  /** Names. */
  readonly logs: string;
  readonly buckets: readonly string[];
  readonly access: Access;
  /** What its role may where the action is taken from all roles. */
  accessWithout(action: string): Access;
}

/** Synthesised once. */
let described: DescribedReplay | undefined;

/** Reads the templates. */
export function describeReplay(): DescribedReplay {
  described ??= read(assemblyOf());
  return described;
}

function assemblyOf(): Assembly {
  const { state, compute } = appWith({
    tenant: 'acme',
    buckets: [{ mode: 'created', prefixes: ['edr/'] }],
    replay: 'on',
    monitoring: 'off',
  });
  const parse = (template: Template, name: string) => parseTemplate(template.toJSON(), name);
  return {
    templates: [
      parse(Synthesised.fromStack(state), state.stackName),
      parse(Synthesised.fromStack(compute), compute.stackName),
    ],
    folder: '',
  };
}

function read(assembly: Assembly): DescribedReplay {
  const toUrl = (name: string) => `https://sqs.test/${name}`;
  const stack = deployable(assembly, toUrl);
  const found = stack
    .ofType('AWS::Lambda::Function')
    .find(({ logicalId }) => logicalId.startsWith('ReplayFunction'));
  if (found === undefined) throw new Error('no replay function in the template');
  const variables = objectIn(objectIn(found.properties, 'Environment'), 'Variables');
  return {
    variables: Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, String(value)]),
    ),
    roleName: textIn(found.properties, 'Role').split('/').at(-1) ?? '',
    logs: stack.outputs['LogBucketName'] ?? '',
    buckets: stack.ofType('AWS::S3::Bucket').map(({ name }) => name),
    access: accessOf(stack),
    accessWithout: (action) => accessOf(deployable(withoutAction(assembly, action), toUrl)),
  };
}
