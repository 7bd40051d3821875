// What the functions of a deployment are told → its stores, its archives, and how people are told.

import {
  createDynamoClient,
  createS3Archive,
  createS3WriteClient,
  createSnsClient,
  createSnsSink,
  createState,
  SYSTEM_WAITING,
} from '../../adapters/aws/index.ts';
import { DEFAULT_ROUTING, parseRouting } from '../../alert/index.ts';
import {
  createTelling,
  keepRevisions,
  PRODUCT_VERSION,
  redactedFindings,
} from '../../deliver/index.ts';
import { parseJson, safeText } from '../../model/index.ts';
import { DEFAULT_HOURLY_BUDGET, type OutboxDeps } from '../../pipeline/index.ts';
import type { AlertSink, Clock, ObjectLedger } from '../../ports/index.ts';
import { EnvironmentError } from '../errors.ts';
import type { RulePack } from '../rule-pack.ts';

/** Variables of the scan function, or their like. */
export type Told = Readonly<Record<string, string | undefined>>;

/** Where a run keeps what it found. */
export interface DeploymentStores {
  readonly outbox: OutboxDeps;
  readonly ledger: ObjectLedger;
}

/** For leases and expiry alone. */
const SYSTEM_CLOCK: Clock = { nowMs: () => Date.now() };

/** Who is never called: a run without --page has nobody to tell. */
const NOBODY: AlertSink = {
  publish: async () => {
    throw new TypeError('a replay without --page was about to tell people');
  },
};

/** Opens them, with the credentials of the environment. Throws EnvironmentError where something is not named. */
export function openDeployment(
  told: Told,
  { rules, correlations }: Pick<RulePack, 'rules' | 'correlations'>,
  isPaging: boolean,
): DeploymentStores {
  const clock = SYSTEM_CLOCK;
  const tableName = need(told, 'SIGMA_LAMBDA_STATE_TABLE');
  const evidenceBucket = need(told, 'SIGMA_LAMBDA_EVIDENCE_BUCKET');
  const archiveBucket = need(told, 'SIGMA_LAMBDA_ARCHIVE_BUCKET');
  const expectedBucketOwner = told['SIGMA_LAMBDA_BUCKET_OWNER'];
  const client = createDynamoClient();
  const state = createState({ client, tableName, clock, waiting: SYSTEM_WAITING });
  const { alerts, budgets, digests, ledger } = state;
  const s3 = createS3WriteClient();
  const archives = {
    findings: createS3Archive(s3, { bucket: archiveBucket, expectedBucketOwner }),
    evidence: createS3Archive(s3, { bucket: evidenceBucket, expectedBucketOwner }),
  };
  const guides = new Map([...rules, ...correlations].map((rule) => [rule.id, rule]));
  const routing = routingOf(told['SIGMA_LAMBDA_ROUTING']);
  const hourlyBudget = Number(told['SIGMA_LAMBDA_HOURLY_BUDGET'] ?? DEFAULT_HOURLY_BUDGET);
  const sink = isPaging
    ? createSnsSink(createSnsClient(), need(told, 'SIGMA_LAMBDA_TOPIC_ARN'))
    : NOBODY;
  const outbox = {
    ...createTelling({ routing, hourlyBudget, evidenceBucket }, { rules, correlations }),
    ...{ alerts, budgets, digests, sink, clock },
    findings: redactedFindings(state.findings),
    keep: keepRevisions(archives, guides, PRODUCT_VERSION),
  };
  return { outbox, ledger };
}

function need(told: Told, name: string): string {
  const value = told[name];
  if (value !== undefined && value !== '') return value;
  throw new EnvironmentError(
    `the deployment's ${name} is not known: name the stack, or all of its parts`,
  );
}

function routingOf(text: string | undefined) {
  if (text === undefined) return DEFAULT_ROUTING;
  const routing = parseRouting(parseJson(text));
  if (routing.ok) return routing.value;
  const faults = safeText(routing.error.join('; '));
  throw new EnvironmentError(`the deployment's SIGMA_LAMBDA_ROUTING: ${faults}`);
}
