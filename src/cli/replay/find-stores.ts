// Flags that name a deployment, or its parts → what its functions are told; undefined where none is named.

import { requireScan } from '../doctor/require-deployment.ts';
import { UsageError } from '../errors.ts';
import type { Told } from './deployment-stores.ts';

/** Where the run is to keep what it finds. */
export interface StoreFlags {
  readonly stack?: string;
  readonly stateTable?: string;
  readonly archiveBucket?: string;
  readonly evidenceBucket?: string;
  readonly topic?: string;
  readonly page?: boolean;
  readonly rules: readonly string[];
}

/** Finds it. Throws UsageError for flags that do not go together. */
export async function findStores(flags: StoreFlags): Promise<Told | undefined> {
  const { stack, stateTable, archiveBucket, evidenceBucket, topic, page, rules } = flags;
  const parts = [stateTable, archiveBucket, evidenceBucket];
  const isNamed = stack !== undefined || parts.some((part) => part !== undefined);
  if (!isNamed) {
    if (page !== true && topic === undefined) return undefined;
    throw new UsageError(
      '--page needs the deployment whose people are told: --stack, or its parts',
    );
  }
  if (rules.length > 0) {
    throw new UsageError(
      '--rules keeps what it finds in the folder of the run alone: leave out --stack or --state-table',
    );
  }
  if (stack !== undefined) return await environmentOf(stack);
  if (parts.includes(undefined) || (page === true && topic === undefined)) {
    throw new UsageError(
      'expected --state-table, --archive-bucket and --evidence-bucket together, and --topic with --page; or --stack',
    );
  }
  return {
    SIGMA_LAMBDA_STATE_TABLE: stateTable,
    SIGMA_LAMBDA_ARCHIVE_BUCKET: archiveBucket,
    SIGMA_LAMBDA_EVIDENCE_BUCKET: evidenceBucket,
    SIGMA_LAMBDA_TOPIC_ARN: topic,
  };
}

async function environmentOf(stack: string): Promise<Told> {
  const { createDeploymentInspector } = await import('../../adapters/aws/index.ts');
  const { environment } = await requireScan(stack, createDeploymentInspector({}));
  return environment;
}
