// Environment → the configuration of one destination's function. A wrong value stops the function at init.

import {
  type Environment,
  parseQueueUrl,
  parseStateTable,
  parseTenant,
  parseTopic,
  refuse,
} from '../shared/deployment.ts';
import { parseTenants, type TenantsConfig } from '../shared/tenants.ts';
import { DESTINATION, type DestinationConfig, parseDestination } from './destination-config.ts';

/** The function's configuration. */
export interface NotifyConfig extends TenantsConfig {
  /** `SIGMA_LAMBDA_DESTINATION`: JSON, see docs/notify.md. */
  readonly destination: DestinationConfig;
  /** `SIGMA_LAMBDA_STATE_TABLE`: holds the ledger of deliveries. */
  readonly stateTable: string;
  /** `SIGMA_LAMBDA_TENANT`: whose the words to operations are. @default "default" */
  readonly tenant: string;
  /** `SIGMA_LAMBDA_OPERATIONS_TOPIC_ARN`: who runs the product. */
  readonly operationsTopicArn: string;
  /** `SIGMA_LAMBDA_QUEUE_URL`: the destination's own queue. */
  readonly queueUrl: string;
  /** `SIGMA_LAMBDA_FAILURE_QUEUE_URL`: where messages end that cannot be posted. */
  readonly failureQueueUrl: string;
  /** `SIGMA_LAMBDA_RUNBOOK_URL`: https, shown in every alert. @default none */
  readonly runbookUrl?: string;
  /** `AWS_REGION`: where the evidence lies. */
  readonly region?: string;
  /** `SIGMA_LAMBDA_LOOPBACK`: `allowed` in tests and `local`. @default false */
  readonly isLoopbackAllowed: boolean;
}

/** The configuration of this process. */
export function readConfig(): NotifyConfig {
  return parseNotifyConfig(process.env);
}

/** Reads the configuration from environment variables. */
export function parseNotifyConfig(env: Environment): NotifyConfig {
  const region = env['AWS_REGION'];
  return {
    destination: parseDestination(env[DESTINATION] ?? ''),
    stateTable: parseStateTable(env),
    tenant: parseTenant(env),
    ...parseTenants(env),
    operationsTopicArn: parseTopic(env, 'SIGMA_LAMBDA_OPERATIONS_TOPIC_ARN'),
    queueUrl: parseQueueUrl(env, 'SIGMA_LAMBDA_QUEUE_URL'),
    failureQueueUrl: parseQueueUrl(env, 'SIGMA_LAMBDA_FAILURE_QUEUE_URL'),
    ...parseRunbook(env['SIGMA_LAMBDA_RUNBOOK_URL']),
    ...(region !== undefined && { region }),
    isLoopbackAllowed: parseLoopback(env['SIGMA_LAMBDA_LOOPBACK']),
  };
}

function parseRunbook(text: string | undefined): { readonly runbookUrl?: string } {
  if (text === undefined) return {};
  if (URL.parse(text)?.protocol === 'https:') return { runbookUrl: text };
  return refuse('SIGMA_LAMBDA_RUNBOOK_URL', text, 'an https URL');
}

/** Nothing but the one word opens it: a typing error must not. */
function parseLoopback(text: string | undefined): boolean {
  if (text === undefined) return false;
  return text === 'allowed' || refuse('SIGMA_LAMBDA_LOOPBACK', text, '"allowed", or nothing');
}
