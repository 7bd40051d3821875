// An assembly → the same whose roles lack one action.

import type { Assembly, Template } from './template.ts';

/** The assembly without the action in any policy of a role. */
export function withoutAction(assembly: Assembly, action: string): Assembly {
  return { ...assembly, templates: assembly.templates.map((one) => without(one, action)) };
}

function without(template: Template, action: string): Template {
  const resources = [...template.resources].map(([logicalId, resource]) => {
    const isPolicy = resource.type === 'AWS::IAM::Policy';
    const json = JSON.stringify(resource.properties).replaceAll(`"${action}"`, '"none:None"');
    return [
      logicalId,
      isPolicy ? { ...resource, properties: JSON.parse(json) } : resource,
    ] as const;
  });
  return { ...template, resources: new Map(resources) };
}
