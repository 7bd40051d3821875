// Configuration → the parts of a destination's function, made once per cold start.

import {
  createAmazonQDestination,
  createDeadLetters,
  createDeliveryLedger,
  createDynamoClient,
  createEmailDestination,
  createHeldMessages,
  createSecretCache,
  createSecretReader,
  createSecretsClient,
  createSnsClient,
  createSnsOperations,
  createSqsClient,
  secretRegion,
  StateTable,
  SYSTEM_WAITING,
} from '../../src/adapters/aws/index.ts';
import {
  createPagerDutyDestination,
  PAGERDUTY_ENDPOINTS,
} from '../../src/adapters/pagerduty/index.ts';
import { createSlackDestination } from '../../src/adapters/slack/index.ts';
import type { RenderContext } from '../../src/alert/index.ts';
import type { AlertDestination, Clock } from '../../src/ports/index.ts';
import type { NotifyConfig } from './config.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import { renderFor } from './render-for.ts';
import { createTellOperations } from './tell-operations.ts';
import type { NotifyTelemetry } from './telemetry.ts';

/** The parts. */
export interface Notify {
  readonly deliveries: DeliveryDeps;
  /** What every message is rendered with, as of now. */
  readonly context: () => RenderContext;
}

const CLOCK: Clock = { nowMs: () => Date.now() };
/** Not the invocation's id: Lambda's own retry has the same, and must not pass for the attempt that died. */
const newOwner = () => globalThis.crypto.randomUUID();

/** Builds them. */
export function wireNotify(config: NotifyConfig, telemetry: NotifyTelemetry): Notify {
  const { destination, tenant, operationsTopicArn, runbookUrl: runbook, region } = config;
  const { kind, name } = destination;
  const sqs = createSqsClient();
  const ledger = openLedger(config.stateTable);
  const context = () => ({
    nowMs: CLOCK.nowMs(),
    ...(region !== undefined && { region }),
    ...(runbook !== undefined && { runbook }),
  });
  return {
    context,
    deliveries: {
      name,
      tenants: config.tenants,
      render: (message, isFirst) => renderFor(kind, message, { ...context(), isFirst }),
      destination: openDestination(config),
      ledger,
      held: createHeldMessages(sqs, config.queueUrl),
      deadLetters: createDeadLetters(sqs, config.failureQueueUrl),
      tellOperations: createTellOperations({
        tenant,
        operations: createSnsOperations(createSnsClient(), operationsTopicArn),
        ledger,
        clock: CLOCK,
        newOwner,
        untold: (error) => telemetry.untold(error),
      }),
      watch: telemetry,
      clock: CLOCK,
      random: SYSTEM_WAITING.random,
      newOwner,
    },
  };
}

function openLedger(tableName: string) {
  const deps = { client: createDynamoClient(), tableName, clock: CLOCK, waiting: SYSTEM_WAITING };
  return createDeliveryLedger(new StateTable(deps));
}

function openDestination({ destination, isLoopbackAllowed }: NotifyConfig): AlertDestination {
  switch (destination.kind) {
    case 'slack':
      return createSlackDestination({ ...secretDeps(destination.secretArn), isLoopbackAllowed });
    case 'pagerduty': {
      const { secretArn, region, endpoint = PAGERDUTY_ENDPOINTS[region] } = destination;
      return createPagerDutyDestination({ ...secretDeps(secretArn), endpoint, isLoopbackAllowed });
    }
    case 'email':
      return createEmailDestination({ client: createSnsClient(), topicArn: destination.topicArn });
    case 'amazon-q':
      return createAmazonQDestination({
        client: createSnsClient(),
        topicArn: destination.topicArn,
      });
  }
}

function secretDeps(arn: string) {
  const client = createSecretsClient(secretRegion(arn));
  const secrets = createSecretCache(createSecretReader(client), CLOCK);
  return { secret: secrets(arn), clock: CLOCK };
}
