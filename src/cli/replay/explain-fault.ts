// What ended a command → an error in words: a fault of the place, of AWS or of the folder is none of ours.

import { PlanError } from '../../replay/index.ts';
import { EnvironmentError, reasonOf, UsageError } from '../errors.ts';

/** Names of our own errors that say what and where. */
const OWN = new Set(['InventoryError']);

/** The same error where it is a bug, else one that is said in a line. @param what what could not be done */
export function explainFault(what: string, thrown: unknown): unknown {
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
  return new EnvironmentError(
    isOfSystem && !isOfAws
      ? `${what}: ${reasonOf(thrown)}`
      : `${what}: ${thrown.name}: ${reasonOf(thrown)}`,
    options,
  );
}
