// A configuration → the stacks of a deployment, in an app.

import type { App } from 'aws-cdk-lib';
import { ManagedPolicy, PermissionsBoundary } from 'aws-cdk-lib/aws-iam';
import type { InfraConfig } from './config.ts';
import { ComputeStack } from './stacks/compute-stack.ts';
import { StateStack } from './stacks/state-stack.ts';

/** The stacks, in the order they are deployed. */
export interface DeploymentStacks {
  readonly state: StateStack;
  readonly compute: ComputeStack;
}

/**
 * Adds them.
 * @param codeDirectory folder with a folder for the bundle of each function
 */
export function addStacks(app: App, config: InfraConfig, codeDirectory: string): DeploymentStacks {
  const state = new StateStack(app, 'SigmaLambdaState', config);
  const compute = new ComputeStack(app, 'SigmaLambda', { config, kept: state, codeDirectory });
  if (config.permissionsBoundary !== undefined) {
    const boundary = ManagedPolicy.fromManagedPolicyArn(
      state,
      'Boundary',
      config.permissionsBoundary,
    );
    PermissionsBoundary.of(app).apply(boundary);
  }
  return { state, compute };
}
