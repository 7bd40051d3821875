// Who is told, besides the terminal → the queue, the secret and the function of each destination.

import type { AwsLocal } from '../../local/index.ts';
import type { Clients } from './clients.ts';
import { createQueue, subscribe } from './create-resources.ts';
import { notifyEnvironment, type RunSettings, type Variables } from './environment.ts';
import {
  ARNS,
  NOTIFY_RECEIVE_COUNT,
  NOTIFY_TIMEOUT_SECONDS,
  VISIBILITY_FACTOR,
} from './resources.ts';

/** Somebody who is told. */
export interface LocalDestination {
  readonly kind: 'slack' | 'pagerduty';
  /** Part of names, also of the delivery ledger's keys. */
  readonly name: string;
  /** The webhook's URL, or the routing key. */
  readonly secret: string;
  /** Routes that it is told of; as deployed by default. */
  readonly routes: readonly string[];
  /** Whether it is on this machine: the terminal. */
  readonly isLoopback: boolean;
}

/** What a destination consists of. */
export interface CreatedDestination {
  readonly name: string;
  readonly functionName: string;
  readonly queueUrl: string;
  readonly failuresUrl: string;
  readonly environment: Variables;
}

/** How its queue is fed and emptied, as infra/constructs/notify-queue.ts has it. */
export const NOTIFY_QUEUE = {
  visibilitySeconds: VISIBILITY_FACTOR * NOTIFY_TIMEOUT_SECONDS,
  maxReceiveCount: NOTIFY_RECEIVE_COUNT,
} as const;

/** Which messages its queue gets: a replay publishes none unless whoever started it says so. */
export function filterPolicy(
  routes: readonly string[],
): Readonly<Record<string, readonly string[]>> {
  return { route: routes, origin: ['live', 'replay', 'test'] };
}

/** Creates what it consists of, but for the function. The secret stays in the memory of this process. */
export async function createDestination(
  aws: AwsLocal,
  clients: Clients,
  run: RunSettings,
  { kind, name, secret, routes, isLoopback }: LocalDestination,
): Promise<CreatedDestination> {
  const queue = `notify-${name}`;
  const failures = `${queue}-failures`;
  const secretArn = aws.putSecret(queue, secret);
  await createQueue(clients, { name: queue, failures, ...NOTIFY_QUEUE });
  const FilterPolicy = JSON.stringify(filterPolicy(routes));
  await subscribe(clients, ARNS.alerts, queue, { FilterPolicy });
  const queueUrl = aws.queueUrl(queue);
  const failuresUrl = aws.queueUrl(failures);
  const destination = { kind, name, secretArn };
  return {
    name,
    functionName: queue,
    queueUrl,
    failuresUrl,
    environment: notifyEnvironment(run, { destination, queueUrl, failuresUrl, isLoopback }),
  };
}
