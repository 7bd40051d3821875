// Starts S3, SNS, SQS and Secrets Manager on one port of 127.0.0.1: fauxqs' app, and this layer's hooks about it.

import { buildApp } from 'fauxqs';
import { endpointOf, LOOPBACK } from '../listen.ts';
import { installBodyFaults } from './body-faults.ts';
import { type Exchanges, installExchanges, type Logged } from './exchange.ts';
import { installFaults } from './fault-hooks.ts';
import type { Faults } from './fault-plan.ts';
import type { App } from './http-types.ts';
import { installNotifications, type Notifications } from './notifications.ts';
import type { Operation } from './operation.ts';
import { installQueueUrls, queueUrlOf } from './queue-urls.ts';
import { installS3Conditions } from './s3-conditions.ts';
import { installS3Limits } from './s3-limits.ts';
import { installS3Versions, type Versions } from './s3-versions.ts';
import { installSecrets, type Secrets } from './secrets.ts';
import { installSnsBatch } from './sns-batch.ts';
import { installSnsLimits } from './sns-limits.ts';

/** How large a body may be, where, and what is remembered. */
export interface AwsLocalOptions {
  /** Bytes of one request's body; more is answered 413. @default 1 GiB */
  readonly maxBodyBytes?: number;
  /** Where on 127.0.0.1 to listen. @default a port that the system picks */
  readonly port?: number;
  /** Which operations stay in `log`: one that runs for days has no room for them. @default all */
  readonly logged?: Logged;
}

/** A running S3, SNS, SQS and Secrets Manager. Everything is in memory, and its own: many may run side by side. */
export interface AwsLocal extends Notifications, Secrets, Versions {
  /** `http://127.0.0.1:PORT`, for `endpoint` or AWS_ENDPOINT_URL. */
  readonly endpoint: string;
  /** What is to go wrong. */
  readonly faults: Faults;
  /** Every SDK operation received, oldest first, with the permissions it needs; also those that were refused or struck. */
  readonly log: readonly Operation[];
  /** URL of a queue, whether it exists or not. */
  queueUrl(name: string): string;
  /**
   * Ends pauses and stalls, waits for notifications on their way, and closes every connection.
   * Rejects, once stopped, with a DeliveryError for a notification that failed and that `flush` did not report.
   */
  stop(): Promise<void>;
}

const DEFAULT_MAX_BODY_BYTES = 2 ** 30;

/** Starts the services, empty. Rejects with the system's error (`EADDRINUSE`) where the port cannot be had. */
export async function startAwsLocal(options: AwsLocalOptions = {}): Promise<AwsLocal> {
  const app = buildApp({ logger: false });
  raiseBodyLimit(app, options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES);
  const stopping = new AbortController();
  const exchanges = installExchanges(app, options.logged ?? 'all');
  // In this order: what is struck by a fault does not reach the limits, what is over them does not take place.
  const faults = installFaults(app, exchanges, stopping.signal);
  const secrets = installSecrets(app, exchanges);
  const versions = installS3Versions(app, exchanges);
  installS3Limits(app, exchanges);
  installSnsLimits(app, exchanges);
  installSnsBatch(app, exchanges);
  installS3Conditions(app, exchanges);
  const { endpoint, notifications } = await listen(app, exchanges, options.port ?? 0);
  return {
    endpoint,
    faults,
    log: exchanges.log,
    queueUrl: (name) => queueUrlOf(endpoint, name),
    ...notifications,
    ...secrets,
    ...versions,
    stop: async () => {
      stopping.abort();
      try {
        await notifications.flush();
      } finally {
        await app.close();
      }
    },
  };
}

/** Registers the hooks of answers, and binds. */
async function listen(
  app: App,
  exchanges: Exchanges,
  port: number,
): Promise<{ readonly endpoint: string; readonly notifications: Notifications }> {
  const notifications = installNotifications(app, exchanges);
  installQueueUrls(app, exchanges, () => endpointOf(app.server));
  installBodyFaults(app, exchanges);
  await app.listen({ port, host: LOOPBACK });
  return { endpoint: endpointOf(app.server), notifications };
}

/** fauxqs takes 11 MiB and has no option: its parser of S3 bodies is put in again with another limit. */
function raiseBodyLimit(app: App, bodyLimit: number): void {
  app.removeContentTypeParser('*');
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) => {
    done(null, body);
  });
}
