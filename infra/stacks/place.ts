// The configuration → account and region of its stacks.

import { Aws, type Environment } from 'aws-cdk-lib';
import type { InfraConfig } from '../config.ts';

/** Where they are said; else for any account and region. Nothing is looked up in either case. */
export function placeOfStack({ account, region }: InfraConfig): { readonly env: Environment } {
  return { env: { account: account ?? Aws.ACCOUNT_ID, region: region ?? Aws.REGION } };
}
