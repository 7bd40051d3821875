// What ended a plan → an error in words: a fault of the place, of S3 or of the folder is none of ours.

import { PlanError } from '../../replay/index.ts';
import { EnvironmentError, reasonOf, UsageError } from '../errors.ts';

/** Names of our own errors that say what and where. */
const OWN = new Set(['InventoryError']);

/** The same error where it is a bug, else one that is said in a line. */
export function explainPlanFault(thrown: unknown): unknown {
  if (thrown instanceof UsageError || thrown instanceof EnvironmentError) return thrown;
  const options = { cause: thrown };
  if (thrown instanceof PlanError) return new EnvironmentError(thrown.message, options);
  if (!(thrown instanceof Error)) return thrown;
  if (OWN.has(thrown.name) || thrown.name.startsWith('S3')) {
    return new EnvironmentError(thrown.message, options);
  }
  const isOfAws = '$metadata' in thrown || '$fault' in thrown;
  const isOfSystem = 'code' in thrown && typeof thrown.code === 'string';
  if (!isOfAws && !isOfSystem && thrown.name !== 'CredentialsProviderError') return thrown;
  return new EnvironmentError(`cannot be planned: ${thrown.name}: ${reasonOf(thrown)}`, options);
}
