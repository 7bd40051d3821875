// The hash of the deployed rules → where it is found in a deployment: an output of the stack, and a variable of its functions.

import { CfnOutput, type Stack } from 'aws-cdk-lib';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';

/** Which rules a function has, as `doctor` reads it. The function itself knows by its own code, and logs it. */
export const RULES_HASH_VARIABLE = 'SIGMA_LAMBDA_RULES_HASH';

/**
 * Shows it: output `RulesHash`, variable `SIGMA_LAMBDA_RULES_HASH`.
 * @param hash 64 hexadecimal digits; `npm run synth -- --ruleset HASH` returns to it
 */
export function showRulesHash(
  stack: Stack,
  functions: readonly LambdaFunction[],
  hash: string,
): void {
  new CfnOutput(stack, 'RulesHash', { value: hash });
  for (const one of functions) one.addEnvironment(RULES_HASH_VARIABLE, hash);
}
