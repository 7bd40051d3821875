// A stack's name → its functions, or an EnvironmentError that says why they are not known, or not there.

import { safeText } from '../../model/index.ts';
import type { DeployedFunction, DeploymentInspector } from '../../ports/index.ts';
import { EnvironmentError } from '../errors.ts';
import { type Deployment, findDeployment } from './deployment.ts';

/** What can say which functions there are. */
type Functions = Pick<DeploymentInspector, 'functions'>;

/** Finds them. Throws EnvironmentError where AWS does not say. */
export async function requireDeployment(stack: string, inspector: Functions): Promise<Deployment> {
  const found = await findDeployment(stack, inspector);
  if (found.kind === 'known') return found.value;
  const { code, message } = found;
  throw new EnvironmentError(
    `stack ${safeText(stack)} cannot be looked up: ${code}: ${safeText(message)}`,
  );
}

/** Its scan function: what it is told is what the deployment has. Throws EnvironmentError, also where there is none. */
export async function requireScan(stack: string, inspector: Functions): Promise<DeployedFunction> {
  const { scan } = await requireDeployment(stack, inspector);
  if (scan !== undefined) return scan;
  throw new EnvironmentError(
    `stack ${safeText(stack)} has no scan function; look at --stack, the region and the account`,
  );
}
