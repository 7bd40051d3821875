// A stack's name, or its table's → the ledger of its scans. It is read, and nothing is written.

import type { ObjectLedger } from '../../ports/index.ts';
import { rulesHash } from '../../../dist/rules/ruleset.mjs';
import { requireScan } from '../doctor/require-deployment.ts';
import { EnvironmentError } from '../errors.ts';
import type { AwsFlags } from './aws-place.ts';

/** Where the ledger is. */
export interface LedgerFlags extends AwsFlags {
  readonly stack?: string;
  readonly stateTable?: string;
}

/** What was found. */
export interface OpenedLedger {
  readonly ledger: Pick<ObjectLedger, 'readMany'>;
  /** True where the stack says that its rules are not those of this repository. */
  readonly hasOtherRules: boolean;
}

/** Opens it: dynamodb:BatchGetItem, and with a stack's name lambda:ListFunctions. Throws EnvironmentError. */
export async function openLedger(flags: LedgerFlags): Promise<OpenedLedger> {
  const aws = await import('../../adapters/aws/index.ts');
  const { region, endpoint } = flags;
  const scan =
    flags.stack === undefined
      ? undefined
      : await requireScan(flags.stack, aws.createDeploymentInspector({ region, endpoint }));
  const environment = scan?.environment ?? {};
  const tableName = flags.stateTable ?? environment['SIGMA_LAMBDA_STATE_TABLE'];
  if (tableName === undefined) {
    throw new EnvironmentError(`the scan function of ${flags.stack} names no state table`);
  }
  const client = aws.createDynamoClient({
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  const clock = { nowMs: () => Date.now() };
  const { ledger } = aws.createState({ client, tableName, clock, waiting: aws.SYSTEM_WAITING });
  const deployed = environment['SIGMA_LAMBDA_RULES_HASH'];
  return { ledger, hasOtherRules: deployed !== undefined && deployed !== rulesHash };
}
